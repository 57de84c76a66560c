"""Who sells what at which price, and what a mixture costs."""
