"""Who makes a scent, and from which formula: decided by evidence, and told why."""
