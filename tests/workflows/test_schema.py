import copy
from typing import Any

import jsonschema
import pytest
import yaml

import mlpcli
from tests.workflows.trainings import BLOBS

VALIDATOR = jsonschema.Draft202012Validator


def problems(config: Any) -> list[str]:
    """Where the schema finds mistakes, by their paths."""
    return [error.json_path for error in VALIDATOR(mlpcli.schema()).iter_errors(config)]


def test_the_schema_is_valid_itself_and_accepts_a_config() -> None:
    VALIDATOR.check_schema(mlpcli.schema())
    assert problems(yaml.safe_load(BLOBS)) == []


@pytest.mark.parametrize(
    ("section", "value"),
    [
        ("data", {"source": "minst"}),
        ("layers", [{"Dense": {"unit": 3}}]),
        ("layers", [{"Dens": {"units": 3}}]),
        ("optimizer", {"Adma": {}}),
        ("training", {"epochs": "ten"}),
        ("training", {"epoch": 10}),
        ("seed", "zero"),
    ],
)
def test_the_schema_finds_a_mistake_where_it_is(section: str, value: Any) -> None:
    config = copy.deepcopy(yaml.safe_load(BLOBS))
    config[section] = value
    found = problems(config)
    assert found and all(path.startswith(f"$.{section}") for path in found)


@pytest.mark.parametrize("section", ["data", "layers"])
def test_the_schema_misses_a_section_that_must_be_there(section: str) -> None:
    config = yaml.safe_load(BLOBS)
    del config[section]
    assert problems(config) == ["$"]


def test_the_reference_has_a_row_for_every_key_class_and_default() -> None:
    rows = {line.split(" | ")[0]: line for line in mlpcli.reference().splitlines() if line.startswith("| `")}
    assert "`learning_rate: 0.001`" in rows["| `Adam`"]
    assert "`units`, `activation: linear`" in rows["| `Dense`"]
    for name in ("Conv2D", "GRU", "CosineDecay", "HeNormal", "L1L2", "MaxNorm"):
        assert f"| `{name}`" in rows


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("data", "| `mnist` |"),
        ("layers", "| `Dense` |"),
        ("optimizer", "| `Adam` |"),
        ("training", "| `epochs` |"),
        ("early_stopping", "| `patience` |"),
        ("losses", "| `huber` |"),
        ("loss", "Losses: `categorical_crossentropy`"),
        ("metrics", "Metrics: `accuracy`"),
        ("schedules", "| `CosineDecay` |"),
    ],
)
def test_a_section_and_a_kind_of_classes_have_their_part_of_the_reference(name: str, row: str) -> None:
    assert row in mlpcli.reference(name)
    assert len(mlpcli.reference(name)) < len(mlpcli.reference()) / 2


def test_every_key_of_a_config_has_its_part() -> None:
    for name in ("data", "layers", "optimizer", "training", "loss", "metrics", "activation", "checkpoint"):
        assert mlpcli.reference(name).strip()
