"""What people fill in for the library."""
