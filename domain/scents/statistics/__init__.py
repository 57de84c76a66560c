"""What answers of audiences prove: pure statistics."""
