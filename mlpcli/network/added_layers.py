"""The names of the layers that a network has besides those of its config.

A name in a config cannot end in an underscore.
"""

PREPROCESSING = "preprocessing__"
"""How the names of the first layers begin: `preprocessing__scale`."""
PROBABILITIES = "probabilities__"
"""What makes scores probabilities."""
UNITS = "units__"
"""What gives standardized numbers their own units."""
