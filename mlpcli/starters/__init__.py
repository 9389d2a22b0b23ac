"""Configs to start from, chosen by looking at a user's data. TensorFlow is not imported."""
