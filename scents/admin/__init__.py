"""The back office of the laboratory."""

from scents.admin import formulas, imports, materials, suppliers  # registers them

__all__ = ["formulas", "imports", "materials", "suppliers"]
