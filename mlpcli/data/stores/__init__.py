"""Rows that stay on disk: read in blocks, split by masks, shuffled in pools, and never all in memory."""
