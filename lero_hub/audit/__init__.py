"""The audit log: who did which verb to what, and when. Ids and codes only, never a name, an address or a text."""
