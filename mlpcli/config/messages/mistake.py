"""A mistake that the schema found, before it is put into words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mlpcli.config.messages.finding import Fix
from mlpcli.config.messages.fixes import example, remove, write
from mlpcli.config.yaml.nodes import KeyPath, Plain, plain_at

Words = tuple[str, Fix]
"""What was found and expected, and how to fix it."""


@dataclass(frozen=True)
class Mistake:
    """`loc` is pydantic's path, which also names the members of unions; `path` exists in the document, except
    for a missing key at its end. `value` was found there, and `document` is all of the config.
    `is_option`: it comes from `--set`.
    """

    kind: str
    message: str
    value: Any
    loc: KeyPath
    path: KeyPath
    context: Mapping[str, Any] = field(default_factory=dict)
    document: Plain = None
    is_option: bool = False

    @property
    def key(self) -> str:
        """The last key on the path."""
        return next((step for step in reversed(self.path) if isinstance(step, str)), "")

    @property
    def is_item(self) -> bool:
        """Whether it is about an item of a list."""
        return bool(self.path) and isinstance(self.path[-1], int)

    @property
    def example(self) -> Plain:
        """A value that could be there; None if none is known, as for an item of a list."""
        return None if self.is_item else example(self.key, self.loc)

    def taken_out(self, text: str) -> Fix:
        """Take out what was found; of a list's only layer, write another one instead."""
        others = self.written(self.path[:-1]) if self.is_item else None
        if isinstance(others, list) and len(others) == 1 and self.path[0] == "layers":
            layer = "Flatten"
            return write(
                self.path, layer, f"{text}; a network needs a layer, such as {layer}", is_example=True
            )
        return remove(self.path, text)

    def written(self, path: KeyPath) -> Any:
        """What the document has at `path`; None if there is nothing."""
        return plain_at(self.document, path)
