"""Tables that come and go as files: strict CSV and XLSX, every fault with its row."""
