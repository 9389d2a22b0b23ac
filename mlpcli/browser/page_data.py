"""What the panels of a page need to know of a run, as plain values beside its network."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeGuard

import numpy as np

from mlpcli.browser.input_data import input_data, plain
from mlpcli.browser.rows_data import rows_data
from mlpcli.config.dataset_facts import DataFacts
from mlpcli.data.dataset import Dataset
from mlpcli.data.preprocessing import Preprocessing
from mlpcli.inference.model_description import ModelDescription
from mlpcli.reporting.evidence import names_of_targets
from mlpcli.reporting.facts.absent import Absent
from mlpcli.reporting.facts.answered_rows import AnsweredRows

_MOST_TARGETS = 20_000


def page_data(
    description: ModelDescription,
    network: Mapping[str, Any],
    dataset: Dataset | Absent,
    rows: AnsweredRows | Absent,
) -> dict[str, Any]:
    """The data for `openPage` of panels/page.js; `network` is as `network_data` has it.

    `kind`, `shape` and `classes` are those of DataFacts. `input` says how an input is made, and `rows` which
    rows there are to choose. `answers` are the names of the numbers to predict, with the ranges of the
    training data; where it is absent, these and those of inputs are `assumed`. Raises DataError if rows on
    disk cannot be read.
    """
    facts, prepared = description.facts, description.preprocessing
    if _are_trained_on(rows, dataset):
        rows = replace(rows, split="train")
    return {
        "network": network,
        "kind": facts.kind,
        "shape": list(facts.shape),
        "classes": list(facts.classes),
        "answers": _answers(facts, prepared, dataset),
        "assumed": isinstance(dataset, Absent),
        "unnamed": _unnamed(facts, prepared),
        "input": input_data(description, dataset, rows),
        "rows": rows_data(facts, prepared, rows),
    }


def _are_trained_on(rows: AnsweredRows | Absent, dataset: Dataset | Absent) -> TypeGuard[AnsweredRows]:
    """Whether rows of another split are those of training: the truth table of a gate has no others."""
    if isinstance(rows, Absent) or isinstance(dataset, Absent) or len(dataset.train) != rows.total:
        return False
    train = dataset.train.inputs[rows.numbers], dataset.train.targets[rows.numbers]
    return all(map(np.array_equal, train, (rows.inputs, rows.targets)))


def _unnamed(facts: DataFacts, prepared: Preprocessing) -> dict[str, str | None]:
    """The keys of the words, in panels/names.js, by which a page calls inputs and an answer without names."""
    series, table = prepared.series, prepared.table
    if facts.kind == "signal":
        inputs = None if series and series.window and series.features else "channelOfSignal"
    else:
        inputs = "featureNumber" if facts.kind == "vector" and not table else None
    named = series or table
    own = (series and series.steps > 1) or (named and len(named.targets) == 1)
    return {"inputs": inputs, "answer": "onlyTarget" if facts.targets == 1 and not own else None}


def _answers(facts: DataFacts, prepared: Preprocessing, dataset: Dataset | Absent) -> dict[str, Any]:
    if facts.classes:
        return {"names": [], "low": [], "high": []}
    names = list(names_of_targets(facts, prepared))
    if isinstance(dataset, Absent):
        units = prepared.targets
        mean = np.array(units.mean if units else [0.5] * facts.targets)
        spread = 3 * np.array(units.deviation if units else [1 / 6] * facts.targets)
        return {"names": names, "low": plain(mean - spread), "high": plain(mean + spread)}
    targets = dataset.train.targets[:_MOST_TARGETS].reshape(-1, facts.targets)
    return {"names": names, "low": plain(targets.min(axis=0)), "high": plain(targets.max(axis=0))}
