"""What a formula may contain: IFRA limits, the largest compliant dose, and allergens to label."""
