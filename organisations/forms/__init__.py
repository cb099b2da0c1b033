"""Forms of the directory: they check and clean; the write is a workflow."""
