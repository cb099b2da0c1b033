"""What the library writes to people."""
