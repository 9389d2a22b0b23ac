"""Train neural networks from a YAML file, and use what was trained."""

__version__ = "0.1.0"
