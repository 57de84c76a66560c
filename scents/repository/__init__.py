"""Which rows make one aggregate of the laboratory, and back."""

from scents.repository.imports import ImportRepository
from scents.repository.materials import MaterialRepository
from scents.repository.suppliers import PriceListRepository, SupplierRepository

__all__ = ["ImportRepository", "MaterialRepository", "PriceListRepository", "SupplierRepository"]
