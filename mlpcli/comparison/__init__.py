"""Runs beside each other: in what they differ, which is the best, and whether more than the seed says so."""
