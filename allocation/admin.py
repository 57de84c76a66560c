"""The back office of stock and allocation."""
