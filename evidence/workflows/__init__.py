"""What is written in the library: research, practice, and what both share."""
