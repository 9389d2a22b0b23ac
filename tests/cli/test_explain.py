import json
import shlex
import shutil
from pathlib import Path

import numpy as np
import pytest

from tests.conftest import Command
from tests.workflows.trainings import BLOBS as SHORT
from tests.workflows.trainings import write

BLOBS = SHORT.replace("epochs: 3", "epochs: 30")


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
    assert "small.yaml:6:5  layers[1] Dense: there is no activation between Dense in" in answer.out
    assert "try: give layers[0] an activation, such as relu" in answer.out


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


def test_an_input_is_followed_through_the_network(mlpcli: Command, runs: Path) -> None:
    answer = mlpcli("explain", "and", "--input", "1,1", "--truth", "1", "--runs", runs)
    assert (answer.code, answer.err) == (0, "")
    lines = answer.out.splitlines()
    assert lines[0].endswith(": 1,1")
    assert lines[1:3] == ["answer: 1 (100.00 %), 0 (0.00 %)", "truth: 1 (--truth)"]
    assert "0 Dense step  1       1.0000   1.0000  [0] 1.0000" in lines
    assert "    loss: e^2: 0.0000" in lines
    assert lines[-1].endswith("--input 1,1 --layer 0")


def test_the_command_for_a_closer_look_works(mlpcli: Command, runs: Path) -> None:
    answer = mlpcli("explain", "blobs", "--input", "1,0", "--runs", runs)
    for title in ("layers[0] Dense dense: 2 -> 4", "unit "):
        answer = mlpcli(*shlex.split(answer.out.splitlines()[-1])[1:])
        assert answer.code == 0
        assert any(line.startswith(title) for line in answer.out.splitlines())


def test_the_command_for_a_closer_look_names_the_row(mlpcli: Command, here: Path, runs: Path) -> None:
    np.save(here / "rows.npy", np.ones((2, 2)))
    answer = mlpcli("explain", "blobs", "--input", "rows.npy", "--row", "1", "--runs", runs)
    assert answer.out.splitlines()[-1].endswith("--input rows.npy --row 1 --layer 0")


def test_a_small_layer_is_written_out_as_arithmetic(mlpcli: Command, runs: Path) -> None:
    answer = mlpcli("explain", "and", "--input", "1,0", "--layer", "0", "--runs", runs)
    assert "    [0]  z = 1.0000 * 0.5000 + 0.0000 * 0.5000 - 0.7000 = -0.2000; step(z) = 0.0000" in answer.out


def test_a_neuron_has_its_products(mlpcli: Command, runs: Path) -> None:
    answer = mlpcli("explain", "and", "--input", "1,0", "--layer", "dense", "--unit", "0", "--runs", runs)
    assert answer.out.splitlines()[-6:] == [
        "input      value  weight  product",
        "input[0]  1.0000  0.5000   0.5000",
        "input[1]  0.0000  0.5000   0.0000",
        "bias                      -0.7000",
        "sum                       -0.2000",
        "z = -0.2000; step(z) = 0.0000, which is 1 where z > 0, else 0",
    ]


def test_a_picture_is_shown_as_the_network_sees_it(mlpcli: Command, here: Path, runs: Path) -> None:
    pixels = np.zeros((8, 8, 1), np.uint8)
    pixels[2:6, 3] = 255
    np.save(here / "one.npy", pixels)
    answer = mlpcli("explain", "digits", "--input", "one.npy", "--runs", runs)
    lines = answer.out.splitlines()
    assert lines.count("      @@") == 4
    assert (
        mlpcli("explain", "digits", "--input", "one.npy", "--runs", runs, "--layer", "1", "--unit", "3").code
        == 0
    )


def test_all_numbers_of_an_input_are_in_json(mlpcli: Command, runs: Path) -> None:
    common = ("--runs", runs)
    answer = mlpcli("explain", "blobs", "--input", "1,0", "--layer", "0", "--json", *common)
    assert (answer.code, answer.err) == (0, "")
    found = json.loads(answer.out)
    assert [layer["name"] for layer in found["layers"]] == ["dense", "dense_1"]
    first = found["layers"][0]
    assert first["after"] == [max(0, z) for z in first["before"]]
    assert [neuron["unit"] for neuron in found["neurons"]] == [0, 1, 2, 3]
    assert [neuron["z"] for neuron in found["neurons"]] == first["before"]
    predicted = json.loads(mlpcli("predict", "1,0", "--run", "blobs", "--format", "json", *common).out)
    assert found["answer"]["label"] == predicted[0]["label"]
    probabilities = {one["label"]: one["probability"] for one in predicted[0]["top_k"]}
    assert found["answer"]["probabilities"] == pytest.approx(probabilities, abs=1e-6)


