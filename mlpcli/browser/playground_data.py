"""What the playground of a page needs of a run: its rows, its stack, and its config, as plain values."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import BaseModel

from mlpcli.browser.inline_bytes import text_of_numbers
from mlpcli.browser.playground_limits import LOSSES, OPTIMIZERS
from mlpcli.config.config import Config
from mlpcli.config.layers.core import Dense
from mlpcli.config.losses import arguments_of
from mlpcli.config.optimizers import OPTIMIZERS as ALL_OPTIMIZERS
from mlpcli.config.resolved_yaml import to_document
from mlpcli.config.types.section import Named
from mlpcli.config.types.with_arguments import name_of
from mlpcli.data.dataset import Array, Dataset, Split
from mlpcli.data.preprocessing import Preprocessing
from mlpcli.network.plan import Plan
from mlpcli.reporting.facts.regions import area_of, input_names, rows_of

MOST_ROWS = 5000
"""Of more training rows so many are in a page, evenly spread."""

# What stops a training or changes its rate by itself, where in the page the reader does.
_LEFT_OUT = ("early_stopping", "reduce_lr_on_plateau", "epochs", "batch_size")


def playground_data(config: Config, plan: Plan, dataset: Dataset) -> dict[str, Any]:
    """The data for `openPlayground` of playground/playground.js, of a run without `limits_of`.

    Rows are as the network takes them, written by `text_of_numbers`; targets are class numbers, or numbers
    to predict in the units that the loss compares. Layers and optimizer have all arguments, as configs write
    them, and `defaults` has those that can be left out. Raises DataError if rows cannot be read.
    """
    prepared = dataset.preprocessing
    names = input_names(plan.facts, prepared) or ("feature 0", "feature 1")
    name = next((one for one in ("validation", "test") if dataset.split(one)), "test")
    held = dataset.split(name)
    # Where the data is on this machine is nothing to send with a page.
    files = {key: one.name for key, one in config.data if isinstance(one, Path)}
    kinds = {type(layer) for layer in config.layers} | {Dense}
    return {
        "axes": [asdict(axis) for axis in area_of(names, prepared, [rows_of(dataset.train)])],
        "train": _rows("train", dataset.train, prepared),
        "held": _rows(name, held, prepared) if held and not _are_same(held, dataset.train) else None,
        "layers": [{"kind": layer.keras_name(), "arguments": _arguments(layer)} for layer in config.layers],
        "optimizer": {"name": config.optimizer.keras_name(), "arguments": _arguments(config.optimizer)},
        "objective": _objective(plan),
        "batch": config.training.batch_size,
        "seed": config.seed,
        "shuffle": config.training.shuffle,
        "defaults": {
            **{kind.keras_name(): _defaults(kind) for kind in kinds},
            **{name: _defaults(ALL_OPTIMIZERS[name]) for name in OPTIMIZERS},
        },
        "config": {
            "name": config.name,
            "data": _given(config.data) | files,
            "files": list(files.values()),
            "training": {key: one for key, one in _given(config.training).items() if key not in _LEFT_OUT},
        },
    }


def _are_same(held: Split, train: Split) -> bool:
    """Whether rows are those of training too, as the truth table of a gate is."""
    return len(held) == len(train) and all(
        np.array_equal(one[:], other[:])
        for one, other in ((held.inputs, train.inputs), (held.targets, train.targets))
    )


def _rows(name: str, split: Split, preprocessing: Preprocessing) -> dict[str, Any]:
    shown = np.linspace(0, len(split) - 1, min(MOST_ROWS, len(split))).round().astype(np.intp)
    numbers = np.unique(shown)
    targets: Array = split.targets[numbers]
    if preprocessing.targets:
        targets = preprocessing.targets.standardized(targets)
    return {
        "name": name,
        "rows": len(numbers),
        "total": len(split),
        "inputs": text_of_numbers(split.inputs[numbers]),
        "targets": text_of_numbers(targets),
    }


def _objective(plan: Plan) -> dict[str, Any]:
    objective = plan.objective
    given = arguments_of(objective.loss)
    return {
        "name": LOSSES[name_of(objective.loss)],
        "arguments": given,
        "encoding": objective.encoding,
        "smoothing": given.get("label_smoothing", 0.0),
    }


def _arguments(value: Named) -> dict[str, Any]:
    return {key: to_document(one) for key, one in value}


def _defaults(kind: type[BaseModel]) -> dict[str, Any]:
    fields = kind.model_fields.items()
    return {key: to_document(one.default) for key, one in fields if not one.is_required()}


def _given(section: BaseModel) -> dict[str, Any]:
    """The values that are not the defaults, as configs write them."""
    defaults: Mapping[str, Any] = _defaults(type(section))
    written = {key: to_document(value) for key, value in section}
    return {key: one for key, one in written.items() if key not in defaults or one != defaults[key]}
