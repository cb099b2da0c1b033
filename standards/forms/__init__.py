"""Forms of the standards: they validate and clean, and write nothing."""
