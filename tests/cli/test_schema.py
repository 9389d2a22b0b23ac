import json

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
