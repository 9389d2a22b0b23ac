"""Simple models that a network should be better than, and how it compares with them."""
