"""Whole stories, told by people in a real browser."""
