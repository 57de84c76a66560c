"""The read side: plain rows for pages and answers."""
