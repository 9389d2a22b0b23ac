"""What looks wrong in a table that can be trained on all the same."""

from collections.abc import Iterable
from typing import NamedTuple


class Doubt(NamedTuple):
    """What looks wrong, and what to do about it."""

    what: str
    fix: str


def told(doubts: Iterable[Doubt]) -> tuple[str, ...]:
    """The doubts as notices."""
    return tuple(f"{doubt.what}; {doubt.fix}" for doubt in doubts)
