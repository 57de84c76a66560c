"""Stock and promises: the app around domain.allocation."""
