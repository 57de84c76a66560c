"""The rules of the laboratory: materials, formulas, physics, safety, cost, and the optimiser."""
