"""Results of surveys as pictures, drawn on the server."""
