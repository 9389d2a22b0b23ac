from typing import Any

import pytest

from mlpcli.config.run_identity import identity_of, lasting
from tests.facts import IRIS
from tests.network.layers import config


def of_layer(layer: Any) -> Any:
    return lasting(config(IRIS, layer))["layers"]


@pytest.mark.parametrize("name", ["BatchNormalization", "LayerNormalization", "Normalization"])
def test_an_argument_that_came_later_is_part_of_a_run_only_where_it_changes_it(name: str) -> None:
    assert "axis" not in of_layer(name)[0][name]
    assert of_layer({name: {"axis": -1}}) == of_layer(name)
    assert of_layer({name: {"axis": 1}})[0][name]["axis"] == 1


def test_a_run_of_an_older_version_keeps_its_key() -> None:
    key = identity_of(config(IRIS, "Flatten", "BatchNormalization", {"Dense": {"units": 3}}), "data").key
    assert key == "sha256:a2429d9d19f31591eaf6eda4aeebc3086a7778736f7d8bba3b5001b730856f38"
