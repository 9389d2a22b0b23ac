"""What `GET /model` says of a run: what its network takes, answers and reached."""

from collections.abc import Iterator, Mapping
from typing import Any

from mlpcli.data.preprocessing import (
    DateParts,
    Impute,
    OneHot,
    Pixels,
    Preprocessing,
    Resize,
    RobustScale,
    Scale,
    Shift,
    Step,
)
from mlpcli.inference.answers import names_of_values
from mlpcli.inference.model_description import ModelDescription
from mlpcli.runs.record import RunRecord
from mlpcli.runs.strict_json import with_nulls

_KEPT = {
    "fill": "cut off at the edges where proportions differ",
    "fit": "with margins where proportions differ",
    "stretch": "squeezed where proportions differ",
}


def model_facts(name: str, record: RunRecord, described: ModelDescription) -> Mapping[str, Any]:
    """The facts of a run as JSON values; metrics that are not finite are None."""
    facts, prepared = described.facts, described.preprocessing
    return {
        "name": name,
        "run": record.id,
        "task": facts.task,
        "input": {
            "kind": facts.kind,
            "shape": list(facts.shape),
            "pixels": facts.pixels,
            "wanted": facts.wanted,
        },
        "columns": _columns(prepared),
        "classes": list(facts.classes),
        "values": [] if facts.classes else list(names_of_values(described)),
        "preprocessing": list(in_words(prepared)),
        "parameters": record.parameters,
        "trained": {
            "data": record.dataset,
            "rows": dict(record.rows),
            "epochs": record.epochs_done,
            "best_epoch": record.best_epoch,
            "finished": record.finished,
        },
        "metrics": with_nulls({split: dict(figures) for split, figures in record.figures.items()}),
    }


def in_words(prepared: Preprocessing) -> Iterator[str]:
    """A sentence for each thing that is done to an input or an answer."""
    if prepared.drawing is not None:
        yield "Drawings that do not have the frame of the training images are fitted to it."
    if prepared.series is not None and prepared.series.window:
        yield f"Of a series, the network sees the last {prepared.series.window} rows."
    for step in prepared.steps:
        yield step_in_words(step)
    if prepared.targets is not None:
        yield "Answers are given in the units of the training data."


def step_in_words(step: Step) -> str:
    """What a step does to a row."""
    if isinstance(step, Resize):
        colour = "grey" if step.channels == 1 else "RGB"
        return f"Images become {step.height} x {step.width} pixels, {colour}, {_KEPT[step.keep]}."
    return _WORDS[type(step)]


_WORDS: Mapping[type[Step], str] = {
    Pixels: "Pixels are divided by 255.",
    Scale: "Numbers have the mean of the training rows subtracted, and are divided by their deviation.",
    RobustScale: (
        "Numbers have the median of the training rows subtracted, are divided by their spread, and bounded "
        "smoothly."
    ),
    Impute: "Missing numbers become the median of the training rows.",
    OneHot: "Categories become a column each.",
    DateParts: "Dates become days since 1970, and their places in the day, the week and the year.",
    Shift: "From large numbers a constant is subtracted.",
}


def _columns(prepared: Preprocessing) -> list[dict[str, Any]]:
    """The columns by whose names rows are given, none for other inputs."""
    if prepared.table is not None:
        return [
            {"name": one.name, "kind": one.kind, **({"format": one.format} if one.format else {})}
            for one in prepared.table.columns
        ]
    series = prepared.series
    if series is None or not series.window:
        return []
    first = [{"name": one.name, "kind": one.kind} for one in (series.time,) if one]
    group = [{"name": series.group, "kind": "category"}] if series.group else []
    return [*first, *group, *({"name": name, "kind": "number"} for name in series.features)]
