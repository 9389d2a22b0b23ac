import json
from pathlib import Path

from tests.conftest import Command
from tests.starters.data_files import people


def test_a_table_is_examined(mlpcli: Command, here: Path) -> None:
    people(here / "people.csv")
    answer = mlpcli("data", "people.csv")
    assert answer.code == 0
    assert answer.out.startswith("people.csv\nrows      96 train, 24 test\n")
    assert "note: people.csv: left out: name has 120 different texts" in answer.out


def test_in_json_it_is_json_alone(mlpcli: Command, here: Path) -> None:
    people(here / "people.csv")
    found = json.loads(mlpcli("data", "people.csv", "--target", "shop", "--json").out)
    assert found["can_train"]
    assert set(found["classes"]) == {"north", "south", "east"}
    assert [one["name"] for one in found["columns"]] == ["name", "age", "shop", "hours", "income"]


def test_data_that_cannot_be_trained_on_is_exit_code_3(mlpcli: Command, here: Path) -> None:
    (here / "rows.csv").write_text("a,y\n1,x\n2,x\n")
    answer = mlpcli("data", "rows.csv", "--target", "y")
    assert answer.code == 3
    assert "error: " in answer.out
    assert json.loads(mlpcli("data", "rows.csv", "--target", "y", "--json").out)["can_train"] is False


def test_a_config_is_examined_by_its_data(mlpcli: Command, here: Path) -> None:
    (here / "c.yaml").write_text("data: {source: iris}\nlayers: [{Dense: {units: 3, activation: softmax}}]\n")
    assert mlpcli("data", "c.yaml").out.startswith("iris\nrows      ")
    answer = mlpcli("data", "c.yaml", "--target", "y")
    assert (answer.code, "set data.target in the config" in answer.err) == (2, True)


def test_a_broken_config_is_a_usage_error(mlpcli: Command, here: Path) -> None:
    (here / "c.yaml").write_text("data: {source: iriss}\n")
    assert mlpcli("data", "c.yaml").code == 2
