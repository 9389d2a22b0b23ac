"""The version of the package: the one place that says it, and from which it is published."""

VERSION = "0.1.0"
