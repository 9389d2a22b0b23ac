"""The curves of runs over each other."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from mlpcli.comparison.compared_run import ComparedRun
from mlpcli.comparison.config_differences import same
from mlpcli.comparison.figures import better_of, loss_of, problem_of
from mlpcli.config.training import Mode

_NO_FIGURES = ("epoch", "seconds", "learning_rate")
_MOST_CURVES = 4
_VALIDATION = "val_"


@dataclass(frozen=True)
class RunCurve:
    """One run's values by epoch: `epochs` and `values` are equally long. `split` is `training` if the run has
    no validation rows. Values may be NaN or infinite."""

    letter: str
    epochs: tuple[int, ...]
    values: tuple[float, ...]
    split: Literal["validation", "training"]

    def best(self, better: Mode) -> tuple[int, float] | None:
        """The epoch of the best value, and that value; None if none is finite."""
        found = [one for one in zip(self.values, self.epochs, strict=True) if math.isfinite(one[0])]
        if not found:
            return None
        # Of equal values the first.
        sign = 1 if better == "min" else -1
        value, epoch = min(found, key=lambda one: (sign * one[0], one[1]))
        return epoch, value


@dataclass(frozen=True)
class ComparedCurve:
    """A figure over the epochs, of every run that has it; `is_comparable` if on the same rows in all."""

    name: str
    better: Mode
    is_comparable: bool
    runs: tuple[RunCurve, ...]

    @property
    def title(self) -> str:
        """Such as `validation loss`; without the split if it differs."""
        splits = {run.split for run in self.runs}
        return f"{splits.pop()} {self.name}" if len(splits) == 1 else self.name


def compared_curves(runs: Sequence[ComparedRun]) -> Iterator[ComparedCurve]:
    """The loss, if it is the same in all runs, and up to three metrics that most runs have."""
    there = [run for run in runs if run.epochs]
    counts: dict[str, int] = {}
    for run in there:
        for name in run.epochs[0]:
            if name not in _NO_FIGURES and not name.startswith(_VALIDATION):
                counts[name] = counts.get(name, 0) + 1
    if not same([loss_of(run) for run in there]):
        counts.pop("loss", None)
    names = sorted(counts, key=lambda name: (name != "loss", -counts[name]))
    for name in names[:_MOST_CURVES]:
        having = [run for run in there if name in run.epochs[0]]
        curves = tuple(_curve(run, name) for run in having)
        splits = {"train" if one.split == "training" else one.split for one in curves}
        is_comparable = not any(problem_of(having, split, name) for split in splits)
        yield ComparedCurve(name, better_of(having[0], name) or "min", is_comparable, curves)


def _curve(run: ComparedRun, name: str) -> RunCurve:
    is_validated = _VALIDATION + name in run.epochs[0]
    column = _VALIDATION + name if is_validated else name
    return RunCurve(
        run.letter,
        tuple(int(row["epoch"]) for row in run.epochs),
        tuple(row[column] for row in run.epochs),
        "validation" if is_validated else "training",
    )
