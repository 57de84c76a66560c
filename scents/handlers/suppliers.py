"""What the commands about suppliers and offers set going."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from domain.scents.commands import suppliers as commands
from domain.scents.recipes.mixture import UnknownMaterial
from domain.scents.supply.offer import Offer, Sold
from domain.scents.supply.price_list import PriceList, UnknownOffer, key_of
from domain.scents.supply.supplier import Supplier, SupplierExists, SupplierProfile, UnknownSupplier

if TYPE_CHECKING:
    from scents.ports import SupplierUnitOfWork


def register_supplier(command: commands.RegisterSupplier, uow: SupplierUnitOfWork) -> None:
    """Raises SupplierExists, BadInput."""
    profile = SupplierProfile(command.name, command.grade, command.email, command.note)
    with uow:
        if uow.suppliers.get(command.code) is not None:
            raise SupplierExists(command.code)
        uow.suppliers.add(Supplier.register(command.code, profile))
        uow.commit()


def change_supplier(command: commands.ChangeSupplier, uow: SupplierUnitOfWork) -> None:
    """Raises UnknownSupplier, BadInput."""
    said = {name: value for name, value in vars(command).items() if name != "code"}
    with uow:
        supplier = uow.suppliers.get(command.code)
        if supplier is None:
            raise UnknownSupplier(command.code)
        supplier.change(SupplierProfile(**said))
        uow.commit()


def make_offer(command: commands.MakeOffer, uow: SupplierUnitOfWork) -> None:
    """Raises UnknownSupplier, UnknownMaterial, OffersOverlap, OfferIsHistory."""
    key = key_of(command.offer)
    with uow:
        _require_parties(command.offer, uow)
        prices = uow.price_lists.get(key)
        if prices is None:
            prices = PriceList(key)
            uow.price_lists.add(prices)
        prices.make(command.offer)
        uow.commit()


def withdraw_offer(
    command: commands.WithdrawOffer, uow: SupplierUnitOfWork, clock: Callable[[], datetime]
) -> None:
    """Raises UnknownOffer, OfferIsOver."""
    with uow:
        prices = uow.price_lists.get((command.supplier, command.sold, command.item))
        if prices is None:
            raise UnknownOffer(command.supplier, command.item, command.valid_from)
        prices.withdraw(command.valid_from, clock().date())
        uow.commit()


def _require_parties(offer: Offer, uow: SupplierUnitOfWork) -> None:
    if uow.suppliers.get(offer.supplier) is None:
        raise UnknownSupplier(offer.supplier)
    if offer.sold is Sold.MATERIAL and uow.materials.get(offer.item) is None:
        raise UnknownMaterial(offer.item)
