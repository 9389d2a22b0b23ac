import json

import pytest

from tests.conftest import Command


def test_the_schema_is_json_alone(mlpcli: Command) -> None:
    answer = mlpcli("schema")
    assert (answer.code, answer.err) == (0, "")
    schema = json.loads(answer.out)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert {"name", "seed", "data", "layers", "optimizer", "training"} <= set(schema["properties"])
    assert set(schema["required"]) == {"data", "layers"}


def test_the_reference_is_markdown(mlpcli: Command) -> None:
    answer = mlpcli("schema", "--format", "markdown")
    assert (answer.code, answer.err) == (0, "")
    headings = [line for line in answer.out.splitlines() if line.startswith("#")]
    assert "#### Optimizers" in headings
    (dense,) = [line for line in answer.out.splitlines() if line.startswith("| `Dense` |")]
    assert "`units`" in dense and dense.count(" | ") == 2


@pytest.mark.parametrize("name", ["Dense", "Adam", "mnist", "training", "early_stopping", "CosineDecay"])
def test_one_part_is_printed_by_its_name(name: str, mlpcli: Command) -> None:
    answer = mlpcli("schema", name)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith(f"#### `{name}`\n")


def test_a_part_that_does_not_exist_is_a_usage_error(mlpcli: Command) -> None:
    answer = mlpcli("schema", "Dens")
    assert (answer.code, answer.out) == (2, "")
    assert "did you mean Dense?" in answer.err
