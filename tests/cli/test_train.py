import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mlpcli.runs.folder import RunFolder
from mlpcli.runs.record import read
from tests.cli.processes import ROOT, start
from tests.conftest import Command
from tests.workflows.trainings import AND, BLOBS, DIABETES, MNIST, write

CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


def run_folder(here: Path) -> RunFolder:
    (path,) = (here / "runs").iterdir()
    return RunFolder(path)


def test_training_shows_its_progress_beside_its_result(mlpcli: Command, here: Path) -> None:
    answer = mlpcli("train", write(here, BLOBS))
    folder = run_folder(here)
    assert answer.code == 0
    assert answer.err.splitlines()[:3] == [
        "data      blobs: 58 training rows, 14 validation, 18 test",
        "network   27 parameters, loss categorical_crossentropy",
        f"run       runs/{folder.id}",
    ]
    assert [line[:9] for line in answer.err.splitlines()[3:]] == ["epoch 1/3", "epoch 2/3", "epoch 3/3"]
    assert "test split, 18 rows, weights of epoch 3:" in answer.out
    assert f"run {folder.id} completed in " in answer.out
    assert answer.out.splitlines()[-3:] == [
        f"  mlpcli evaluate {folder.id}",
        f"  mlpcli predict 1,0 --run {folder.id}",
        f"  mlpcli runs show {folder.id}",
    ]


def test_the_next_commands_of_a_run_without_held_back_rows_work(mlpcli: Command, here: Path) -> None:
    answer = mlpcli(
        "train", write(here, BLOBS.replace("validation: 0.2, test: 0.2", "validation: 0, test: 0"))
    )
    folder = run_folder(here)
    assert answer.out.startswith(f"\nrun {folder.id} completed in ")
    assert f"\n  mlpcli evaluate {folder.id} --split train\n" in answer.out
    assert mlpcli("evaluate", folder.id, "--split", "train").code == 0


@pytest.mark.parametrize(
    ("rows", "example"),
    [(np.zeros((20, 4, 4), np.uint8), "image.png"), (np.zeros((20, 4, 4, 1)), "images.npy")],
)
def test_images_are_suggested_to_networks_that_take_pixels(
    rows: Any, example: str, mlpcli: Command, here: Path
) -> None:
    np.savez(here / "grey.npz", x=rows, y=np.arange(20) % 2)
    text = (
        "data: {source: arrays, path: grey.npz, test: 0.2}\n"
        "layers: [Flatten, {Dense: {units: 2, activation: softmax}}]\n"
        "training: {epochs: 0, baselines: false}\n"
    )
    assert f"mlpcli predict {example} --run " in mlpcli("train", write(here, text)).out


def test_without_a_terminal_there_are_no_control_characters(mlpcli: Command, here: Path) -> None:
    answer = mlpcli("train", write(here, BLOBS))
    assert not CONTROL.search(answer.out + answer.err)


def test_a_training_without_epochs_says_so(mlpcli: Command, here: Path) -> None:
    answer = mlpcli("train", write(here, AND))
    assert answer.code == 0
    assert "data      gates: 4 training rows, 4 test\n" in answer.err
    assert "test split, 4 rows, initial weights:" in answer.out


def test_a_long_training_is_told_in_forty_lines_or_less(mlpcli: Command, here: Path) -> None:
    text = AND.replace("epochs: 0", "epochs: 150").replace("step, kernel", "sigmoid, kernel")
    lines = mlpcli("train", write(here, text)).err.splitlines()
    epochs = [line for line in lines if line.startswith("epoch ")]
    assert len(epochs) <= 40
    assert epochs[0].startswith("epoch   1/150")
    assert epochs[-1].startswith("epoch 150/150")


def test_other_folders_are_part_of_the_next_commands(mlpcli: Command, here: Path) -> None:
    answer = mlpcli("train", write(here, AND), "--runs", "my runs")
    assert answer.out.splitlines()[-1].endswith(" --runs 'my runs'")
    assert list((here / "my runs").iterdir())


def test_overrides_reach_the_training(mlpcli: Command, here: Path) -> None:
    assert mlpcli("train", write(here, BLOBS), "--set", "training.epochs=1", "--set", "seed=5").code == 0
    record = read(run_folder(here))
    assert (record.epochs, record.seed) == (1, 5)
    assert record.command[0] == "mlpcli"
    assert "--set" in record.command


def test_an_override_that_is_none_is_a_usage_error(mlpcli: Command, here: Path) -> None:
    answer = mlpcli("train", write(here, AND), "--set", "epochs")
    assert answer.code == 2
    assert "error: --set epochs is not KEY=VALUE" in answer.err


def test_a_dry_run_shows_the_network_and_trains_nothing(mlpcli: Command, here: Path) -> None:
    answer = mlpcli("train", write(here, BLOBS), "--dry-run")
    assert answer.code == 0
    assert "small: no mistakes, trains on blobs" in answer.out
    assert not (here / "runs").exists()


def test_a_fallback_is_said_at_once_and_at_the_end(mlpcli: Command, here: Path) -> None:
    answer = mlpcli("train", write(here, MNIST))
    assert answer.code == 0
    assert "notice: mnist was not found and could not be downloaded" in answer.err
    assert "notice: mnist was not found and could not be downloaded" in answer.out


