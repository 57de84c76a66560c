"""The rules of customers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.allocation import commands, events
from domain.allocation.customer import (
    AddressConflict,
    ApiKeyConflict,
    Customer,
    CustomerConflict,
    MemberConflict,
    UnknownApiKey,
    UnknownCustomer,
    UnknownMember,
)
from domain.allocation.customer_parts import CODE, SCOPES, Address, ApiKey, Member, Profile
from domain.kernel import BadInput
from tests.fakes import NOW, bootstrap_test_app

ANNA = Profile("Anna Films", "film maker")
HOME = Address("Home", "Anna Sea", "1 Harbour Road", "Leith", "GB", postal_code="EH6 6QQ")


def build(code: str = "anna") -> Customer:
    customer = Customer.register(code, ANNA)
    customer.take_events()
    return customer


def a_key(prefix: str = "k2345678", **other) -> ApiKey:
    key = ApiKey(prefix, "shop", ("orders:read",), "a" * 64, NOW, NOW + timedelta(days=1))
    return replace(key, **other)


def test_a_customer_is_registered_once():
    customer = Customer.register("anna", ANNA)
    customer.register_again(ANNA)
    assert customer.take_events() == [
        events.CustomerRegistered("anna", "Anna Films", "film maker", 0)
    ]


def test_a_code_is_never_given_to_somebody_else():
    with pytest.raises(CustomerConflict):
        build().register_again(Profile("Ben Games", "game maker"))


@given(st.text(max_size=50))
def test_a_code_is_a_short_slug_or_refused(code: str):
    if CODE.fullmatch(code):
        assert Customer.register(code, ANNA).code == code
    else:
        with pytest.raises(BadInput):
            Customer.register(code, ANNA)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"name": "x" * 101},
        {"name": "a\x00b"},
        {"kind": "baker"},
        {"priority": 10},
        {"priority": -1},
    ],
)
def test_a_profile_is_within_bounds(wrong):
    with pytest.raises(BadInput) as refusal:
        replace(ANNA, **wrong)
    assert refusal.value.field in wrong


def test_only_a_change_is_told():
    customer = build()
    customer.change(ANNA)
    assert customer.take_events() == []
    customer.change(replace(ANNA, active=False))
    assert customer.take_events() == [
        events.CustomerChanged("anna", "Anna Films", "film maker", 0, False)
    ]


def test_a_member_joins_once_changes_and_leaves_once():
    customer = build()
    ben = Member("ben@example.com", "Ben")
    customer.add_member(ben)
    customer.add_member(ben)
    customer.change_member(replace(ben, wants_mail=False))
    customer.change_member(replace(ben, wants_mail=False))
    customer.remove_member("Ben@Example.com")
    customer.remove_member("ben@example.com")
    told = [type(event) for event in customer.take_events()]
    assert told == [events.MemberAdded, events.MemberChanged, events.MemberRemoved]


def test_the_same_address_of_a_member_with_other_details_is_a_conflict():
    customer = build()
    customer.add_member(Member("ben@example.com", "Ben"))
    with pytest.raises(MemberConflict):
        customer.add_member(Member("ben@example.com", "Benjamin"))
    with pytest.raises(UnknownMember):
        customer.change_member(Member("eve@example.com", "Eve"))


@pytest.mark.parametrize("email", ["", "ben", "a@b", "a b@c.d", "A@b.c", "a@b.c\n", "x" * 254])
def test_an_email_address_looks_like_one(email: str):
    with pytest.raises(BadInput, match="email"):
        Member(email, "Ben")


def test_an_address_is_added_once_and_its_label_means_one_place():
    customer = build()
    customer.add_address(HOME)
    customer.add_address(HOME)
    with pytest.raises(AddressConflict):
        customer.add_address(replace(HOME, city="Oban"))
    customer.remove_address("Home")
    customer.remove_address("Home")
    told = [type(event) for event in customer.take_events()]
    assert told == [events.AddressAdded, events.AddressRemoved]


@pytest.mark.parametrize("country", ["gb", "GBR", "", "XX"])
def test_a_country_is_one_of_iso_3166(country: str):
    with pytest.raises(BadInput, match="country"):
        replace(HOME, country=country)


def test_several_keys_live_side_by_side():
    customer = build()
    customer.issue_api_key(a_key("old45678"))
    customer.issue_api_key(a_key("new45678", digest="b" * 64))
    customer.revoke_api_key("old45678", NOW)
    assert [key.revoked for key in customer.api_keys.values()] == [NOW, None]


def test_the_same_key_again_has_no_effect_and_another_is_a_conflict():
    customer = build()
    customer.issue_api_key(a_key())
    customer.issue_api_key(a_key(created=NOW + timedelta(hours=1)))
    assert len(customer.take_events()) == 1
    for other in ({"digest": "b" * 64}, {"name": "other"}, {"scopes": SCOPES}):
        with pytest.raises(ApiKeyConflict):
            customer.issue_api_key(a_key(**other))


def test_a_key_is_revoked_and_flagged_once_and_keeps_its_first_moment():
    customer = build()
    customer.issue_api_key(a_key())
    customer.take_events()
    for hours in range(2):
        customer.revoke_api_key("k2345678", NOW + timedelta(hours=hours))
        customer.flag_leaked_api_key("k2345678", NOW + timedelta(hours=hours))
    key = customer.api_keys["k2345678"]
    assert (key.revoked, key.leaked) == (NOW, NOW)
    told = [type(event) for event in customer.take_events()]
    assert told == [events.ApiKeyRevoked, events.ApiKeyLeaked]


@pytest.mark.parametrize(
    "wrong",
    [
        {"prefix": "short"},
        {"prefix": "UPPERCASE"},
        {"digest": "secret"},
        {"scopes": ()},
        {"scopes": ("admin",)},
        {"name": ""},
    ],
)
def test_a_key_is_well_formed(wrong):
    with pytest.raises(BadInput):
        a_key(**wrong)


def test_a_key_that_was_never_valid_is_refused():
    with pytest.raises(BadInput, match="future"):
        build().issue_api_key(a_key(expires=NOW))


def test_nothing_of_the_secret_stands_in_an_event_or_a_printed_command():
    app = bootstrap_test_app()
    app.handle(commands.RegisterCustomer("anna", "Anna Films", "film maker"))
    command = commands.IssueApiKey("anna", "shop", SCOPES, NOW + timedelta(1), "k2345678", "a" * 64)
    app.handle(command)
    customer = app.uow.customers.get("anna")
    assert "aaaa" not in repr(command) + repr(customer.api_keys)


def test_commands_for_nobody_are_refused():
    app = bootstrap_test_app()
    with pytest.raises(UnknownCustomer):
        app.handle(commands.AddMember("nobody", "a@b.cd", "A"))
    with pytest.raises(UnknownApiKey):
        app.handle(commands.RevokeApiKey("k2345678"))


def test_a_prefix_belongs_to_one_customer():
    app = bootstrap_test_app()
    until = NOW + timedelta(1)
    for code in ("anna", "ben"):
        app.handle(commands.RegisterCustomer(code, "Somebody", "theatre"))
    app.handle(commands.IssueApiKey("anna", "shop", SCOPES, until, "k2345678", "a" * 64))
    with pytest.raises(ApiKeyConflict):
        app.handle(commands.IssueApiKey("ben", "shop", SCOPES, until, "k2345678", "b" * 64))


def test_an_email_address_is_kept_in_small_letters():
    app = bootstrap_test_app()
    app.handle(commands.RegisterCustomer("anna", "Anna Films", "film maker"))
    app.handle(commands.AddMember("anna", "Ben@Example.COM", "Ben"))
    assert list(app.uow.customers.get("anna").members) == ["ben@example.com"]
