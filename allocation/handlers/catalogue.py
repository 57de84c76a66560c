"""What the catalogue's command sets going."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from allocation.ports import CatalogueUnitOfWork
    from domain.allocation.commands import DescribeProduct


def describe_product(command: DescribeProduct, uow: CatalogueUnitOfWork) -> None:
    """Raises BadInput."""
    with uow:
        uow.catalogue.get(command.sku).describe(
            scent=command.scent,
            pack=command.pack,
            currency=command.currency,
            prices=command.prices,
        )
        uow.commit()
