"""What the benchmarks share: the product on throw-away servers, load, counting, report."""
