"""Scripts and notebooks, followed without being run: what they would train, as a config."""
