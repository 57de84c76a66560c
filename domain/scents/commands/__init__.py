"""What the laboratory can be told to do."""
