"""All that is found in runs side by side."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mlpcli.baselines.comparison import figure_compared
from mlpcli.comparison.compared_run import ComparedRun
from mlpcli.comparison.config_differences import Difference, config_differences
from mlpcli.comparison.curves import ComparedCurve, compared_curves
from mlpcli.comparison.data_differences import data_differences
from mlpcli.comparison.figures import ComparedFigure, compared_figures
from mlpcli.comparison.held_back_rows import may_be_own, sameness
from mlpcli.comparison.seeds import SeedGroup, SeedTest, seed_groups, seed_tests

# Of each group, the lines that train it with another seed.
_MOST_LINES = 4
# With fewer seeds the test sees only very large differences.
_SEEDS = 3


@dataclass(frozen=True)
class Comparison:
    """Runs side by side.

    `headline` is the figure that the groups are compared by, None if there is none that all can be compared
    by. `to_run` are command lines, whose runs would tell more about seed noise. `notices` say what cannot be
    compared, and why.
    """

    runs: tuple[ComparedRun, ...]
    config: tuple[Difference, ...]
    data: tuple[Difference, ...]
    figures: tuple[ComparedFigure, ...]
    curves: tuple[ComparedCurve, ...]
    groups: tuple[SeedGroup, ...]
    headline: ComparedFigure | None
    tests: tuple[SeedTest, ...]
    to_run: tuple[str, ...]
    notices: tuple[str, ...]

    def group_of(self, letter: str) -> int:
        """The number of the group that a run belongs to."""
        seed = next(run.config.seed for run in self.runs if run.letter == letter)
        for number, group in enumerate(self.groups):
            if letter in group.letters:
                return number
        # A seed that was run twice, which is not counted.
        return next((number for number, group in enumerate(self.groups) if seed in group.seeds), 0)


def compare(runs: Sequence[ComparedRun]) -> Comparison:
    """The comparison of two runs or more."""
    figures = compared_figures(runs)
    groups = seed_groups(runs, figures)
    headline = _headline(runs, figures)
    tests = seed_tests(groups, headline)
    return Comparison(
        tuple(runs),
        tuple(config_differences(runs)),
        tuple(data_differences(runs)),
        tuple(figures),
        tuple(compared_curves(runs)),
        tuple(groups),
        headline,
        tuple(tests),
        tuple(_to_run(runs, groups, tests)),
        tuple(dict.fromkeys(_notices(runs, figures))),
    )


def _headline(runs: Sequence[ComparedRun], figures: Sequence[ComparedFigure]) -> ComparedFigure | None:
    """The figure of the first runs that have any, on test rows if there are any."""
    wanted = [figure_compared(run.config, run.plan) for run in runs]
    usable = [one for one in figures if not one.problem and one.better and len(one.values) > 1]
    for name in wanted:
        found = next((one for one in usable if one.name == name), None)
        if found:
            return found
    return usable[0] if usable else None


def _to_run(
    runs: Sequence[ComparedRun], groups: Sequence[SeedGroup], tests: Sequence[SeedTest]
) -> Iterator[str]:
    """A line for each group that has too few seeds to tell."""
    unknown = {group for test in tests if test.p is None for group in (test.group, test.other)}
    taken = sorted({seed for group in groups for seed in group.seeds})
    few = [group for group in groups if group.letters in unknown and len(group.seeds) < _SEEDS]
    for group in few[:_MOST_LINES]:
        # Of seeds that another group has: then test rows that the seed draws are the same.
        others = [seed for seed in (*taken, *range(len(taken) + 1)) if seed not in group.seeds]
        again = next(run.again for run in runs if run.letter == group.letters[0])
        yield f"{again} --seed {others[0]}"


def _notices(runs: Sequence[ComparedRun], figures: Sequence[ComparedFigure]) -> Iterator[str]:
    for run in runs:
        done = f"{run.record.epochs_done} of {run.record.epochs} epochs"
        if run.record.status != "completed":
            without = "" if any(run.record.figures.values()) else ", and has no figures yet"
            yield f"{run.letter} is {run.record.status} after {done}{without}"
        if run.lost:
            yield f"the curves of {run.letter} are missing: {run.lost}"
    if len({run.record.task == "regression" for run in runs}) > 1:
        yield "some runs predict numbers and others classes: their figures cannot be compared"
    for kind in (True, False):
        alike = [run for run in runs if (run.record.task == "regression") is kind]
        yield from _about_rows(alike, dict.fromkeys(figure.split for figure in figures))
    for figure in figures:
        if figure.problem in ("the losses are others", "the metrics are others"):
            yield f"{figure.title} cannot be compared: {figure.problem}"


def _about_rows(runs: Sequence[ComparedRun], splits: Iterable[str]) -> Iterator[str]:
    found: dict[str, list[str]] = {"same": [], "seed": [], "other": []}
    for split in splits:
        there = [run for run in runs if split in run.record.figures]
        if len(there) > 1:
            found[sameness(there, split)].append(split)
    if found["other"]:
        yield (
            f"the {' and '.join(found['other'])} rows are not the same in all runs: figures on other rows "
            "cannot be compared, and none is marked as the best"
        )
    if found["seed"]:
        unless = ", unless the data bring their own" if any(map(may_be_own, runs)) else ""
        yield (
            f"the seed draws the {' and '.join(found['seed'])} rows{unless}: a part of what differs between "
            "seeds is other rows"
        )
