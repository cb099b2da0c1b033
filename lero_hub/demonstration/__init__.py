"""The demonstration network: made up from end to end, built through the workflows, refused outside a demonstration."""
