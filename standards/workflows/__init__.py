"""Writes to the tables of the standards: one module for each aggregate."""
