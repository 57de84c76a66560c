"""Which rows make one aggregate of the laboratory, and back."""
