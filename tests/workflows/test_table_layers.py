"""Layers and units that are told by a table which columns and numbers it has."""

from pathlib import Path

import numpy as np
import pytest

from mlpcli.workflows.run.open_run import open_run
from tests.workflows.trainings import train

CONFIG = """\
data: {{source: table, path: {path}, target: price, standardize_targets: true, clamp_predictions: true}}
layers:
  - CategoryEmbedding: {{limit: 3, units: 2}}
  - PeriodicEmbedding: {{frequencies: 4}}
  - Scale
  - Dense: {{units: 1}}
training: {{epochs: 2, baselines: false}}
"""


def test_a_regression_on_a_table_answers_in_its_units(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    rows = [
        f"{size:.3f},{random.integers(9)},{random.choice(list('abcde'))}" for size in random.normal(size=90)
    ]
    prices = [f"{100000 + 1000 * float(row.split(',')[0]):.0f}" for row in rows]
    lines = ["size,age,town,price", *(f"{row},{price}" for row, price in zip(rows, prices, strict=True))]
    path = tmp_path / "homes.csv"
    path.write_text("\n".join(lines))
    run = train(tmp_path, CONFIG.format(path=path))
    opened = open_run(str(run.folder.path), tmp_path)
    categories, numbers = (dict(layer) for layer in opened.config.layers[:2])
    assert categories["widths"] == opened.description.facts.one_hot == (5,)
    assert numbers["features"] == 2
    # Two numbers, each with three beside it, and two for the town.
    assert opened.plan.stack.layers[1].shape == (10,)
    units = opened.description.preprocessing.targets
    assert units is not None
    assert units.mean[0] == pytest.approx(100000, rel=0.01)
    assert run.evaluations["test"].metrics["mae"] < 5000
