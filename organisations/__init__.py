"""The directory: organisations, what they offer, where, and for whom; and the trust that an entry can be given."""
