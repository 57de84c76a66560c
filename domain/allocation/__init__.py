"""Stock and promises: which batch serves which order line."""
