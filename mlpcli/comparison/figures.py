"""The figures of runs side by side, and the best of each."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from mlpcli.comparison.compared_run import ComparedRun
from mlpcli.comparison.config_differences import same
from mlpcli.comparison.held_back_rows import sameness
from mlpcli.config.metrics import figure_of
from mlpcli.config.resolved_yaml import to_document
from mlpcli.config.training import Mode
from mlpcli.config.types.with_arguments import WithArguments, name_of
from mlpcli.config.yaml.nodes import Plain
from mlpcli.inference.scoring.repeated_figures import shown_once
from mlpcli.network.loss_and_metrics import METRICS

# Those that an evaluation always has.
_LESS, _MORE = ("loss", "mae", "rmse"), ("accuracy", "macro_f1", "r2")


@dataclass(frozen=True)
class ComparedFigure:
    """A figure of one split, by the letters of the runs that have it; None where it is not finite.

    `better` says whether less (`min`) or more (`max`) is better, None if nobody knows. `best` are the letters
    of the best: none if fewer than two runs have it, or if the values cannot be compared; then `problem` says
    why.
    """

    split: str
    name: str
    better: Mode | None
    values: Mapping[str, float | None]
    best: tuple[str, ...]
    problem: str

    @property
    def title(self) -> str:
        """Such as `test accuracy`."""
        return f"{self.split} {self.name}"


Split = Literal["test", "validation"]
_SPLITS: tuple[Split, ...] = ("test", "validation")


def compared_figures(runs: Sequence[ComparedRun]) -> list[ComparedFigure]:
    """The figures of the held-back rows: of the test rows, then of the validation rows."""
    return [one for split in _SPLITS for one in _of_split(runs, split)]


def _of_split(runs: Sequence[ComparedRun], split: str) -> Iterator[ComparedFigure]:
    there = [run for run in runs if split in run.record.figures]
    names = {name: None for run in there for name in _shown(run, split)}
    for name in sorted(names, key=_place):
        having = [run for run in there if name in run.record.figures[split]]
        values = {run.letter: run.record.figures[split][name] for run in having}
        better = _better(having, name)
        problem = problem_of(having, split, name)
        best = () if problem or better is None or len(having) < 2 else _best(values, better)
        yield ComparedFigure(split, name, better, values, best, problem)


def _shown(run: ComparedRun, split: str) -> list[str]:
    figures = run.record.figures[split]
    return shown_once({name: math.nan if value is None else value for name, value in figures.items()})


def _place(name: str) -> int:
    """Headlines first, the loss last."""
    order = ("accuracy", "macro_f1", "r2", "mae", "rmse")
    return order.index(name) if name in order else len(order) + (name == "loss")


def _metric(run: ComparedRun, name: str) -> str | WithArguments | None:
    return next((one for one in run.plan.objective.metrics if figure_of(one) == name), None)


def better_of(run: ComparedRun, name: str) -> Mode | None:
    """Whether less or more of a figure is better."""
    if name in _LESS:
        return "min"
    metric = _metric(run, name)
    kind = name_of(metric) if metric is not None else name
    return METRICS[kind][0] if kind in METRICS else "max" if name in _MORE else None


def _better(runs: Sequence[ComparedRun], name: str) -> Mode | None:
    found = {better_of(run, name) for run in runs}
    return found.pop() if len(found) == 1 else None


def _best(values: Mapping[str, float | None], better: Mode) -> tuple[str, ...]:
    finite = {letter: value for letter, value in values.items() if value is not None and math.isfinite(value)}
    if not finite:
        return ()
    best = (min if better == "min" else max)(finite.values())
    return tuple(letter for letter, value in finite.items() if value == best)


def _definition(run: ComparedRun, name: str) -> Plain:
    """What decides the value of a figure besides the answers and the targets."""
    if name == "loss":
        return loss_of(run)
    metric = _metric(run, name)
    return None if metric is None else _without_name(to_document(metric))


def loss_of(run: ComparedRun) -> Plain:
    """What decides the value of a run's loss: itself, and what its layers add to it."""
    section = run.config.data
    return [
        to_document(run.plan.objective.loss),
        bool(getattr(section, "standardize_targets", False)),
        list(_penalties([to_document(layer) for layer in run.config.layers])),
    ]


def _without_name(metric: Plain) -> Plain:
    if not isinstance(metric, dict):
        return metric
    return {
        kind: {key: value for key, value in arguments.items() if key != "name"}
        if isinstance(arguments, dict)
        else arguments
        for kind, arguments in metric.items()
    }


def _penalties(value: Plain) -> Iterator[Plain]:
    """What layers add to the loss."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if inner is not None and (key.endswith("regularizer") or key == "ActivityRegularization"):
                yield inner
            else:
                yield from _penalties(inner)
    elif isinstance(value, list):
        for inner in value:
            if isinstance(inner, dict):
                yield from _penalties(inner)


def problem_of(runs: Sequence[ComparedRun], split: str, name: str) -> str:
    """Why the values of a figure on the rows of a split cannot be compared, empty if they can."""
    if len({run.record.task == "regression" for run in runs}) > 1:
        return "some runs predict numbers, others classes"
    if sameness(runs, split) == "other":
        return f"the {split} rows are others"
    if not same([_definition(run, name) for run in runs]):
        return "the losses are others" if name == "loss" else "the metrics are others"
    return ""
