"""What a page cannot show."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Absent:
    """A part that is missing, and why: `reason` is a sentence without its full stop."""

    reason: str
