"""Evidence about runs, made by hand: every kind of data, and all that can be missing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.config.load import loads
from mlpcli.config.resolved_yaml import to_yaml
from mlpcli.data.preprocessing import Impute, OneHot, Preprocessing
from mlpcli.data.preprocessing.impute import Filled
from mlpcli.data.preprocessing.one_hot import Categories
from mlpcli.data.series.schema import SeriesSchema
from mlpcli.data.tables.schema import TableColumn, TableSchema
from mlpcli.inference.scoring.class_scores import class_probabilities
from mlpcli.network.plan import make_plan, resolve
from mlpcli.reporting.evidence import AnsweringNetwork, Evidence
from mlpcli.reporting.facts.absent import Absent
from mlpcli.reporting.facts.answered_rows import AnsweredRows
from mlpcli.reporting.page.write import page_of
from tests.runs.records import RECORD

HOSTILE = ("<script>alert(1)</script>", "\x1b[31m\u202ered", "$x_{2$", "日本語のクラス", '👩‍🚀 & "quoted"')
"""Labels that a page must show literally."""


class Linear:
    """A predictor with weights of its own, `[numbers in a row, outputs]`."""

    def __init__(self, numbers: int, outputs: int, classes: int) -> None:
        self._weights = np.random.default_rng(0).normal(size=(numbers, outputs)).astype(np.float32)
        self._classes = classes

    def predict(self, values: NDArray[Any]) -> NDArray[np.float32]:
        scores = values.reshape(len(values), -1).astype(np.float32) @ self._weights
        # Those of pixels too are no larger than a few.
        scores /= np.float32(np.abs(scores).max() / 4 or 1)
        if not self._classes:
            return scores
        if scores.shape[1] == 1:
            return np.asarray(1 / (1 + np.exp(-scores)), np.float32)
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float32)


def evidence(
    facts: DataFacts, *, rows: int = 60, preprocessing: Preprocessing | None = None, **changes: Any
) -> Evidence:
    """What a run on such data leaves, with answers that are often right."""
    classes = len(facts.classes)
    outputs = (1 if classes == 2 else classes) or facts.targets
    activation = ("sigmoid" if classes == 2 else "softmax") if classes else "linear"
    layer = f"Dense: {{units: {outputs}, activation: {activation}}}"
    text = f"name: example\ndata: {{source: blobs}}\nlayers:\n  - Flatten\n  - {layer}\n"
    if facts.kind == "vector":
        text = text.replace("  - Flatten\n", "")
    config = loads(text, "example.yaml").config
    plan = make_plan(config, facts)
    config = resolve(config, plan)
    generator = np.random.default_rng(1)
    inputs: NDArray[Any] = generator.normal(size=(rows, *facts.shape)).astype(np.float32)
    if facts.pixels:
        inputs = generator.integers(0, 256, inputs.shape).astype(np.uint8)
    predictor = Linear(facts.count, outputs, classes)
    answers = predictor.predict(inputs)
    targets: NDArray[Any] = answers + generator.normal(scale=0.3, size=answers.shape).astype(np.float32)
    if classes:
        answers = class_probabilities(answers)
        wrong = generator.random(rows) < 0.3
        drawn = generator.integers(0, classes, rows)
        targets = np.where(wrong, drawn, answers.argmax(axis=1)).astype(np.int32)
    found = Evidence(
        replace(
            RECORD, status="completed", epochs=3, epochs_done=3, best_epoch=2, rows={"train": 9, "test": rows}
        ),
        config,
        plan,
        preprocessing or Preprocessing(),
        epochs(),
        {},
        AnsweredRows("test", np.arange(rows), inputs, targets, answers, rows),
        AnsweringNetwork(predictor, facts.count),
        text.splitlines(),
        to_yaml(config).splitlines(),
        (("train it again", "mlpcli train example.yaml"),),
    )
    return replace(found, **changes)


def epochs(**changes: Sequence[float]) -> Sequence[Mapping[str, float]]:
    """The rows of metrics.csv for three epochs."""
    columns = {"loss": [0.9, 0.5, 0.3], "accuracy": [0.4, 0.7, 0.9], "val_loss": [0.8, 0.6, 0.7]}
    columns = {**columns, "val_accuracy": [0.5, 0.7, 0.6], **changes}
    return [
        {"epoch": at + 1.0, "seconds": 0.1, "learning_rate": 0.01}
        | {name: values[at] for name, values in columns.items()}
        for at in range(3)
    ]


def table(count: int = 2) -> tuple[DataFacts, Preprocessing]:
    """Rows of a table of so many numbers with names, one of which may be missing, and of a category."""
    names = [f"size {at} [cm]" for at in range(count)]
    columns = (*(TableColumn(name, "number") for name in names), TableColumn("colour", "category"))
    schema = TableSchema(columns, ("kind",), (*(one.name for one in columns), "kind"), True)
    filled = (Filled(0.5, True), *(Filled(0.5, False) for _ in names[1:]))
    steps = (
        Impute((*filled, None)),
        OneHot((None,) * (count + 1) + (Categories(("", "red"), True),)),
    )
    facts = DataFacts("plants.csv", "vector", (count + 4,), "classification", ("a", "b", "c"), one_hot=(3,))
    return facts, Preprocessing(steps, table=schema)


def forecast() -> tuple[DataFacts, Preprocessing]:
    """Windows of two channels, one of which is to be forecast three steps ahead."""
    series = SeriesSchema(("level", "wind"), True, ("level", "wind"), ("level",), window=8, horizon=3)
    return DataFacts("harbour.csv", "signal", (8, 2), "regression", targets=3), Preprocessing(series=series)


def classes(count: int) -> tuple[str, ...]:
    """The names of so many classes, the hostile ones first."""
    return (*HOSTILE, *(f"class {at}" for at in range(count)))[:count]


def _image(channels: int, count: int) -> DataFacts:
    task = "binary" if count == 2 else "classification"
    return DataFacts("pictures", "image", (12, 10, channels), task, classes(count), pixels=channels != 5)


@cache
def every_kind() -> Mapping[str, Evidence]:
    """A run of every kind of data."""
    (facts, prepared), (windows, series) = table(), forecast()
    return {
        "table": evidence(facts, preprocessing=prepared),
        "columns": evidence(DataFacts("wide", "vector", (3000,), "binary", classes(2))),
        "grey": evidence(_image(1, 3)),
        "colour": evidence(_image(3, 2)),
        "channels": evidence(_image(5, 5)),
        "signal": evidence(DataFacts("waves", "signal", (40, 7), "classification", classes(4))),
        "numbers": evidence(DataFacts("three", "vector", (4,), "regression", targets=3)),
        "one_number": evidence(DataFacts("one", "vector", (4,), "regression", targets=1)),
        "forecast": evidence(windows, preprocessing=series),
        "thousand": evidence(DataFacts("many", "vector", (9,), "classification", classes(1000)), rows=900),
        "nothing": nothing(),
    }


@cache
def page(kind: str) -> str:
    """The page of a run of one of these kinds, made once."""
    return page_of(every_kind()[kind], "today")


def nothing() -> Evidence:
    """A run of which all is missing that can be."""
    found = evidence(DataFacts("lost", "vector", (3,), "binary", HOSTILE[:2]))
    lost = Absent("It is gone: <b>&</b>")
    record = replace(
        found.record, status="interrupted", epochs_done=0, best_epoch=None, error="<i>killed</i>\x07"
    )
    return replace(
        found,
        record=record,
        epochs=lost,
        evaluations=lost,
        rows=lost,
        network=lost,
        given=lost,
        commands=(),
    )
