import json
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from mlpcli.data.preprocessing import Preprocessing
from mlpcli.errors import RunError
from mlpcli.inference import description
from mlpcli.inference.description import ModelDescription
from mlpcli.inference.facts import InputFacts
from tests.damage import any_bytes_or_damaged, damaged_json, fuzzed

KEY = "sha256:00"
DIGITS = ModelDescription(
    version=1,
    key=KEY,
    kind="image",
    shape=(28, 28, 1),
    pixels=True,
    task="classification",
    classes=("0", "1", "2"),
    targets=0,
    mean=(0.0,),
    deviation=(255.0,),
    border=0.0,
)
HOUSES = ModelDescription(
    1, "sha256:00", "vector", (2,), False, "regression", (), 1, (1.0, 2.0), (0.5, 3.0), None
)
WAVES = replace(HOUSES, kind="signal", shape=(128, 2), task="binary", classes=("a", "b"), targets=0)


@pytest.mark.parametrize("model", [DIGITS, HOUSES, WAVES], ids=["image", "vector", "signal"])
def test_comes_back_as_it_was(tmp_path: Path, model: ModelDescription) -> None:
    description.write(tmp_path / "model.json", model)
    assert description.read(tmp_path / "model.json") == model


def test_gives_what_inputs_and_preprocessing_need() -> None:
    assert DIGITS.inputs == InputFacts("image", (28, 28, 1), True, 0.0)
    assert HOUSES.preprocessing == Preprocessing((1.0, 2.0), (0.5, 3.0))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"version": 2}, "version: expected 1, found 2"),
        ({"kind": "sound"}, "kind: expected image, vector, signal"),
        ({"shape": [28, 28]}, "shape: [28, 28] does not fit the kind image"),
        ({"shape": []}, "shape: [] does not fit the kind image"),
        ({"shape": [28, 0, 1]}, "shape: [28, 0, 1] does not fit"),
        ({"shape": [100_000, 100_000, 1]}, "is more than 100,000,000 numbers"),
        ({"classes": ["a"]}, "classes: a classification has at least two"),
        ({"classes": ["a", "a"]}, "classes: a name stands twice"),
        ({"task": "binary"}, "classes: a binary task has two"),
        ({"task": "regression"}, "targets: a regression has at least one"),
        ({"targets": 1}, "and no targets"),
        ({"mean": [0.0, 0.0]}, "mean: expected 1 or 1 numbers, found 2"),
        ({"deviation": []}, "deviation: expected 1 or 1 numbers, found 0"),
        ({"deviation": [0.0]}, "deviation: expected numbers above 0"),
        ({"border": 1.5}, "border: expected 0 to 1"),
        ({"module": "os"}, "the key 'module' is unknown"),
    ],
)
def test_refuses_what_does_not_fit_together(tmp_path: Path, changes: dict[str, Any], reason: str) -> None:
    path = tmp_path / "model.json"
    path.write_text(json.dumps({**asdict(DIGITS), **changes}))
    with pytest.raises(RunError) as caught:
        description.read(path)
    assert caught.value.exit_code == 4
    assert caught.value.message.startswith(str(path))
    assert reason in caught.value.message
    assert "train again" in caught.value.fix


@fuzzed
@given(
    any_bytes_or_damaged({"model.json": json.dumps(asdict(DIGITS)).encode()})
    | damaged_json(asdict(HOUSES)).map(lambda value: json.dumps(value).encode())
    | damaged_json(asdict(WAVES)).map(lambda value: json.dumps(value).encode())
)
def test_any_file_is_a_description_or_a_run_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "model.json"
    path.write_bytes(content)
    try:
        found = description.read(path)
    except RunError as error:
        assert error.exit_code == 4
        assert str(path) in error.message and error.fix
    else:
        assert found.inputs.count >= 1 and found.inputs.wanted


def test_inference_never_imports_what_is_slow_to_start() -> None:
    code = (
        "import sys, mlpcli.inference.description, mlpcli.inference.inputs, mlpcli.inference.scores,"
        "mlpcli.inference.table;"
        "print([name for name in ('tensorflow', 'keras', 'sklearn', 'pydantic') if name in sys.modules])"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
