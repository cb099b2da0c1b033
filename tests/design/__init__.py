"""What the design system promises: markup, weight, words."""
