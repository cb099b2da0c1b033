"""Forms of circles: they validate and clean; the workflows write."""
