"""Benchmarks: a made-up network at full size, and what is measured on it. `make bench` runs them."""
