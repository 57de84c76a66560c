"""What the endpoints of `/api/v1/` are built from, whichever app they belong to."""
