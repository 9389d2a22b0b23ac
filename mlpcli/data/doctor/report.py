"""What the data doctor found."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]
Role = Literal["target", "feature", "time", "group", "unused"]


@dataclass(frozen=True)
class Finding:
    """Something about the data. Training cannot start with an `error`; a `warning` probably makes it worse
    or its score wrong; a `note` is good to know. `fix` is what to do about it, if anything."""

    severity: Severity
    what: str
    fix: str = ""


@dataclass(frozen=True)
class ColumnReport:
    """A column of a table: what it holds, its `missing` values, how many `different` ones there are, and its
    range or its commonest `values`."""

    name: str
    role: Role
    kind: str
    missing: int
    different: int
    values: str


@dataclass(frozen=True)
class DataReport:
    """`rows` are those of each split, and `classes` the training rows of each class; both are empty if the
    training could not start. `shape` is that of a row as the network takes it. `findings` are in the order of
    their severity."""

    name: str
    source: str
    rows: Mapping[str, int]
    shape: tuple[int, ...]
    task: str
    classes: Mapping[str, int]
    columns: tuple[ColumnReport, ...]
    findings: tuple[Finding, ...]

    @property
    def can_train(self) -> bool:
        """Whether a training could start."""
        return all(one.severity != "error" for one in self.findings)
