import json
from pathlib import Path

from tests.conftest import Command
from tests.workflows.trainings import BLOBS, write


def test_a_config_is_explained(mlpcli: Command, here: Path) -> None:
    answer = mlpcli("explain", write(here, BLOBS))
    assert (answer.code, answer.err) == (0, "")
    lines = answer.out.splitlines()
    assert lines[0].startswith("small: a network for blobs, 2 numbers; ")
    assert "layers[0] Dense: 2 -> 4" in lines
    assert "    parameters: 2 x 4 + 4 = 12 (kernel and bias)" in lines
    assert (
        "    multiply-adds: 8; memory: weights 48 bytes, activations 256 bytes, optimizer 96 bytes" in lines
    )
    assert lines[-1] == "    nothing found"


def test_a_run_is_explained_as_it_was_trained(mlpcli: Command, here: Path, runs: Path) -> None:
    answer = mlpcli("explain", "blobs", "--runs", runs)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("blobs-")
    assert "training rows, in batches of 16" in answer.out.splitlines()[0]


def test_what_is_unusual_has_its_place_and_what_to_try(mlpcli: Command, here: Path) -> None:
    answer = mlpcli("explain", write(here, BLOBS.replace(", activation: relu", "")))
    assert answer.code == 0
    assert "small.yaml:6:5  layers[1] Dense: two Dense layers without an activation" in answer.out
    assert "try: give the first layer an activation, such as relu" in answer.out


def test_overrides_are_for_configs(mlpcli: Command, here: Path, runs: Path) -> None:
    write(here, BLOBS)
    assert "8 units" in mlpcli("explain", "small.yaml", "--set", "layers.0.Dense.units=8").out
    answer = mlpcli("explain", "blobs", "--runs", runs, "--set", "seed=1")
    assert answer.code == 2
    assert "--set seed=1 is for configs, and blobs is a run" in answer.err


def test_a_config_from_standard_input_is_explained(mlpcli: Command, given: object, here: Path) -> None:
    given(BLOBS.encode())  # type: ignore[operator]
    assert "layers[0] Dense: 2 -> 4" in mlpcli("explain", "-").out


def test_an_explanation_as_json(mlpcli: Command, here: Path) -> None:
    answer = mlpcli("explain", write(here, BLOBS), "--json")
    assert (answer.code, answer.err) == (0, "")
    found = json.loads(answer.out)
    assert (found["run"], found["name"], found["parameters"], found["unusual"]) == (None, "small", 27, [])
    first = found["layers"][0]
    assert (first["input"], first["output"], first["parameters"]) == ([2], [4], 12)
    assert first["arithmetic"] == "2 x 4 + 4 = 12 (kernel and bias)"
    assert first["memory"] == {"weights": 48, "activations": 256, "optimizer": 96}
