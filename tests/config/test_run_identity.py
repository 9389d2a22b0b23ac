"""What a resumed run may not change, and what to write instead."""

from typing import Any

import pytest

from mlpcli.config.run_identity import changes, identity_of, lasting
from mlpcli.config.yaml.edits import Put
from tests.facts import IRIS
from tests.network.layers import config


def of_layer(layer: Any) -> Any:
    return lasting(config(IRIS, layer))["layers"]


@pytest.mark.parametrize("name", ["BatchNormalization", "LayerNormalization", "Normalization"])
def test_an_argument_that_came_later_is_part_of_a_run_only_where_it_changes_it(name: str) -> None:
    assert "axis" not in of_layer(name)[0][name]
    assert of_layer({name: {"axis": -1}}) == of_layer(name)
    assert of_layer({name: {"axis": 1}})[0][name]["axis"] == 1


def test_a_factor_of_a_layer_or_of_one_inside_it_is_part_of_a_run_only_where_it_changes_it() -> None:
    inner = {"TimeDistributed": {"layer": {"Dense": {"units": 3}}}}
    assert "learning_rate_factor" not in str(of_layer(inner))
    scaled = {"TimeDistributed": {"layer": {"Dense": {"units": 3, "learning_rate_factor": 2.0}}}}
    assert "'learning_rate_factor': 2.0" in str(of_layer(scaled))


def test_a_run_of_an_older_version_keeps_its_key() -> None:
    key = identity_of(config(IRIS, "Flatten", "BatchNormalization", {"Dense": {"units": 3}}), "data").key
    assert key == "sha256:a2429d9d19f31591eaf6eda4aeebc3086a7778736f7d8bba3b5001b730856f38"


def test_whether_a_page_is_written_is_no_part_of_a_run() -> None:
    found = config(IRIS, {"Dense": {"units": 3}})
    without = found.model_copy(update={"report": False})
    assert identity_of(without, "data") == identity_of(found, "data")


def test_the_fix_writes_what_the_run_began_with() -> None:
    (finding,) = changes({"training": {"batch_size": 8}}, {"training": {"batch_size": 16}})
    assert finding.message == "found 16, but the run was started with 8"
    assert finding.remedy.text == "write batch_size: 8 again, or start a new run with mlpcli train"
    assert finding.remedy.edits == (Put(("training", "batch_size"), 8),)


def test_moved_data_go_back_to_where_the_run_found_them() -> None:
    (finding,) = changes({"data": {"path": "/old/x.npz"}}, {"data": {"path": "/new/x.npz"}})
    assert finding.remedy.text.startswith(
        "put the data back at /old/x.npz, where a link will do, or start a new run"
    )
    assert finding.remedy.edits == (Put(("data", "path"), "/old/x.npz"),)
