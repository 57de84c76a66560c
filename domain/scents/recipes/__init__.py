"""What is written, what it comes to, and how it is weighed."""
