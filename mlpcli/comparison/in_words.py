"""A comparison in words and numbers, for terminals and pages."""

from collections.abc import Iterator, Sequence

from mlpcli.comparison.comparison import Comparison
from mlpcli.comparison.figures import ComparedFigure
from mlpcli.comparison.seeds import SeedGroup, SeedTest
from mlpcli.config.yaml.nodes import Plain
from mlpcli.config.yaml.notation import item_text
from mlpcli.readable import figure, shortened

NOTHING = "-"
"""In the place of what a run does not have."""

MARK = "*"
BEST = f"{MARK} is the best of its row"
ASSUMPTION = (
    "Welch's t-test takes the figures of seeds to be independent and about normally distributed; with few "
    "seeds it sees only large differences."
)
_NOT_FINITE = "not finite"
_LONGEST_VALUE = 60


def value_text(value: Plain) -> str:
    """The value of a key on one line, as YAML, without its middle if it is long."""
    return shortened(
        value if isinstance(value, str) and value.isprintable() else item_text(value), _LONGEST_VALUE
    )


def cells_of_figure(one: ComparedFigure, letters: Sequence[str]) -> list[str]:
    """The values of a figure, the best marked."""
    return [_marked(one, letter) if letter in one.values else NOTHING for letter in letters]


def _marked(one: ComparedFigure, letter: str) -> str:
    value = one.values[letter]
    text = _NOT_FINITE if value is None else figure(value)
    return f"{MARK} {text}" if letter in one.best else text


def course_rows(found: Comparison) -> list[list[str]]:
    """How large the runs are, and how long they took: rows of a title and a text per run."""
    records = [run.record for run in found.runs]
    return [
        ["parameters", *(f"{one.parameters:,}" for one in records)],
        ["seconds", *(f"{one.seconds:.1f}" for one in records)],
        ["epochs", *(f"{one.epochs_done}/{one.epochs}" for one in records)],
        ["best epoch", *(NOTHING if one.best_epoch is None else str(one.best_epoch) for one in records)],
    ]


def cells_of_group(group: SeedGroup, title: str) -> str:
    """Mean and standard deviation of a figure over the seeds of a group."""
    spread = group.spreads.get(title)
    if spread is None:
        return NOTHING
    return figure(spread.mean) + (f" ± {figure(spread.deviation)}" if spread.deviation is not None else "")


def best_groups(found: Comparison) -> list[int]:
    """The numbers of all groups: by the headline, the best first, then the others."""
    numbers = list(range(len(found.groups)))
    headline = found.headline
    if headline is None:
        return numbers
    sign = 1 if headline.better == "min" else -1
    spreads = [group.spreads.get(headline.title) for group in found.groups]
    return sorted(numbers, key=lambda at: float("inf") if (one := spreads[at]) is None else sign * one.mean)


def seed_sentences(found: Comparison) -> Iterator[str]:
    """Whether the best group is better than each other by more than seed noise."""
    for test in found.tests:
        ahead, behind = ", ".join(test.group), ", ".join(test.other)
        by = figure(abs(test.difference))
        is_or_are = "is" if len(test.group) == 1 else "are"
        how = (
            f"{ahead} {is_or_are} better than {behind} by {by}"
            if test.difference
            else f"{ahead} and {behind} are equal"
        )
        yield f"{test.figure}: {how}; {_verdict(found, test)}"


def _verdict(found: Comparison, test: SeedTest) -> str:
    if test.p is None:
        what = "that" if test.difference else "a difference"
        return f"whether {what} is more than seed noise cannot be told from {test.problem}"
    seeds = " and ".join(str(_count(found, letters)) for letters in (test.group, test.other))
    pairs = f", times {test.pairs} pairs" if test.pairs > 1 else ""
    what = "more than seed noise" if test.is_larger else "no more than seed noise can be"
    return f"that is {what} (p = {_p(test.p)} by Welch's t-test of {seeds} seeds{pairs})"


def _count(found: Comparison, letters: Sequence[str]) -> int:
    return len(next(group for group in found.groups if group.letters == letters).seeds)


def _p(value: float) -> str:
    return f"{value:.1g}" if value < 0.001 else f"{value:.3f}"
