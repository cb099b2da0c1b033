"""Template tags of authz."""
