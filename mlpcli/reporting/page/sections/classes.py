"""Where a network of classes fails: which ones, how surely, and on which rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlpcli.inference.scoring.class_scores import ClassScores, label_scores
from mlpcli.readable import shortened
from mlpcli.reporting.evidence import Evidence
from mlpcli.reporting.facts.absent import Absent
from mlpcli.reporting.facts.calibration import calibration
from mlpcli.reporting.facts.class_curves import class_curves
from mlpcli.reporting.facts.confusion import Confusion, confusion, worst_classes
from mlpcli.reporting.facts.mistakes import class_mistakes
from mlpcli.reporting.figures.class_curves import calibration_drawing, precision_drawing, roc_drawing
from mlpcli.reporting.page.blocks import (
    Block,
    Card,
    Cell,
    Drawings,
    Gallery,
    Grid,
    Matrix,
    Missing,
    Section,
    Text,
)
from mlpcli.reporting.page.sections.row_cards import note_of, which_rows, with_row

_LONGEST_NAME = 28


def classes(evidence: Evidence) -> list[Section]:
    """The sections about the classes."""
    scored = _scored(evidence)
    return [
        Section("classes", "Classes", list(_classes(scored))),
        Section("certainty", "How sure it is", list(_certainty(evidence, scored))),
        Section("mistakes", "Mistakes", list(_mistakes(evidence))),
    ]


@dataclass(frozen=True)
class _Scored:
    """The scores by class, the confusion matrix, empty if there is none, and of which rows they are."""

    scores: Mapping[str, ClassScores]
    counts: NDArray[np.int64]
    which: str


def _classes(scored: _Scored | Absent) -> Iterator[Block]:
    if isinstance(scored, Absent):
        yield Missing(scored.reason)
        return
    scores, counts, which = scored.scores, scored.counts, scored.which
    chosen = worst_classes(scores)
    names = list(scores)
    if counts.size:
        yield _matrix(confusion(counts, names, chosen), which)
    else:
        yield Missing(f"The confusion matrix of {len(names):,} classes is too large")
    yield _table(scores, chosen, which)
    absent = [name for name, one in scores.items() if not one.support]
    if absent:
        listed = ", ".join(shortened(name, _LONGEST_NAME) for name in absent[:10])
        more = f" and {len(absent) - 10:,} more" if len(absent) > 10 else ""
        yield Text(
            f"No rows here are of: {listed}{more}. Their scores are 0, which lowers macro_f1.", is_notice=True
        )


def _scored(evidence: Evidence) -> _Scored | Absent:
    """The scores as recorded, of all rows, or else those of the answered rows."""
    found = evidence.evaluations
    if not isinstance(found, Absent):
        for name in ("test", "validation"):
            if name in found and found[name].per_class:
                one = found[name]
                return _Scored(one.per_class, one.confusion, f"{name} split, {one.rows:,} rows")
    rows = evidence.rows
    if isinstance(rows, Absent):
        return rows
    scores = label_scores(rows.outputs.argmax(axis=1), rows.targets, evidence.classes)
    which = f"{rows.split} split, {len(rows):,} rows"
    return _Scored(scores.per_class, np.array(scores.confusion, np.int64), which)


def _matrix(found: Confusion, which: str) -> Matrix:
    names = [shortened(name, _LONGEST_NAME) for name in found.names]
    if found.others:
        names.append(f"{found.others:,} others")
    totals = np.maximum(found.counts.sum(axis=1, keepdims=True), 1)
    # A few mistakes should be seen too.
    shades = np.sqrt(found.counts / totals)
    rows = [
        [
            Cell(f"{count:,}" if count else "\u00b7", float(shade), at == down)
            for at, (count, shade) in enumerate(zip(counts.tolist(), line.tolist(), strict=True))
        ]
        for down, (counts, line) in enumerate(zip(found.counts, shades, strict=True))
    ]
    title = f"No class is mistaken for another ({which})"
    if found.pairs:
        worst = found.pairs[0]
        title = (
            f"Most often confused: {shortened(worst.true, _LONGEST_NAME)} taken for "
            f"{shortened(worst.predicted, _LONGEST_NAME)}, {_times(worst.rows)} ({which})"
        )
    return Matrix(title, names, rows, _pairs_note(found))


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times"


def _pairs_note(found: Confusion) -> str:
    parts = [
        f"{shortened(one.true, _LONGEST_NAME)} for {shortened(one.predicted, _LONGEST_NAME)}, "
        f"{_times(one.rows)}"
        for one in found.pairs[1:]
    ]
    note = "The stronger the colour, the larger the share of the row."
    if parts:
        note += f" Next most often taken: {'; '.join(parts)}."
    if found.others:
        note += (
            f" Shown are the {len(found.names)} classes of the lowest F1 score, and the sums over the "
            f"{found.others:,} others, of which evaluation.json has every count."
        )
    return note


def _table(scores: Mapping[str, ClassScores], chosen: Sequence[int], which: str) -> Grid:
    names = list(scores)
    rows = [_score_row(names[one], scores[names[one]]) for one in chosen]
    caption = (
        "Precision: of the rows given this class, the share that are of it. Recall: of the rows of this "
        f"class, the share given it ({which})."
    )
    kept = set(chosen)
    rest = sorted(one.f1 for number, one in enumerate(scores.values()) if number not in kept)
    if rest:
        caption += f" These {len(chosen)} have the lowest F1 scores; "
        caption += f"{others_in_words(rest)}; evaluation.json has all."
    return Grid(["class", "precision", "recall", "F1", "rows"], rows, caption=caption)


def others_in_words(scores: Sequence[float]) -> str:
    """The F1 scores of the classes that are not shown, of which `scores` are in order."""
    lowest, middle, highest = (f"{scores[at]:.3f}" for at in (0, len(scores) // 2, -1))
    if lowest == highest:
        return f"the score of each of the {len(scores):,} others is {lowest}"
    return (
        f"those of the {len(scores):,} others are from {lowest} to {highest}, half of them {middle} or above"
    )


def _score_row(name: str, one: ClassScores) -> list[str]:
    shown = [f"{value:.3f}" for value in (one.precision, one.recall, one.f1)]
    return [shortened(name, 60), *shown, f"{one.support:,}"]


def _certainty(evidence: Evidence, scored: _Scored | Absent) -> Iterator[Block]:
    rows = evidence.rows
    if isinstance(rows, Absent) or isinstance(scored, Absent):
        yield Missing((rows if isinstance(rows, Absent) else scored).reason)  # type: ignore[union-attr]
        return
    yield Text(which_rows(rows))
    names = [shortened(name, _LONGEST_NAME) for name in evidence.classes]
    # Of two classes the probability is that of the second.
    chosen = (1,) if len(names) == 2 else worst_classes(scored.scores)
    curves = class_curves(rows.outputs, rows.targets, names, chosen)
    drawings = [calibration_drawing(calibration(rows.outputs, rows.targets))]
    if curves:
        drawings = [roc_drawing(curves), precision_drawing(curves, len(rows)), *drawings]
    yield Drawings(drawings)
    if not curves:
        yield Missing("The curves of classes need rows of two classes at least, and there is only one")
    elif len(curves) < len(names) and len(names) > 2:
        yield Text(f"Curves are drawn of {len(curves):,} of {len(names):,} classes, each against all others.")


def _mistakes(evidence: Evidence) -> Iterator[Block]:
    rows = evidence.rows
    if isinstance(rows, Absent):
        yield Missing(rows.reason)
        return
    count, found = class_mistakes(rows, evidence.classes)
    if not found:
        yield Text(f"None of {len(rows):,} rows of the {rows.split} split is answered wrongly.")
        return
    cards = [
        with_row(
            Card(
                f"{shortened(one.predicted, _LONGEST_NAME)}? It is {shortened(one.true, _LONGEST_NAME)}",
                [
                    f"{100 * one.confidence:.1f}\u202f% sure",
                    f"{100 * one.probability_of_true:.1f}\u202f% for the true one",
                    f"row {one.number:,} of {rows.split}",
                ],
            ),
            evidence,
            rows.inputs[one.place],
        )
        for one in found
    ]
    title = (
        f"The most confident of {count:,} mistakes in {len(rows):,} rows"
        if count > 1
        else f"The only mistake in {len(rows):,} rows"
    )
    note = f"Rows are counted from 0. {note_of(evidence)}".strip()
    yield Gallery(title, cards, note)
