"""The service layer: one function for each command and event."""
