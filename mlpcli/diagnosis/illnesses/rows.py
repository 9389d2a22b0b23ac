"""What is wrong with the rows that the network was trained and scored on."""

import numpy as np

from mlpcli.baselines.baseline import MEAN
from mlpcli.config.sources.base import DataSection
from mlpcli.config.sources.table import Table
from mlpcli.config.sources.table_source import TableSource
from mlpcli.diagnosis import changes
from mlpcli.diagnosis.curves import Numbers
from mlpcli.diagnosis.diagnosis import Diagnosis
from mlpcli.diagnosis.evidence import Evidence
from mlpcli.diagnosis.held_back import HeldBack
from mlpcli.diagnosis.learned_by_heart import FEW_ROWS
from mlpcli.diagnosis.phrases import number
from mlpcli.diagnosis.row_facts import LARGE_INPUT

# Of the rows: adult 0.2 %, all others that were looked at 0.
_SEEN = 0.02
_LARGE_TARGETS = 10.0
# Of a guess's loss, and of the loss itself, in the last quarter: iris with 6 validation rows 3 % and 50 %;
# shapes_cnn with 22 rows 0.9 % and 14 %, wine with 14 rows 0.3 % and 2 %.
_NOISY, _NOISY_OF_LOSS = 0.02, 0.1


def rows_seen_in_training(evidence: Evidence) -> Diagnosis | None:
    """Held-back rows that are training rows too."""
    seen = {name: one for name, one in evidence.repeated.items() if one.share > _SEEN and one.seen > 2}
    if not seen:
        return None
    name = "test" if "test" in seen else next(iter(seen))
    one = seen[name]
    why, advice = _repeated(evidence.config.data, name)
    return Diagnosis(
        "rows_seen_in_training",
        "severe" if one.share > 0.1 else "moderate",
        f"{one.seen:,} of {one.rows:,} {name} rows ({one.share:.0%}) are training rows too: the score is "
        "better than the network",
        tuple(f"{split}: {each.seen:,} of {each.rows:,}" for split, each in seen.items()),
        f"{why} The network has seen them, so they do not tell how it does on new ones.",
        advice,
        is_of_data=True,
    )


def _repeated(data: DataSection, split: str) -> tuple[str, str]:
    """Why rows of a split are training rows too, and what to do about it."""
    if split == "test" and isinstance(data, TableSource) and data.test_path is not None:
        files = f"{data.path.name} and {data.test_path.name}"
        return f"These rows are both in {files}.", f"remove them from one of the two files, {files}"
    how, column = data.split_by if isinstance(data, Table) else ("", None)
    if split == "test" and how == "column":
        return (
            "Rows that are in the data several times have different words in the column that splits them.",
            f"remove the repeated rows, or write the same word for all of them in column {column}",
        )
    advice = "remove the repeated rows"
    if how == "random":
        advice += ", or keep all rows of a subject together by split: {group: COLUMN}"
    return "Rows that are in the data several times are in several splits.", advice


def unstandardized_inputs(evidence: Evidence) -> Diagnosis | None:
    """Features of very different scales, or of large ones."""
    inputs = evidence.inputs
    if inputs is None or not evidence.has_unsuitable_inputs or not evidence.learns or not evidence.is_poor:
        return None
    change = changes.standardized_inputs(evidence.config)
    top, large = int(inputs.rms.argmax()), int((inputs.rms > LARGE_INPUT).sum())
    name = inputs.names[top] if inputs.names else f"feature {top}" if len(inputs.rms) > 1 else "a value"
    what = (
        f"{name} is around {number(inputs.largest)} and the typical feature around {number(inputs.typical)}"
        if inputs.are_far_apart
        else f"the typical value is around {number(inputs.typical)}"
    )
    return Diagnosis(
        "unstandardized_inputs",
        "severe",
        f"inputs of unsuitable scale: {what}",
        (f"features above {LARGE_INPUT:g}: {large:,} of {len(inputs.rms):,}",),
        "A feature of large numbers dominates every sum of the first layer, and one learning rate cannot "
        "fit weights of such different sizes.",
        "standardized inputs" if change else changes.SCALED_BY_HAND,
        change,
    )


def unstandardized_targets(evidence: Evidence) -> Diagnosis | None:
    """Numbers to predict that are large, to which the outputs are still on their way, or that made them
    explode."""
    spread, is_poor = evidence.target_spread, evidence.has_diverged or evidence.skill <= 0
    if not evidence.is_regression or not is_poor or not spread > _LARGE_TARGETS:
        return None
    if getattr(evidence.config.data, "standardize_targets", None) is not False:
        return None
    held, error = evidence.largest, "mae" if evidence.figure_compared == "mae" else "rmse"
    off = "diverged" if held is None else f"is off by {number(held.figure(error))}"
    return Diagnosis(
        "unstandardized_targets",
        "severe",
        f"targets of unsuitable scale: they vary by {number(spread)}, and the network {off}",
        () if held is None else (_of_the_mean(held, error),),
        "A network begins with outputs around 0, needs many steps to reach large numbers, and takes "
        "steps that are as large as its errors.",
        "standardized targets: predictions and metrics keep their units",
        ("data.standardize_targets=true",),
    )


def _of_the_mean(held: HeldBack, error: str) -> str:
    mean, ours = held.of_baseline(MEAN, error), held.figure(error)
    return f"{error} on the {held.split} rows: {number(ours)}; always giving the mean has {number(mean)}"


def noisy_validation(evidence: Evidence) -> Diagnosis | None:
    """So few validation rows that their loss jumps from epoch to epoch."""
    curves, rows = evidence.curves, evidence.rows.get("validation", 0)
    if (
        curves is None
        or curves.val_loss is None
        or not 0 < rows < FEW_ROWS
        or len(curves) < 8
        or not curves.is_finite
    ):
        return None
    end = _end(curves.val_loss)
    turns = float(np.abs(np.diff(end, 2)).mean()) / 2
    if not turns > max(_NOISY * evidence.scale, _NOISY_OF_LOSS * abs(float(end.mean()))):
        return None
    change = changes.more_validation(evidence.config)
    return Diagnosis(
        "noisy_validation",
        "moderate",
        f"validation is noisy: its loss jumps by {number(float(np.abs(np.diff(end)).mean()))} from epoch to "
        f"epoch, in the mean of the last {len(end)}, because there are only {rows} validation rows",
        (f"one row more or less is {1 / rows:.1%} of accuracy",),
        "Chance decides which epoch is the best one, and with it which weights are kept.",
        "more validation rows",
        change,
    )


def _end(values: Numbers) -> Numbers:
    """The last quarter of a curve, where the best epoch usually is."""
    return values[-max(4, len(values) // 4) :]
