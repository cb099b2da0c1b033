"""Pages that draw on several apps. On top of everything: nothing imports from here but the list of addresses."""
