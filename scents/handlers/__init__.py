"""The service layer of the laboratory: one function for each command and event."""
