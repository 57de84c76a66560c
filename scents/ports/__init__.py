"""What the handlers of the laboratory need of the world."""

from scents.ports.imports import AbstractImportRepository, ImportUnitOfWork
from scents.ports.materials import AbstractMaterialRepository, LookUp, MaterialUnitOfWork
from scents.ports.suppliers import (
    AbstractPriceListRepository,
    AbstractSupplierRepository,
    SupplierUnitOfWork,
)

__all__ = [
    "AbstractImportRepository",
    "AbstractMaterialRepository",
    "AbstractPriceListRepository",
    "AbstractSupplierRepository",
    "ImportUnitOfWork",
    "LookUp",
    "MaterialUnitOfWork",
    "SupplierUnitOfWork",
]
