"""How an input is made on a page: by a pad, a picture, a form, a point, numbers or a signal."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlpcli.browser.form_data import form_columns, host_steps
from mlpcli.browser.inline_bytes import text_of_numbers
from mlpcli.config.dataset_facts import DataFacts
from mlpcli.data.dataset import Array, Dataset, Split
from mlpcli.data.preprocessing import Preprocessing, RobustScale, Scale
from mlpcli.inference.inputs.inversion import look_inverted
from mlpcli.inference.model_description import ModelDescription
from mlpcli.reporting.facts.absent import Absent
from mlpcli.reporting.facts.answered_rows import MOST_ROWS, AnsweredRows
from mlpcli.reporting.facts.regions import Axis, area_of, input_names, rows_of

# Of more numbers than this there is no field for each.
_MOST_FIELDS = 64
_MOST_POINTS = 200
_MOST_IMAGES = 100
_DIGITS = 9
_MOST_NUMBERS = 1_000_000


def input_data(
    description: ModelDescription, dataset: Dataset | Absent, rows: AnsweredRows | Absent
) -> dict[str, Any]:
    """The `panel` by which an input is made, None if the page has none for such rows, and what it needs."""
    facts, prepared = description.facts, description.preprocessing
    if facts.kind == "image":
        return _image(facts, prepared, dataset)
    below = description.indices_below
    if names := input_names(facts, prepared, below):
        return {"panel": "plane"} | _plane(names, prepared, dataset, rows)
    whole = {"whole": below is not None, "below": below}
    if prepared.table:
        inputs = None if isinstance(dataset, Absent) else some_of(dataset.train)
        columns = form_columns(prepared, inputs, whole=below is not None)
        return {"panel": "form", "columns": columns, "steps": host_steps(prepared)} | whole
    low, typical, high = _ranges(facts, prepared, dataset)
    if below is not None:
        low, high = np.zeros_like(low), np.full_like(high, below - 1)
        # The median of as many even as odd numbers is none of them.
        typical = np.floor(typical)
    if facts.kind == "signal":
        series = prepared.series
        named = list(series.features if series and series.window else ()) or [
            f"channel {at}" for at in range(facts.shape[-1])
        ]
        shown = typical if isinstance(rows, Absent) else rows.inputs[0]
        return (
            {"panel": "signal", "names": named, "low": plain(low), "high": plain(high)}
            | whole
            | {"typical": text_of_numbers(shown)}
        )
    few = {}
    if facts.count <= _MOST_FIELDS:
        few = {
            "names": [f"feature {at}" for at in range(facts.count)],
            "low": plain(low),
            "high": plain(high),
        }
    return {"panel": "numbers", "typical": text_of_numbers(typical)} | few | whole


def some_of(split: Split) -> Array:
    """Rows of a split, evenly spread, that are looked at in a moment."""
    row = max(1, split.inputs.nbytes // max(1, len(split)) // split.inputs.dtype.itemsize)
    count = min(len(split), MOST_ROWS, max(1, _MOST_NUMBERS // row))
    return split.inputs[np.unique(np.linspace(0, len(split) - 1, count).round().astype(np.intp))]


def plain(numbers: Array) -> list[float]:
    """Numbers with the digits that float32 has."""
    return [float(f"{number:.{_DIGITS}g}") for number in np.asarray(numbers).ravel().tolist()]


def _image(facts: DataFacts, prepared: Preprocessing, dataset: Dataset | Absent) -> dict[str, Any]:
    height, width, channels = facts.shape
    low, high = 0.0, 255.0
    if not facts.pixels:
        low, high = 0.0, 1.0
        if not isinstance(dataset, Absent):
            some = dataset.train.inputs[:_MOST_IMAGES]
            low, high = float(some.min()), float(some.max())
    return {
        "panel": {1: "pad", 3: "picture"}.get(channels),
        "height": height,
        "width": width,
        "channels": channels,
        "low": low,
        "high": high,
        "keep": prepared.keep,
        "ink": _ink_of(facts, prepared),
        "frame": asdict(prepared.drawing) if prepared.drawing else None,
    }


def _ink_of(facts: DataFacts, prepared: Preprocessing) -> str:
    """What becomes of dark ink on white paper, by the rule that pictures have: it is "bright" or "dark"."""
    if prepared.drawing:
        return prepared.drawing.ink
    paper = np.full(facts.shape, 255, np.uint8)
    return "bright" if look_inverted(paper, facts, prepared) else "dark"


def _plane(
    names: tuple[str, str], prepared: Preprocessing, dataset: Dataset | Absent, rows: AnsweredRows | Absent
) -> dict[str, Any]:
    if isinstance(dataset, Absent):
        axes: tuple[Axis, ...] = tuple(Axis(name, -1.0, 1.0) for name in names)
        typical, least, most = np.zeros(2), np.full(2, -1.0), np.ones(2)
    else:
        train = rows_of(dataset.train)
        axes = area_of(names, prepared, [train])
        typical, least, most = (choose(train.inputs, axis=0) for choose in (np.median, np.min, np.max))
    return {
        "names": list(names),
        "low": plain(np.array([axis.low for axis in axes])),
        "high": plain(np.array([axis.high for axis in axes])),
        # Of the rows: the area goes a little beyond.
        "least": plain(least),
        "most": plain(most),
        "constants": [axis.constant for axis in axes],
        "typical": text_of_numbers(typical),
        "points": [] if isinstance(rows, Absent) else list(_points(rows)),
    }


def _points(rows: AnsweredRows) -> Iterator[dict[str, Any]]:
    places = np.unique(np.linspace(0, len(rows) - 1, min(_MOST_POINTS, len(rows))).round().astype(int))
    for place in places:
        truth = np.atleast_1d(rows.targets[place])[0].item()
        yield {"at": plain(rows.inputs[place]), "truth": truth}


def _ranges(
    facts: DataFacts, prepared: Preprocessing, dataset: Dataset | Absent
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """The least, the median and the largest number: of each feature of a vector, of each channel of a signal,
    of which the median is that of each step."""
    shape = facts.shape
    if isinstance(dataset, Absent):
        scaled = next((one for one in prepared.in_network if isinstance(one, Scale | RobustScale)), None)
        low, middle, high = _scaled(scaled, shape[-1])
        return low, np.broadcast_to(middle, shape), high
    inputs = some_of(dataset.train)
    low, high = (choose(inputs.reshape(-1, shape[-1]), axis=0) for choose in (np.min, np.max))
    return low, np.median(inputs, axis=0), high


def _scaled(
    step: Scale | RobustScale | None, features: int
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """A range without data: three deviations around the mean."""
    if isinstance(step, Scale):
        middle, spread = np.array(step.mean), 3 * np.array(step.deviation)
    elif isinstance(step, RobustScale):
        middle, spread = np.array(step.median), 3 * np.array(step.spread)
    else:
        middle, spread = np.array([0.5]), np.array([0.5])
    low, middle, high = (np.broadcast_to(one, features) for one in (middle - spread, middle, middle + spread))
    return low, middle, high
