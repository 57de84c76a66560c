"""The tables of the laboratory: columns, constraints, indexes; the rules are elsewhere."""
