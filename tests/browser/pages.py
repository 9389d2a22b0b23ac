"""Pages of untrained networks, of every kind of data, with labels that a page must show literally."""

from collections.abc import Collection

import numpy as np
from markupsafe import Markup

from mlpcli.browser.inside_data import inside_data
from mlpcli.browser.network_data import network_data
from mlpcli.browser.page.lead import InBoth
from mlpcli.browser.page.write import NetworkParts, page_of
from mlpcli.browser.page_data import page_data
from mlpcli.browser.parts import Part, script_files, style_files
from mlpcli.config.dataset_facts import DataFacts
from mlpcli.data.dataset import Dataset, Split
from mlpcli.data.preprocessing import (
    DateParts,
    DrawingConvention,
    Impute,
    OneHot,
    Pixels,
    Preprocessing,
    Resize,
)
from mlpcli.data.preprocessing.impute import Filled
from mlpcli.data.preprocessing.one_hot import Categories
from mlpcli.data.tables.schema import TableColumn, TableSchema
from mlpcli.inference.arithmetic.arithmetic_network import ArithmeticNetwork
from mlpcli.inference.model_description import ModelDescription
from mlpcli.network.weight_names import named_weights
from mlpcli.reporting.evidence import Evidence
from mlpcli.reporting.facts.absent import Absent
from mlpcli.reporting.facts.answered_rows import AnsweredRows
from mlpcli.reporting.page.trial import Trial
from mlpcli.reporting.page.write import page_of as report_of
from tests.browser.panels.test_fitting import MNIST
from tests.reporting.examples import HOSTILE, classes, evidence, forecast

LABELS = ("<img src=x onerror=alert(1)>", "</script><script>alert(2)</script>", "עברית", "n" * 200, *HOSTILE)
"""What data may call its classes and columns."""


def every_kind() -> dict[str, Evidence]:
    """A run for every panel."""
    digits = DataFacts("digits", "image", (28, 28, 1), "classification", LABELS, pixels=True)
    grey = DataFacts("grey", "image", (12, 10, 1), "binary", LABELS[:2], pixels=True)
    colour = DataFacts("colour", "image", (12, 10, 3), "classification", LABELS[:5], pixels=True)
    windows, series = forecast()
    wide, table = _wide_table(300)
    return {
        "digits": evidence(digits, preprocessing=_pictures(28, 28, 1, 0.0, MNIST)),
        "grey": evidence(grey, preprocessing=_pictures(12, 10, 1, 1.0)),
        "colour": evidence(colour, preprocessing=_pictures(12, 10, 3)),
        "table": evidence(wide, preprocessing=table),
        "plane": evidence(DataFacts("two", "vector", (2,), "classification", LABELS[:3])),
        "thousand": evidence(DataFacts("many", "vector", (9,), "classification", classes(500)), rows=900),
        "numbers": evidence(DataFacts("three", "vector", (4,), "regression", targets=3)),
        "signal": evidence(windows, preprocessing=series),
    }


def parts_of(
    run: Evidence, parts: Collection[Part] = (), lost: Absent | None = None, spread: float = 0.1
) -> NetworkParts:
    """What a page holds of the run's network, with weights drawn with this `spread`; of one whose data is
    `lost` if it is."""
    random = np.random.default_rng(0)
    assert isinstance(run.rows, AnsweredRows)
    facts, prepared = run.plan.facts, run.preprocessing
    shapes = {name: one.shape for name, one in named_weights(run.plan.stack).items()}
    weights = {name: random.normal(0, spread, shape).astype(np.float32) for name, shape in shapes.items()}
    network = ArithmeticNetwork(run.config.layers, weights, prepared, run.plan.objective.activation)
    test = Split(run.rows.inputs, run.rows.targets)
    # Others, in the same ranges.
    train = Split(test.inputs[::-1], test.targets[::-1])
    values = network_data(network, facts.shape)
    data = page_data(
        ModelDescription(2, "key", facts, prepared),
        values,
        lost or Dataset(facts, train, None, test, prepared, ""),
        lost or run.rows,
    )
    if parts:
        data["inside"] = inside_data(run.config.layers, run.plan, prepared, values["layers"])
    panel = data["input"]["panel"]
    scripts = script_files(run.config.layers, panel, parts, has_classes=bool(data["classes"]))
    return NetworkParts(data, scripts, style_files(panel, parts))


def network_page(run: Evidence, lost: Absent | None = None, spread: float = 0.1) -> str:
    """The page of its own."""
    parts = parts_of(run, ("inside",), lost, spread)
    return page_of(LABELS[0], InBoth(LABELS[1], "文"), InBoth("", ""), parts)


def report(run: Evidence) -> str:
    """The report with the same panels."""
    parts = parts_of(run)
    return report_of(run, "today", Trial(parts.json, Markup(parts.script), Markup(parts.style)))


def _pictures(
    height: int, width: int, channels: int, border: float = 0.0, frame: DrawingConvention | None = None
) -> Preprocessing:
    steps = (Resize(height, width, channels, keep="fit"), Pixels())
    return Preprocessing(steps, border=border, drawing=frame)


def _wide_table(numbers: int) -> tuple[DataFacts, Preprocessing]:
    """Rows of so many numbers, one of which may be missing, a boolean, a date, and a category."""
    names = [*LABELS, *(f"size {at} [cm]" for at in range(numbers))][:numbers]
    columns = (
        *(TableColumn(name, "number") for name in names),
        TableColumn("is wet", "boolean", refuse=True),
        TableColumn("found", "date", "%Y-%m-%d"),
        TableColumn("colour", "category"),
    )
    schema = TableSchema(columns, ("kind",), (*(one.name for one in columns), "kind"), True)
    plain = (False,) * (numbers + 3)
    steps = (
        Impute((Filled(0.5, True), *(Filled(0.5, False) for _ in range(numbers + 1)), None)),
        DateParts(((),) * (numbers + 2) + (("days", "year"), ()), (*plain, True)),
        OneHot((None,) * (numbers + 5) + (Categories(("", LABELS[0], "red"), True),)),
    )
    width = numbers + 5 + 4
    facts = DataFacts("plants.csv", "vector", (width,), "classification", ("a", "b", "c"), one_hot=(4,))
    return facts, Preprocessing(steps, table=schema)
