from dataclasses import replace

import pytest

from mlpcli.config.layers.table import Ensemble
from mlpcli.config.load import loads
from mlpcli.starters.table_recipe import recipe
from mlpcli.workflows.validate import check
from tests.facts import IRIS


@pytest.mark.parametrize(
    ("features", "rows", "layer"),
    [
        (4, 400, "PeriodicEmbedding"),
        (4, 5_000, "PiecewiseLinearEncoding"),
        (4, 50_000, "PiecewiseLinearEncoding"),
        (101, 50_000, "PeriodicEmbedding"),
    ],
)
def test_numbers_have_bins_where_there_are_rows_for_them(features: int, rows: int, layer: str) -> None:
    text = recipe(replace(IRIS, shape=(features,)), rows)
    found = [name for name in ("PeriodicEmbedding", "PiecewiseLinearEncoding") if f"- {name}" in text]
    assert found == [layer]


@pytest.mark.parametrize(("rows", "epochs"), [(400, 256), (9_999, 256), (10_000, 32)])
def test_the_rate_falls_over_all_epochs(rows: int, epochs: int) -> None:
    text = recipe(IRIS, rows)
    assert f"decay_steps: {epochs} epochs" in text
    assert f"\n  epochs: {epochs}\n" in text


@pytest.mark.parametrize(("rows", "rate"), [(400, 0.3), (5_000, 0.15)])
def test_few_rows_have_more_dropout(rows: int, rate: float) -> None:
    assert recipe(IRIS, rows).count(f"- Dropout: {rate}\n") == 3


def test_the_members_of_the_ensemble_see_each_feature_in_a_size_of_its_own() -> None:
    text = recipe(IRIS, 400).replace("  # - Ensemble", "  - Ensemble")
    shared, head = text.rsplit("  - Dense:", 1)
    config = f"data: {{source: iris}}\n{shared}  - EnsembleHead:{head}"
    layers = check(loads(config, "iris.yaml", "iris")).config.layers
    (ensemble,) = (layer for layer in layers if isinstance(layer, Ensemble))
    assert ensemble.widths == (4, 4, 4, 4)
    assert dict(ensemble.scale_initializer)["stddev"] == 1
