"""What the commands about customers set going."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from domain.allocation import commands
from domain.allocation.customer import ApiKeyConflict, Customer, UnknownApiKey, UnknownCustomer
from domain.allocation.customer_parts import Address, ApiKey, Member, Profile

if TYPE_CHECKING:
    from allocation.ports import CustomersUnitOfWork


def register_customer(command: commands.RegisterCustomer, uow: CustomersUnitOfWork) -> None:
    """Raises CustomerConflict when the code is given to somebody else."""
    profile = Profile(command.name, command.kind, command.priority)
    with uow:
        if known := uow.customers.get(command.code):
            known.register_again(profile)
        else:
            uow.customers.add(Customer.register(command.code, profile))
        uow.commit()


def change_customer(command: commands.ChangeCustomer, uow: CustomersUnitOfWork) -> None:
    profile = Profile(command.name, command.kind, command.priority, command.active)
    with uow:
        _customer(command.code, uow).change(profile)
        uow.commit()


def add_member(command: commands.AddMember, uow: CustomersUnitOfWork) -> None:
    """Raises MemberConflict."""
    with uow:
        _customer(command.customer, uow).add_member(_member(command))
        uow.commit()


def change_member(command: commands.ChangeMember, uow: CustomersUnitOfWork) -> None:
    """Raises UnknownMember."""
    with uow:
        _customer(command.customer, uow).change_member(_member(command))
        uow.commit()


def remove_member(command: commands.RemoveMember, uow: CustomersUnitOfWork) -> None:
    with uow:
        _customer(command.customer, uow).remove_member(command.email)
        uow.commit()


def add_address(command: commands.AddAddress, uow: CustomersUnitOfWork) -> None:
    """Raises AddressConflict."""
    fields = {name: value for name, value in vars(command).items() if name != "customer"}
    with uow:
        _customer(command.customer, uow).add_address(Address(**fields))
        uow.commit()


def remove_address(command: commands.RemoveAddress, uow: CustomersUnitOfWork) -> None:
    with uow:
        _customer(command.customer, uow).remove_address(command.label)
        uow.commit()


def issue_api_key(
    command: commands.IssueApiKey, uow: CustomersUnitOfWork, clock: Callable[[], datetime]
) -> None:
    """Raises ApiKeyConflict."""
    key = ApiKey(
        command.prefix,
        command.name,
        tuple(sorted(set(command.scopes))),
        command.digest,
        clock(),
        command.expires,
    )
    with uow:
        owner = uow.customers.get_by_api_key(command.prefix)
        if owner is not None and owner.code != command.customer:
            raise ApiKeyConflict(f"The prefix {command.prefix} is taken")
        (owner or _customer(command.customer, uow)).issue_api_key(key)
        uow.commit()


def revoke_api_key(
    command: commands.RevokeApiKey, uow: CustomersUnitOfWork, clock: Callable[[], datetime]
) -> None:
    """Raises UnknownApiKey."""
    with uow:
        _owner(command.prefix, uow).revoke_api_key(command.prefix, clock())
        uow.commit()


def flag_leaked_api_key(
    command: commands.FlagLeakedApiKey, uow: CustomersUnitOfWork, clock: Callable[[], datetime]
) -> None:
    """Raises UnknownApiKey."""
    with uow:
        _owner(command.prefix, uow).flag_leaked_api_key(command.prefix, clock())
        uow.commit()


def _member(command: commands.AddMember | commands.ChangeMember) -> Member:
    return Member(command.email.lower(), command.name, command.wants_mail)


def _customer(code: str, uow: CustomersUnitOfWork) -> Customer:
    customer = uow.customers.get(code)
    if customer is None:
        raise UnknownCustomer(code)
    return customer


def _owner(prefix: str, uow: CustomersUnitOfWork) -> Customer:
    customer = uow.customers.get_by_api_key(prefix)
    if customer is None:
        raise UnknownApiKey(prefix)
    return customer
