"""The rules of the business: pure Python, no Django, no clock, no I/O, no randomness."""
