"""Measurements, never asserted in tests: `make bench`."""
