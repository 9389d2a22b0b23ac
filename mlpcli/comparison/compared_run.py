"""What a comparison knows of each run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mlpcli.config.config import Config
from mlpcli.network.plan import Plan
from mlpcli.runs.record import RunRecord


@dataclass(frozen=True)
class ComparedRun:
    """A run, and the `letter` that it is called by in the comparison.

    `config` is the resolved one. `epochs` are the rows of metrics.csv, none if it could not be read, and then
    `lost` says why. `again` are shell words that train it once more, to which options can be added.
    """

    letter: str
    record: RunRecord
    config: Config
    plan: Plan
    epochs: Sequence[Mapping[str, float]]
    again: str
    lost: str = ""


def letter_of(number: int) -> str:
    """A to Z for 0 to 25, then AA to ZZ."""
    first, last = divmod(number, 26)
    return (chr(ord("A") + first - 1) if first else "") + chr(ord("A") + last)
