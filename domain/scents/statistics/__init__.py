"""What counts of answers say, and with which certainty."""
