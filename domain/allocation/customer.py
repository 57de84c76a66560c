"""A customer: an organisation with members, addresses, and keys to the API."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from domain.allocation.customer_parts import Address, ApiKey, Member, Profile, require_code
from domain.allocation.events.customers import (
    AddressAdded,
    AddressRemoved,
    ApiKeyIssued,
    ApiKeyLeaked,
    ApiKeyRevoked,
    CustomerChanged,
    CustomerRegistered,
    MemberAdded,
    MemberChanged,
    MemberRemoved,
)
from domain.kernel import Aggregate, BadInput, NotFound, Refused


class UnknownCustomer(NotFound):
    """No customer has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(f"Unknown customer {code}")


class UnknownMember(NotFound):
    """The customer has no member with this e-mail address."""

    def __init__(self, email: str) -> None:
        super().__init__(f"Unknown member {email}")


class UnknownApiKey(NotFound):
    """No key has this prefix."""

    def __init__(self, prefix: str) -> None:
        super().__init__(f"Unknown API key {prefix}")


class CustomerConflict(Refused):
    """The code was given before, to a customer with another profile."""

    code: ClassVar[str] = "customer-conflict"


class MemberConflict(Refused):
    """The e-mail address belongs to a member with other details."""

    code: ClassVar[str] = "member-conflict"


class AddressConflict(Refused):
    """The label was given before, to another address."""

    code: ClassVar[str] = "address-conflict"


class ApiKeyConflict(Refused):
    """The prefix was given before, to another key."""

    code: ClassVar[str] = "api-key-conflict"


class Customer(Aggregate):
    """The consistency boundary of one customer; `code` never changes.

    Several keys may be live at once, so that one can be replaced without a gap. Keys are revoked
    and never removed: the event log speaks of them.
    """

    def __init__(
        self,
        code: str,
        profile: Profile,
        *,
        version_number: int = 0,
        members: Iterable[Member] = (),
        addresses: Iterable[Address] = (),
        api_keys: Iterable[ApiKey] = (),
    ) -> None:
        super().__init__(version_number=version_number)
        self.code = code
        self.profile = profile
        self.members = {member.email: member for member in members}
        self.addresses = {address.label: address for address in addresses}
        self.api_keys = {key.prefix: key for key in api_keys}

    @classmethod
    def register(cls, code: str, profile: Profile) -> Customer:
        """A new customer. Raises BadInput."""
        require_code(code)
        customer = cls(code, profile)
        customer.record(CustomerRegistered(code, profile.name, profile.kind, profile.priority))
        return customer

    @property
    def identity(self) -> str:
        """Marked as a customer: a sku or an order may bear the same name in the event log."""
        return f"customer:{self.code}"

    def register_again(self, profile: Profile) -> None:
        """Has no effect. Raises CustomerConflict."""
        if replace(self.profile, active=profile.active) != profile:
            raise CustomerConflict(f"Customer {self.code} was registered with another profile")

    def change(self, profile: Profile) -> None:
        if profile != self.profile:
            self.profile = profile
            self.record(CustomerChanged(self.code, **vars(profile)))

    def add_member(self, member: Member) -> None:
        """Raises MemberConflict."""
        known = self.members.get(member.email)
        if known is None:
            self.members[member.email] = member
            self.record(MemberAdded(self.code, **vars(member)))
        elif known != member:
            raise MemberConflict(f"{member.email} is a member already, with other details")

    def change_member(self, member: Member) -> None:
        """Raises UnknownMember."""
        known = self.members.get(member.email)
        if known is None:
            raise UnknownMember(member.email)
        if known != member:
            self.members[member.email] = member
            self.record(MemberChanged(self.code, **vars(member)))

    def remove_member(self, email: str) -> None:
        if self.members.pop(email.lower(), None):
            self.record(MemberRemoved(self.code, email.lower()))

    def add_address(self, address: Address) -> None:
        """Raises AddressConflict: what was sent to a label stays true, a new place gets another."""
        known = self.addresses.get(address.label)
        if known is None:
            self.addresses[address.label] = address
            self.record(AddressAdded(self.code, **vars(address)))
        elif known != address:
            raise AddressConflict(f"{address.label} is another address already")

    def remove_address(self, label: str) -> None:
        if self.addresses.pop(label, None):
            self.record(AddressRemoved(self.code, label))

    def issue_api_key(self, key: ApiKey) -> None:
        """Raises ApiKeyConflict; BadInput for a key that would never be valid."""
        known = self.api_keys.get(key.prefix)
        if known is not None:
            if known != key:
                raise ApiKeyConflict(f"The prefix {key.prefix} is taken")
            return
        if key.expires <= key.created:
            raise BadInput("expires", "must be in the future")
        self.api_keys[key.prefix] = key
        self.record(ApiKeyIssued(self.code, key.prefix, key.name, key.scopes, key.expires))

    def revoke_api_key(self, prefix: str, now: datetime) -> None:
        """From now on the key opens nothing. Raises UnknownApiKey."""
        key = self._api_key(prefix)
        if key.revoked is None:
            self.api_keys[prefix] = replace(key, revoked=now)
            self.record(ApiKeyRevoked(self.code, prefix))

    def flag_leaked_api_key(self, prefix: str, now: datetime) -> None:
        """Note that the key was seen where others can read it. Raises UnknownApiKey."""
        key = self._api_key(prefix)
        if key.leaked is None:
            self.api_keys[prefix] = replace(key, leaked=now)
            self.record(ApiKeyLeaked(self.code, prefix))

    def _api_key(self, prefix: str) -> ApiKey:
        if prefix not in self.api_keys:
            raise UnknownApiKey(prefix)
        return self.api_keys[prefix]
