"""Descriptions that older versions wrote."""

from pathlib import Path
from typing import Any

import pytest

from mlpcli.data.preprocessing import Pixels, Preprocessing, Resize, Scale
from mlpcli.errors import RunError
from mlpcli.inference import model_description
from mlpcli.runs.checksummed_json import write_sealed

PIXELS: dict[str, Any] = {
    "version": 1,
    "key": "sha256:00",
    "kind": "image",
    "shape": [28, 28, 1],
    "pixels": True,
    "task": "classification",
    "classes": ["0", "1", "2"],
    "targets": 0,
    "mean": [0.0],
    "deviation": [255.0],
    "border": 0.25,
}
HOUSES = PIXELS | {
    "kind": "vector",
    "shape": [2],
    "pixels": False,
    "task": "regression",
    "classes": [],
    "targets": 1,
    "mean": [1.0, 2.0],
    "deviation": [0.5, 3.0],
    "border": None,
}
PLAIN = {"mean": [0.0], "deviation": [1.0]}


def read(folder: Path, value: dict[str, Any]) -> model_description.ModelDescription:
    write_sealed(folder / "model.json", value)
    return model_description.read(folder / "model.json", "houses")


@pytest.mark.parametrize(
    ("value", "preprocessing"),
    [
        (PIXELS, Preprocessing((Resize(28, 28, 1), Pixels()), 0.25)),
        (PIXELS | PLAIN, Preprocessing((Resize(28, 28, 1),), 0.25)),
        (PIXELS | {"shape": [28, 28, 4]}, Preprocessing((Pixels(),), 0.25)),
        (PIXELS | {"pixels": False, **PLAIN}, Preprocessing((), 0.25)),
        (HOUSES, Preprocessing((Scale((1.0, 2.0), (0.5, 3.0)),))),
        (HOUSES | PLAIN, Preprocessing()),
    ],
)
def test_version_1_is_read(tmp_path: Path, value: dict[str, Any], preprocessing: Preprocessing) -> None:
    found = read(tmp_path, value)
    assert found.preprocessing == preprocessing
    assert (found.version, found.key, found.facts.name) == (2, "sha256:00", "houses")
    for key in ("kind", "task", "targets", "pixels"):
        assert getattr(found.facts, key) == value[key]
    assert (found.facts.shape, found.facts.classes) == (tuple(value["shape"]), tuple(value["classes"]))


def test_an_old_description_that_is_written_again_is_of_the_present_version(tmp_path: Path) -> None:
    found = read(tmp_path, PIXELS)
    model_description.write(tmp_path / "model.json", found)
    assert model_description.read(tmp_path / "model.json") == found


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"module": "os"}, "the key 'module' is unknown"),
        ({"mean": "0"}, "mean: expected a list"),
        ({"mean": []}, "mean: expected 1 or 2 numbers, found 0"),
        ({"deviation": [0.0]}, "deviation: expected numbers above 0"),
        ({"border": 0.5}, "border: expected null if the data is not images"),
        ({"shape": []}, r"shape: \[\] does not fit the kind vector"),
        ({"kind": "image", "pixels": True, "shape": [2]}, r"shape: \[2\] does not fit the kind image"),
        ({"version": True}, "expected 1, found true"),
        ({"version": 3}, "the key 'kind' is unknown|expected 2, found 3|the key 'facts' is missing"),
    ],
)
def test_an_old_description_is_read_as_strictly(tmp_path: Path, changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(RunError, match=reason):
        read(tmp_path, HOUSES | changes)


def test_an_old_description_that_was_changed_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    write_sealed(path, HOUSES)
    path.write_text(path.read_text().replace("0.5", "0.6"))
    with pytest.raises(RunError, match="its digest does not match"):
        model_description.read(path)
