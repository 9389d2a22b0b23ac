"""Rows as a gallery shows them: images drawn, signals plotted, the columns of tables listed."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from mlpcli.data.dataset import Array
from mlpcli.data.decoded_rows import decoded
from mlpcli.readable import shortened
from mlpcli.reporting.evidence import Evidence
from mlpcli.reporting.facts.answered_rows import AnsweredRows
from mlpcli.reporting.figures.pictures import heat, picture
from mlpcli.reporting.figures.signals import MOST_CHANNELS, signal
from mlpcli.reporting.page.blocks import Card

_MOST_PAIRS = 14
_LONGEST_NAME = 40


def with_row(
    card: Card, evidence: Evidence, row: Array, strengths: NDArray[np.float64] | None = None
) -> Card:
    """The card with the row `[*shape]` on it; colours of these `strengths`, from -1 to 1, are laid over its
    parts."""
    kind = evidence.plan.facts.kind
    if kind == "image":
        over = "" if strengths is None else heat(strengths, *row.shape[:2])
        # Colours of the image's own would be taken for those that are laid over it.
        return replace(card, picture=picture(row, grey=strengths is not None), over=over)
    if kind == "signal":
        return replace(card, svg=signal(row, strengths))
    return replace(card, pairs=_pairs(evidence, row))


def which_rows(rows: AnsweredRows) -> str:
    """A sentence about which rows figures are of."""
    text = f"Of the {rows.total:,} rows of the {rows.split} split"
    if rows.is_sample:
        text = f"Of a sample of {len(rows):,} of the {rows.total:,} rows of the {rows.split} split"
        text += ", drawn with the run's seed"
    if rows.split == "train":
        text += ": none were held back from training"
    if rows.unanswered:
        text += f"; {rows.unanswered:,} are left out, because their answers are not finite"
    return f"{text}."


def note_of(evidence: Evidence) -> str:
    """What is to know about how rows are shown, empty if nothing is."""
    facts = evidence.plan.facts
    channels = facts.shape[-1]
    if facts.kind == "signal":
        drawn = (
            ""
            if channels <= MOST_CHANNELS
            else f" The first {MOST_CHANNELS} of {channels} channels are drawn."
        )
        return f"Each signal is drawn between its lowest and its highest value.{drawn}"
    if facts.kind == "image" and channels not in (1, 3):
        shown = "the first three channels are" if channels > 3 else "the first channel is"
        return f"Of {channels} channels {shown} shown."
    return ""


def _pairs(evidence: Evidence, row: Array) -> Sequence[tuple[str, str]]:
    named = decoded(evidence.preprocessing, row)
    pairs = named or tuple((name, f"{value:.4g}") for name, value in zip(_names(len(row)), row, strict=True))
    shown = [
        (shortened(name, _LONGEST_NAME), shortened(value, _LONGEST_NAME))
        for name, value in pairs[:_MOST_PAIRS]
    ]
    if more := len(pairs) - len(shown):
        shown.append((f"... and {more:,} more", ""))
    return shown


def _names(count: int) -> Sequence[str]:
    return [f"feature {at}" for at in range(count)]
