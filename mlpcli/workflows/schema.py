"""The reference of the config language, for editors and for people."""

from typing import Any

from mlpcli.config.json_schema import json_schema
from mlpcli.config.markdown_reference import markdown


def schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a config file."""
    return json_schema()


def reference() -> str:
    """Every key of the config language in Markdown tables."""
    return markdown()
