"""What handlers of the laboratory need of the world."""
