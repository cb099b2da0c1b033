"""Reads for pages of the standards."""
