"""Views of the directory: parse, one query or one workflow, render or redirect."""
