"""The reference of the config language, for editors and for people."""

from typing import Any

from mlpcli.config.json_schema import json_schema
from mlpcli.config.markdown_reference import known_names, markdown, part
from mlpcli.config.messages.spelling import nearest
from mlpcli.errors import UsageError


def schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a config file."""
    return json_schema()


def reference(name: str | None = None) -> str:
    """Every key of the config language in Markdown tables, or those of one section, source or class.

    Raises UsageError for a name that is none of them.
    """
    if name is None:
        return markdown()
    known = known_names()
    if name in known:
        return part(name)
    meant = nearest(name, known)
    all_names = "`mlpcli schema --format markdown` lists all names"
    raise UsageError(
        f"there is no section, source or class called {name}",
        f"did you mean {meant}? {all_names}" if meant else all_names,
    )