@pytest.mark.parametrize("option", [("--layer", "0"), ("--unit", "0"), ("--truth", "1"), ("--row", "1")])
def test_what_is_about_an_input_needs_one(option: tuple[str, str], mlpcli: Command, runs: Path) -> None:
    answer = mlpcli("explain", "blobs", "--runs", runs, *option)
    assert answer.code == 2
    assert answer.err == (f"error: {' '.join(option)} is about an input\n    fix: name it: --input INPUT\n")


def test_an_input_is_for_runs(mlpcli: Command, here: Path, runs: Path) -> None:
    answer = mlpcli("explain", "blobs", "--input", "1,0", "--set", "seed=1", "--runs", runs)
    assert answer.code == 2
    assert "--set seed=1 is for configs, and --input for runs" in answer.err
    answer = mlpcli("explain", write(here, BLOBS), "--input", "1,0")
    assert answer.code == 2
    assert "small.yaml is a config: without weights there is nothing to follow" in answer.err


def test_an_input_comes_from_standard_input(mlpcli: Command, given: object, runs: Path) -> None:
    given(b"1,0\n")  # type: ignore[operator]
    answer = mlpcli("explain", "blobs", "--input", "-", "--runs", runs)
    assert answer.code == 0
    assert answer.out.splitlines()[0].endswith(": <stdin>")


def test_what_is_neither_a_config_nor_a_run_is_told(mlpcli: Command, here: Path) -> None:
    answer = mlpcli("explain", "mlp")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("error: mlp is not a file, and there are no runs in runs\n")


def test_a_network_is_drawn(mlpcli: Command, here: Path) -> None:
    answer = mlpcli("explain", write(here, BLOBS), "-o", "network.svg")
    assert (answer.code, answer.out, answer.err) == (0, "network.svg shows the network\n", "")
    assert (here / "network.svg").read_text("utf-8").startswith("<svg ")
    again = mlpcli("explain", "small.yaml", "-o", "network.svg")
    assert again.code == 2 and "--force" in again.err
    assert mlpcli("explain", "small.yaml", "-o", "network.svg", "--force").code == 0


def test_a_run_is_drawn_with_its_weights(mlpcli: Command, here: Path, runs: Path) -> None:
    assert mlpcli("explain", "blobs", "--runs", runs, "-o", here / "network.svg").code == 0
    assert "weight above 0" in (here / "network.svg").read_text("utf-8")


def test_a_network_is_drawn_or_an_input_followed(mlpcli: Command, here: Path, runs: Path) -> None:
    answer = mlpcli("explain", "blobs", "--input", "1,0", "-o", "network.svg", "--runs", runs)
    assert (answer.code, list(here.glob("*.svg"))) == (2, [])
    assert "--output network.svg draws the network, and --input follows an input" in answer.err


def test_a_drawing_is_an_svg(mlpcli: Command, here: Path) -> None:
    answer = mlpcli("explain", write(here, BLOBS), "-o", "network.png")
    assert answer.code == 2
    assert "network.png does not end in .svg" in answer.err


def test_a_run_whose_weights_are_missing_is_drawn_without_them(
    mlpcli: Command, here: Path, runs: Path
) -> None:
    (run,) = runs.glob("blobs-*")
    copied = here / "runs" / run.name
    shutil.copytree(run, copied)
    (copied / "checkpoints" / "best.safetensors").unlink()
    answer = mlpcli("explain", "latest", "--runs", copied.parent, "-o", here / "network.svg")
    assert answer.code == 0
    assert answer.err.startswith("notice: drawn without weights: ") and answer.err.endswith(" is missing\n")
    assert "weight above 0" not in (here / "network.svg").read_text("utf-8")
