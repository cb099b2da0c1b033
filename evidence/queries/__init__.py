"""What pages read from the library."""
