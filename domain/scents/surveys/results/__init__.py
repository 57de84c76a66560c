"""What the answers to a survey say so far, by method: read from tallies alone."""
