"""The pages that draw on several apps, and those that only tell."""
