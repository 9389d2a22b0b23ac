"""A mistake that was told, with what its fix changes."""

from dataclasses import dataclass

from mlpcli.config.messages.finding import Fix
from mlpcli.config.yaml.changes import Change
from mlpcli.config.yaml.edits import Put
from mlpcli.config.yaml.nodes import KeyPath, Position

_MOST_INSIDE = 6


@dataclass(frozen=True)
class Told:
    """A mistake that was told, and the changes of the text that its fix means by itself.

    `inside` are mistakes in what the fix writes, such as a number that it moves elsewhere. `shown_path` has
    the keys as they are written.
    """

    position: Position
    path: KeyPath
    message: str
    fix: Fix
    changes: frozenset[Change]
    in_example: bool = False
    in_full: bool = False
    adds: bool = False
    inside: tuple[str, ...] = ()
    shown_path: KeyPath = ()

    def words(self) -> str:
        """The mistake, with those in what its fix writes."""
        more = f", and {len(self.inside) - _MOST_INSIDE} more" if len(self.inside) > _MOST_INSIDE else ""
        inside = f"; mended too: {', '.join(self.inside[:_MOST_INSIDE])}{more}" if self.inside else ""
        return f"{self.message}{inside}"

    def writes(self, path: KeyPath) -> int:
        """How close to a path elsewhere the fix writes something, in steps from 1; 0 if it does not."""
        if path[: len(self.path)] == self.path:
            return 0
        written = (edit.path for edit in self.fix.edits if isinstance(edit, Put))
        return max((len(one) + 1 for one in written if path[: len(one)] == one), default=0)


def overlap(change: Change, others: frozenset[Change]) -> bool:
    return any(change.file == other.file and _meet(change, other) for other in others)


def _meet(one: Change, other: Change) -> bool:
    if one.start == one.end and other.start == other.end:
        # At one place, several keys may be added, each by a change of its own.
        return one.start == other.start and not _heads(one.text).isdisjoint(_heads(other.text))
    return one.start < other.end and other.start < one.end


def _heads(text: str) -> set[str]:
    """The keys or the items that some lines hold, without what is below them."""
    lines = [line for line in text.split("\n") if line.strip()]
    indent = min((len(line) - len(line.lstrip()) for line in lines), default=0)
    return {line.partition(":")[0] for line in lines if line[indent : indent + 1].strip()}
