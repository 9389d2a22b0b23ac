"""The config language, for editors and for readers."""

from typing import Any

from mlpcli.config.reference import markdown
from mlpcli.config.schema import json_schema


def schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a config file."""
    return json_schema()


def reference() -> str:
    """Every key of the config language in Markdown tables."""
    return markdown()
