import json
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.data.preprocessing import Pixels, Preprocessing, Resize, Scale
from mlpcli.data.preprocessing.base import MOST_STANDARDIZED
from mlpcli.errors import DataError, RunError
from mlpcli.inference import model_description
from mlpcli.inference.model_description import ModelDescription
from mlpcli.runs.checksummed_json import write_sealed
from tests.damage import any_bytes_or_damaged, damaged_json, fuzzed

KEY = "sha256:00"
DIGITS = ModelDescription(
    version=2,
    key=KEY,
    facts=DataFacts("digits", "image", (28, 28, 1), "classification", ("0", "1", "2"), pixels=True),
    preprocessing=Preprocessing((Resize(28, 28, 1), Pixels()), border=0.0),
)
HOUSES = ModelDescription(
    2,
    KEY,
    DataFacts("houses", "vector", (2,), "regression", targets=1),
    Preprocessing((Scale((1.0, 2.0), (0.5, 3.0)),)),
)
PEOPLE = replace(
    HOUSES, facts=replace(HOUSES.facts, shape=(6,), one_hot=(2, 3)), preprocessing=Preprocessing()
)
VECTOR = {"kind": "vector", "shape": [3], "pixels": False}
WAVES = replace(HOUSES, facts=DataFacts("waves", "signal", (128, 2), "binary", ("a", "b")))


@pytest.mark.parametrize(
    "model", [DIGITS, HOUSES, PEOPLE, WAVES], ids=["image", "vector", "one-hot", "signal"]
)
def test_comes_back_as_it_was(tmp_path: Path, model: ModelDescription) -> None:
    model_description.write(tmp_path / "model.json", model)
    assert model_description.read(tmp_path / "model.json") == model


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"version": 3}, "version: expected 2, found 3"),
        ({"module": "os"}, "the key 'module' is unknown"),
        ({"facts": {"kind": "sound"}}, "kind: expected image, vector, signal"),
        ({"facts": {"shape": [28, 28]}}, "shape: [28, 28] does not fit the kind image"),
        ({"facts": {"shape": []}}, "shape: [] does not fit the kind image"),
        ({"facts": {"shape": [28, 0, 1]}}, "shape: [28, 0, 1] does not fit"),
        ({"facts": {"shape": [100_000, 100_000, 1]}}, "is more than 100,000,000 numbers"),
        ({"facts": {"classes": ["a"]}}, "classes: a classification has at least two"),
        ({"facts": {"classes": ["a", "a"]}}, "classes: a name is listed twice"),
        ({"facts": {"task": "binary"}}, "task: expected binary for two classes, and only for two"),
        ({"facts": {"classes": ["a", "b"]}}, "task: expected binary for two classes, and only for two"),
        ({"facts": {"shape": [10**4000, 1, 1]}}, "facts: shape[0]: the number is too large"),
        (
            {
                "facts": {"kind": "vector", "shape": [1], "pixels": False},
                "preprocessing": {"steps": [{"step": "one_hot", "columns": [None]}], "border": None},
            },
            "preprocessing: table: expected with steps that take the cells of a table",
        ),
        (
            {"facts": {"kind": "signal", "shape": [28, 1]}, "preprocessing": {"steps": []}},
            "facts: pixels: expected false for the kind signal",
        ),
        ({"facts": {"one_hot": [2]}}, "facts: one_hot: expected widths of groups"),
        ({"facts": VECTOR | {"one_hot": [2, 2]}}, "facts: one_hot: "),
        ({"facts": VECTOR | {"one_hot": [0]}}, "facts: one_hot: "),
        ({"facts": {"task": "regression"}}, "targets: a regression has at least one"),
        ({"facts": {"targets": 1}}, "and no targets"),
        (
            {"facts": {"shape": [28, 28, 3]}},
            "preprocessing: steps: output 28 x 28 x 1, but the network takes 28 x 28 x 3",
        ),
        ({"indices_below": 0}, "indices_below: expected at least 1, found 0"),
        ({"indices_below": -3}, "indices_below: expected at least 1, found -3"),
        ({"preprocessing": {"border": 1.5}}, "border: expected 0 to 1"),
        ({"preprocessing": {"steps": []}}, "steps: they do not output images"),
        (
            {"preprocessing": {"steps": [{"step": "crop"}]}},
            "steps[0]: step: expected date_parts, impute, one_hot",
        ),
    ],
)
def test_refuses_what_does_not_fit_together(tmp_path: Path, changes: dict[str, Any], reason: str) -> None:
    path = tmp_path / "model.json"
    value = asdict(DIGITS)
    for key, change in changes.items():
        value[key] = {**value[key], **change} if isinstance(change, dict) else change
    path.write_text(json.dumps(value))
    with pytest.raises(RunError) as caught:
        model_description.read(path)
    assert caught.value.exit_code == 4
    assert caught.value.message.startswith(str(path))
    assert reason in caught.value.message
    assert "train again" in caught.value.fix


def test_a_description_of_an_older_run_has_no_one_hot_columns(tmp_path: Path) -> None:
    value = asdict(HOUSES)
    del value["facts"]["one_hot"]
    write_sealed(tmp_path / "model.json", value)
    assert model_description.read(tmp_path / "model.json") == HOUSES


def test_many_features_are_scaled_each_by_their_own_numbers(tmp_path: Path) -> None:
    features = 50_000
    scale = Scale(tuple(np.full(features, 1 / 3)), tuple(np.full(features, 2 / 3)))
    model = replace(
        HOUSES, facts=replace(HOUSES.facts, shape=(features,)), preprocessing=Preprocessing((scale,))
    )
    model_description.write(tmp_path / "model.json", model)
    assert model_description.read(tmp_path / "model.json") == model


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
        found = model_description.read(path)
    except RunError as error:
        assert error.exit_code == 4
        assert str(path) in error.message and error.fix
    else:
        assert found.facts.count >= 1 and found.facts.wanted


def test_inference_never_imports_what_is_slow_to_start() -> None:
    code = (
        "import sys, mlpcli.inference.model_description, mlpcli.inference.inputs.predict_inputs,"
        "mlpcli.inference.inputs.table_rows,"
        "mlpcli.inference.scoring.class_scores, mlpcli.inference.prediction_records;"
        "print([name for name in ('tensorflow', 'keras', 'sklearn', 'pydantic') if name in sys.modules])"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_the_numbers_of_as_many_features_as_are_standardized_can_be_read_again(tmp_path: Path) -> None:
    few = 1000
    scale = Scale((-1.2345678901234567e-30,) * few, (1.2345678901234567e-30,) * few)
    facts = replace(HOUSES.facts, shape=(few,))
    model_description.write(
        tmp_path / "model.json", replace(HOUSES, facts=facts, preprocessing=Preprocessing((scale,)))
    )
    size = (tmp_path / "model.json").stat().st_size
    assert size * MOST_STANDARDIZED / few < model_description.LARGEST


def test_what_could_not_be_read_again_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "model.json"
    model_description.write(path, DIGITS)
    size = path.stat().st_size
    monkeypatch.setattr(model_description, "LARGEST", size)
    model_description.write(path, DIGITS)
    path.unlink()
    monkeypatch.setattr(model_description, "LARGEST", size - 1)
    with pytest.raises(DataError, match="model.json") as caught:
        model_description.write(path, DIGITS)
    assert "standardize: false" in caught.value.fix
    assert not path.exists()
