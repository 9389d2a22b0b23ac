"""The version of the package, and what has changed in its arithmetic."""

VERSION = "0.1.0"
"""The one place that says it, and from which it is published."""

ARITHMETIC_CHANGES = (
    "standardization and the validation of large networks round differently, validation in mixed_float16 "
    "computes in float32, auc is exact, and RandomFlip draws for each axis",
)
"""What gave the same training other numbers, oldest first. A run records how many of them its version had: if
they are not all, it may not resume exactly."""
