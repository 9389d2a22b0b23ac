"""The page of a comparison of runs."""

from collections.abc import Iterator, Sequence

from mlpcli.comparison.comparison import Comparison
from mlpcli.comparison.config_differences import Difference
from mlpcli.comparison.in_words import (
    ASSUMPTION,
    BEST,
    NOTHING,
    best_groups,
    cells_of_figure,
    cells_of_group,
    course_rows,
    seed_sentences,
    value_text,
)
from mlpcli.reporting.figures.overlay import MOST_APART, overlay_drawing
from mlpcli.reporting.page.blocks import Block, Code, Drawings, Grid, Section, Text
from mlpcli.reporting.page.write import rendered
from mlpcli.version import VERSION


def comparison_page(found: Comparison, written: str) -> str:
    """The HTML of a comparison; `written` is the time that it was made at, in words."""
    title = f"{len(found.runs)} runs compared"
    sections = [_runs(found), _figures(found), *_seeds(found), *_curves(found), _differences(found)]
    return rendered(title, _lead(found), sections, f"Written by mlpcli {VERSION}, {written}.")


def _lead(found: Comparison) -> str:
    names = ", ".join(dict.fromkeys(run.record.name for run in found.runs))
    differ = f"{len(found.config):,} key{'' if len(found.config) == 1 else 's'}"
    return f"Runs of {names}, whose configs differ in {differ if found.config else 'nothing'}."


def _runs(found: Comparison) -> Section:
    rows = [
        [
            run.letter,
            run.record.id,
            run.record.status,
            f"{run.record.epochs_done}/{run.record.epochs}",
            str(run.config.seed),
        ]
        for run in found.runs
    ]
    notices = [Text(f"{one[0].upper()}{one[1:]}.", is_notice=True) for one in found.notices]
    return Section("runs", "Runs", [Grid(["", "run", "status", "epochs", "seed"], rows, texts=3), *notices])


def _figures(found: Comparison) -> Section:
    letters = [run.letter for run in found.runs]
    rows = [[one.title, *cells_of_figure(one, letters)] for one in found.figures]
    blocks: list[Block] = []
    if not rows:
        blocks.append(Text("No run has scored held-back rows."))
    caption = BEST if any(one.best for one in found.figures) else ""
    blocks.append(Grid(["figure", *letters], [*rows, *course_rows(found)], caption=caption))
    return Section("figures", "Figures", blocks)


def _seeds(found: Comparison) -> Iterator[Section]:
    sentences = list(seed_sentences(found))
    groups = [group for group in found.groups if len(group.seeds) > 1]
    if not (groups or sentences):
        return
    blocks: list[Block] = []
    if groups:
        titles = {title: None for group in groups for title in group.spreads}
        rows = [[title, *(cells_of_group(group, title) for group in groups)] for title in titles]
        head = [
            "mean ± standard deviation",
            *(f"{group.title}: seeds {_seeds_of(group.seeds)}" for group in groups),
        ]
        blocks.append(Grid(head, rows))
    blocks += [Text(f"{sentence[0].upper()}{sentence[1:]}.") for sentence in sentences]
    if any(test.p is not None for test in found.tests):
        blocks.append(Text(ASSUMPTION))
    if found.to_run:
        blocks.append(Code(list(found.to_run)))
    yield Section("seeds", "More than the seed?", blocks)


def _seeds_of(seeds: Sequence[int]) -> str:
    return ", ".join(map(str, seeds))


def _curves(found: Comparison) -> Iterator[Section]:
    if not found.curves:
        return
    order = best_groups(found)
    names = [found.groups[number].title for number in order[:MOST_APART]]
    places = {number: place for place, number in enumerate(order)}
    groups = {run.letter: places[found.group_of(run.letter)] for run in found.runs}
    drawings = [overlay_drawing(curve, groups, names) for curve in found.curves]
    yield Section("curves", "Learning curves", [Drawings(drawings)])


def _differences(found: Comparison) -> Section:
    letters = [run.letter for run in found.runs]
    blocks: list[Block] = []
    for head, differences, same in (
        ("configs", found.config, "The configs are the same."),
        ("data and machines", found.data, "Data, versions and devices are the same."),
    ):
        if differences:
            rows = [_row(one, letters) for one in differences]
            blocks.append(Grid(["", *letters], rows, texts=len(letters) + 1, caption=head))
        else:
            blocks.append(Text(same))
    return Section("differences", "What differs", blocks)


def _row(one: Difference, letters: Sequence[str]) -> list[str]:
    return [one.key, *(value_text(one.values[name]) if name in one.values else NOTHING for name in letters)]