def test_data_that_cannot_be_had_is_a_data_error(mlpcli: Command, here: Path) -> None:
    answer = mlpcli("train", write(here, MNIST.replace("fallback: digits, ", "")))
    assert (answer.code, answer.out) == (3, "")
    assert "error: mnist could not be downloaded: " in answer.err
    assert f"    fix: put the file at {here / 'data-home' / 'mnist.npz'}" in answer.err
    assert not (here / "runs").exists()


def test_a_diverged_training_has_its_code_and_its_advice(mlpcli: Command, here: Path) -> None:
    text = DIABETES.replace("Adam: {learning_rate: 1.0}", "SGD: {learning_rate: 1e9}").replace("huber", "mse")
    text = text.replace("report: false", "report: true")
    answer = mlpcli("train", write(here, text))
    assert (answer.code, answer.out) == (5, "")
    assert "error: the loss became " in answer.err
    folder = run_folder(here)
    assert "    fix: try a learning rate of 0.01, standardized inputs" in answer.err
    page = folder.report.relative_to(here)
    assert f"; `mlpcli diagnose {folder.id}` looks for the cause, and {page} shows its course\n" in answer.err
    assert read(folder).status == "diverged"
    written = folder.report.read_text()
    assert "This run diverged after 0 of " in written
    assert "What may have gone wrong" in written


def test_runs_that_cannot_be_written_are_a_storage_error(mlpcli: Command, here: Path) -> None:
    (here / "runs").write_text("a file")
    answer = mlpcli("train", write(here, AND))
    assert (answer.code, answer.out) == (6, "")
    assert "error: runs could not be written" in answer.err


def test_odd_names_are_shown_literally(mlpcli: Command, here: Path) -> None:
    np.savez(here / "odd.npz", x=np.random.default_rng(0).normal(size=(30, 2)), y=np.arange(30) % 3)
    text = (
        "data:\n"
        "  {source: arrays, path: odd.npz, test: 0.4,\n"
        '   classes: ["[red]cat[/red]", "do\\e[31mg\\r", "\\u202etac"]}\n'
        "layers: [{Dense: {units: 3, activation: softmax}}]\n"
        "training: {epochs: 1, baselines: false}\n"
    )
    assert mlpcli("train", write(here, text)).code == 0
    answer = mlpcli("evaluate")
    assert answer.code == 0
    assert "[red]cat[/red]" in answer.out
    assert "do\\x1b[31mg\\r" in answer.out
    assert "\\u202etac" in answer.out
    assert not CONTROL.search(answer.out + answer.err)
    assert "\u202e" not in answer.out


def test_an_odd_file_name_is_shown_literally(mlpcli: Command, here: Path) -> None:
    path = write(here, "layers: [\n", "[red]\x1b[31m\u202e.yaml")
    answer = mlpcli("train", path.name)
    assert answer.code == 2
    assert "[red]\\x1b[31m\\u202e.yaml:" in answer.err
    assert not CONTROL.search(answer.err)


def test_a_training_process_has_nothing_of_tensorflow_s_on_its_streams(here: Path) -> None:
    write(here, BLOBS)
    process = start("train", "small.yaml", cwd=here)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0
    assert len(err.splitlines()) == 6
    assert {line.split()[0] for line in err.splitlines()} == {"data", "network", "run", "epoch"}
    assert out.startswith("\ntest split, 18 rows")


def test_short_options_stand_for_set_and_json_is_alone(mlpcli: Command, here: Path) -> None:
    short = ("--epochs", 1, "--name", "12", "--seed", 3)
    answer = mlpcli("train", write(here, BLOBS), *short, "--quiet", "--json")
    assert (answer.code, answer.err) == (0, "")
    found = json.loads(answer.out)
    assert (found["name"], found["seed"], found["epochs_done"]) == ("12", 3, 1)
    assert [row["epoch"] for row in found["metrics"]] == [1]
    assert found["evaluations"]["test"]["metrics"]["loss"] == found["figures"]["test"]["loss"]


def test_a_quiet_training_prints_the_id_of_its_run_alone(mlpcli: Command, here: Path) -> None:
    answer = mlpcli("train", write(here, BLOBS), "-q")
    assert (answer.code, answer.out, answer.err) == (0, f"{run_folder(here).id}\n", "")


@pytest.mark.parametrize(
    ("options", "where"),
    [
        (["--name", "a/b"], "--name "),
        (["--epochs", 2_000_000], "--epochs "),
        (["--epochs", "x"], "error: --epochs: found x"),
        (["--seed", -1], "error: --seed: found -1"),
    ],
)
def test_a_mistake_in_a_short_option_names_it(
    options: list[object], where: str, mlpcli: Command, here: Path
) -> None:
    answer = mlpcli("train", write(here, BLOBS), *options)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(where)
    assert "--set" not in answer.err


def test_the_package_is_a_program(here: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    answer = subprocess.run(
        [sys.executable, "-m", "mlpcli", "--version"], capture_output=True, text=True, env=environment
    )
    assert answer.stdout.startswith("mlpcli ")


@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_mistakes_are_json_too(mlpcli: Command, here: Path, options: tuple[str, ...]) -> None:
    answer = mlpcli("train", write(here, BLOBS), "--json", "--set", "training.batch_size=0", *options)
    (mistake,) = json.loads(answer.out)
    assert (answer.code, answer.err) == (2, "")
    assert (mistake["subject"], mistake["file"]) == ("training.batch_size", "--set training.batch_size")
