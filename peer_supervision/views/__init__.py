"""Pages of circles. Whoever does not belong to a circle meets 404 at every address of it."""
