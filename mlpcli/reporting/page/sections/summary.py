"""What the network reaches, and what it should be compared with."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict

from mlpcli.baselines.baseline import FITTED, GUESSES, IN_WORDS, REPEATED, Baseline
from mlpcli.baselines.comparison import compare, figure_compared
from mlpcli.inference.scoring.class_scores import label_scores, regression_scores
from mlpcli.inference.scoring.repeated_figures import shown_once
from mlpcli.readable import figure
from mlpcli.reporting.evidence import Evidence
from mlpcli.reporting.facts.absent import Absent
from mlpcli.reporting.facts.evaluations import EvaluatedSplit
from mlpcli.reporting.page.blocks import Block, Figure, Figures, Grid, Missing, Section, Text
from mlpcli.reporting.page.sections.row_cards import which_rows
from mlpcli.runs.record import Status

_HEADLINES = {True: ("accuracy", "macro_f1"), False: ("r2", "mae", "rmse")}
_SHARES = ("accuracy", "macro_f1")
_MOST_NOTICES = 20
_LONGEST_NOTICE = 500


def summary(evidence: Evidence) -> Section:
    """The headline figures, all figures beside those of the baselines, and the notices of the run."""
    blocks: list[Block] = []
    found = evidence.evaluations
    if isinstance(found, Absent):
        blocks += [*_of_rows(evidence), Missing(found.reason)]
    else:
        for name in [name for name in ("test", "validation") if name in found]:
            blocks += _of_split(evidence, name, found[name], is_first=name == next(iter(_shown(found))))
        if not found:
            blocks += _of_rows(evidence)
            blocks.append(
                Text(
                    "No rows were held back from training, so nothing says how the network does on new ones."
                )
            )
    blocks += _notices(evidence)
    return Section("summary", "Result", blocks)


def _of_rows(evidence: Evidence) -> Iterator[Block]:
    """The figures of the answered rows, where no evaluation has recorded any."""
    rows = evidence.rows
    if isinstance(rows, Absent):
        return
    figures: Mapping[str, float]
    if evidence.classes:
        scores = label_scores(rows.outputs.argmax(axis=1), rows.targets, evidence.classes)
        figures = {"accuracy": scores.accuracy, "macro_f1": scores.macro_f1}
    else:
        figures = asdict(regression_scores(rows.outputs, rows.targets))
    guess = (
        [f"guessing at random: {_value('accuracy', 1 / len(evidence.classes))}"] if evidence.classes else []
    )
    yield Figures(
        [
            Figure(name.replace("_", " "), _value(name, figures[name]), guess if name == "accuracy" else ())
            for name in _HEADLINES[bool(evidence.classes)]
        ]
    )
    best = evidence.record.best_epoch
    weights = "the initial ones" if best is None else f"those of epoch {best}"
    yield Text(f"{which_rows(rows)} The weights are {weights}.")


def _shown(found: Mapping[str, EvaluatedSplit]) -> Iterator[str]:
    return (name for name in ("test", "validation") if name in found)


def _of_split(evidence: Evidence, name: str, one: EvaluatedSplit, is_first: bool) -> Iterator[Block]:
    best = evidence.record.best_epoch
    weights = "the initial weights" if best is None else f"the weights of epoch {best}"
    caption = f"{name} split, {one.rows:,} rows, {weights}"
    if is_first:
        yield Figures(
            [_headline(one, metric, bool(evidence.classes)) for metric in _headlines(evidence, one)]
        )
        yield from _compared(evidence, one)
    columns = [column for column in (*GUESSES, *REPEATED, *FITTED) if column in one.baselines]
    others = [one.baselines[column].metrics for column in columns] or [one.baseline]
    names = [IN_WORDS[column] for column in columns] or ["guessing"]
    known = {metric: math.nan if value is None else value for metric, value in one.metrics.items()}
    rows = [
        [metric, figure(one.metrics[metric]) or "not finite", *(figure(each.get(metric)) for each in others)]
        for metric in shown_once(known)
    ]
    yield Grid(["metric", "network", *names], rows, caption=caption)


def _headlines(evidence: Evidence, one: EvaluatedSplit) -> list[str]:
    return [metric for metric in (*_HEADLINES[bool(evidence.classes)], "loss") if metric in one.metrics]


def _headline(one: EvaluatedSplit, metric: str, has_classes: bool) -> Figure:
    value = one.metrics[metric]
    beside = []
    simplest = next((name for name in GUESSES if name in one.baselines), None)
    guess = one.baselines[simplest].metrics.get(metric) if simplest else one.baseline.get(metric)
    if guess is not None:
        beside.append(f"{IN_WORDS[simplest] if simplest else 'guessing'}: {_value(metric, guess)}")
    if metric == "accuracy" and len(one.per_class) > 1:
        beside.append(f"guessing at random: {_value(metric, 1 / len(one.per_class))}")
    best = _best_fitted(one.baselines, metric, has_classes)
    if best:
        beside.append(f"{IN_WORDS[best[0]]}: {_value(metric, best[1])}")
    return Figure(metric.replace("_", " "), _value(metric, value), beside)


def _best_fitted(
    baselines: Mapping[str, Baseline], metric: str, has_classes: bool
) -> tuple[str, float] | None:
    values = {
        name: value
        for name in (*REPEATED, *FITTED)
        if name in baselines and (value := baselines[name].metrics.get(metric)) is not None
    }
    if not values:
        return None
    choose = max if has_classes or metric == "r2" else min
    name = choose(values, key=lambda one: values[one])
    return name, values[name]


def _value(metric: str, value: float | None) -> str:
    if value is None:
        return "not finite"
    return f"{100 * value:.2f}\u202f%" if metric in _SHARES else figure(value)


def _compared(evidence: Evidence, one: EvaluatedSplit) -> Iterator[Block]:
    by = figure_compared(evidence.config, evidence.plan)
    known = {name: math.nan if value is None else value for name, value in one.metrics.items()}
    found = compare(known, one.baselines, by) if by in known else None
    if found and not found.better:
        text = f"No better than {IN_WORDS[found.best]} ({found.figure} {figure(found.value)})."
        yield Text(text, is_notice=True)


def _ended(status: Status) -> str:
    return status if status in ("diverged", "failed") else f"is {status}"


def _notices(evidence: Evidence) -> Iterator[Block]:
    record = evidence.record
    if record.status != "completed":
        done = f"{record.epochs_done} of {record.epochs} epochs"
        reason = f": {record.error[:_LONGEST_NOTICE]}" if record.error else ""
        yield Text(f"This run {_ended(record.status)} after {done}{reason}.", is_notice=True)
    for text in record.notices[:_MOST_NOTICES]:
        yield Text(text[:_LONGEST_NOTICE], is_notice=True)
    if more := len(record.notices) - _MOST_NOTICES:
        if more > 0:
            yield Text(f"... and {more:,} more notices.")
