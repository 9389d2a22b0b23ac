"""Trained networks behind HTTP: their pages, and predictions on LiteRT."""
