"""The back office of the laboratory."""

from scents.admin import imports, materials, suppliers  # registers them

__all__ = ["imports", "materials", "suppliers"]
