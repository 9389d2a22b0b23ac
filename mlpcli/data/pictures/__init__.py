"""Picture files: finding them in folders, reading them as pixels, and keeping what was read."""
