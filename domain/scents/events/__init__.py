"""What has happened in the laboratory."""
