"""The references that come with the hub."""
