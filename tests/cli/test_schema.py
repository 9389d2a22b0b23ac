import json

import mlpcli as package
from tests.conftest import Command


def test_the_schema_is_json_alone(mlpcli: Command) -> None:
    answer = mlpcli("schema")
    assert (answer.code, answer.err) == (0, "")
    assert json.loads(answer.out) == package.schema()


def test_the_reference_is_markdown(mlpcli: Command) -> None:
    answer = mlpcli("schema", "--format", "markdown")
    assert (answer.code, answer.out, answer.err) == (0, package.reference(), "")
