"""A mistake before it is located in a file, and what removes it."""

from dataclasses import dataclass, field

from mlpcli.config.yaml.edits import Edit
from mlpcli.config.yaml.nodes import KeyPath, Position


@dataclass(frozen=True)
class Fix:
    """How to remove a mistake: `text` for the reader, `edits` of the document that do the same.

    `shows_lines`: the lines to write follow the text. `is_example`: `edits` write one of several values that
    are possible, such as `units: 64`, so that other parts of the config may decide on another one.
    """

    text: str
    edits: tuple[Edit, ...] = ()
    shows_lines: bool = False
    is_example: bool = False


@dataclass(frozen=True)
class Finding:
    """A mistake at a path of keys and indices. `at` is where to show it, if not at the value there."""

    path: KeyPath
    message: str
    fix: Fix | str
    at: Position | None = field(default=None, compare=False)

    @property
    def remedy(self) -> Fix:
        return self.fix if isinstance(self.fix, Fix) else Fix(self.fix)
