"""Standards: a framework in public, a pledge, an organisation's own look, review by peers, and recognition."""
