"""Frameworks as files: the one that ships with the hub, and how any other is read and checked."""
