"""Trainings on several devices and by several workers, compared with one device's."""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import load_file

import mlpcli
from mlpcli.errors import UsageError
from mlpcli.training.devices.distribution_strategy import gpus_of, place
from mlpcli.training.devices.single_device import OneDevice
from mlpcli.training.devices.worker_cluster import Cluster, local_tf_config
from mlpcli.workflows.train import TrainedRun
from tests.training import replicas
from tests.training.networks import case

ROOT = Path(__file__).parents[3]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT)}
LAYERS = "[{Dense: {units: 1, activation: sigmoid}}]"
TWO = Cluster(("host1:1", "host2:1"), 0)
HERE = Cluster(("localhost:1", "localhost:2"), 1)


@pytest.fixture(scope="session")
def found(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What the cases came to on one device and on three."""
    folder = tmp_path_factory.mktemp("replicas")
    done = subprocess.run(
        [sys.executable, "-m", "tests.training.replicas", str(folder)],
        cwd=ROOT,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads((folder / "found.json").read_text())


@pytest.mark.parametrize("name", replicas.CASES)
def test_three_devices_reach_the_weights_of_one(name: str, found: Any) -> None:
    one, three = found[name]["one"]["tensors"], found[name]["three"]["tensors"]
    assert one.keys() == three.keys()
    for tensor, values in one.items():
        # An optimizer's moments of large gradients are large themselves.
        exact = 0.0 if tensor.startswith("weights/") else 1e-4
        np.testing.assert_allclose(three[tensor], values, atol=1e-5, rtol=exact, err_msg=tensor)


@pytest.mark.parametrize("name", replicas.CASES)
def test_three_devices_report_the_figures_of_one(name: str, found: Any) -> None:
    one, three = found[name]["one"]["figures"], found[name]["three"]["figures"]
    assert len(three) == len(one)
    for theirs, ours in zip(one, three, strict=True):
        assert ours == pytest.approx(theirs, rel=1e-4, abs=1e-5)


@pytest.mark.parametrize("name", [*replicas.CASES, "normalized"])
def test_the_network_returned_scores_what_the_best_epoch_did(name: str, found: Any) -> None:
    three = found[name]["three"]
    best = min(three["figures"], key=lambda figures: figures["val_loss"])
    assert three["evaluation"] == pytest.approx(
        {figure: best[f"val_{figure}"] for figure in three["evaluation"]}, rel=1e-4
    )


def test_the_plateau_and_the_end_are_found_on_three_devices(found: Any) -> None:
    # An improvement by 9 never comes, one by 1 neither.
    rates = [figures["rate"] for figures in found["every-part"]["three"]["figures"]]
    assert rates == pytest.approx([0.01, 0.01, 0.001])


def test_devices_are_counted_in_the_word_for_the_record(found: Any) -> None:
    assert found["normalized"]["device"] == "3 x cpu"


def test_one_device_needs_no_strategy() -> None:
    assert place(case(LAYERS).config, 1, None) == OneDevice("auto")


def test_more_devices_than_there_are_is_a_usage_error() -> None:
    with pytest.raises(UsageError) as caught:
        place(case(LAYERS, training="{device: cpu}").config, 64, None)
    assert caught.value.message == "--devices 64 asks for more than this machine has (1 x cpu)"
    assert caught.value.fix == "write --devices 1, or start processes with --workers 64"


def test_devices_of_a_worker_are_a_usage_error() -> None:
    with pytest.raises(UsageError, match="--devices 2 is given, but TF_CONFIG names 2 workers") as caught:
        place(case(LAYERS).config, 2, TWO)
    assert caught.value.fix == "leave --devices out: every worker uses all of its accelerators"


@pytest.mark.parametrize(
    ("optimizer", "training", "message"),
    [
        (
            "{Adam: {gradient_accumulation_steps: 2}}",
            "{epochs: 1}",
            "gradient_accumulation_steps of the optimizer works on one device only",
        ),
        (
            "{Adam: {use_ema: true, ema_overwrite_frequency: 2}}",
            "{epochs: 1}",
            "ema_overwrite_frequency of the optimizer works on one device only",
        ),
        ("Adam", "{jit: true}", "training.jit is true, but XLA does not support training on several devices"),
    ],
)
def test_what_only_one_device_does_is_a_usage_error(optimizer: str, training: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        place(case(LAYERS, optimizer=optimizer, training=training).config, 1, TWO)
    assert caught.value.message == message
    assert caught.value.fix.endswith("out, or train on one device")


def test_workers_are_counted_in_the_word_for_the_record() -> None:
    assert place(case(LAYERS, training="{device: cpu}").config, 1, TWO).name == "2 workers x cpu"


@pytest.mark.parametrize(("cluster", "mine"), [(TWO, ["a", "b", "c"]), (HERE, ["b", "c"])])
def test_workers_of_one_machine_share_its_gpus(cluster: Cluster, mine: list[str]) -> None:
    assert gpus_of(cluster, ["a", "b", "c"]) == mine


def test_fewer_gpus_than_workers_of_a_machine_are_a_usage_error() -> None:
    with pytest.raises(UsageError, match="2 workers cannot share 1 x gpu") as caught:
        gpus_of(HERE, ["a"])
    assert caught.value.fix == "write --workers 1, --devices 1, or --set training.device=cpu"


CONFIG = """\
data: {source: blobs, rows: 70, centers: [[0, 0, 0], [4, 0, 0], [0, 4, 0]], validation: 0.1, test: 0.1}
layers: [{Dense: {units: 5, activation: tanh}}, {Dense: {units: 3, activation: softmax}}]
optimizer: {Adam: {learning_rate: 0.01}}
training: {epochs: 2, batch_size: 11, baselines: false}
report: false
"""
# Trains as the command does, and leaves the weights that this process has.
WORKER = """
import sys
import numpy as np
from mlpcli.cli.main import main
from mlpcli.training import trainer

trained = trainer._train

def kept(*arguments):
    network, keeper = trained(*arguments)
    np.savez(sys.argv.pop(), *(variable.numpy() for variable in network.model.variables))
    return network, keeper

trainer._train = kept
main()
"""


def free_ports(count: int) -> list[int]:
    held = [socket.create_server(("localhost", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


class Job:
    """Two workers on this machine, started by hand as a launcher would."""

    def __init__(self, folder: Path, *overrides: str, config: tuple[str, str] = (CONFIG, CONFIG)) -> None:
        self.folder = folder
        ports = free_ports(2)
        self.processes = []
        for index, text in enumerate(config):
            path = folder / f"{index}" / "small.yaml"
            path.parent.mkdir()
            path.write_text(text)
            options = [f"--set={override}" for override in overrides]
            arguments = ["train", "small.yaml", *options, f"{folder}/{index}.npz"]
            self.processes.append(
                subprocess.Popen(
                    [
                        sys.executable,
                        "-c",
                        WORKER.replace("sys.argv.pop()", repr(arguments.pop())),
                        *arguments,
                    ],
                    cwd=path.parent,
                    env=ENVIRONMENT | {"TF_CONFIG": local_tf_config(ports, index)},
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    text=True,
                )
            )

    def ends(self) -> list[Any]:
        ends = []
        for process in self.processes:
            out, err = process.communicate(timeout=60)
            ends.append(SimpleNamespace(code=process.returncode, out=out, err=err))
        return ends

    def record(self) -> Any:
        (path,) = (self.folder / "0").glob("runs/*/run.json")
        return json.loads(path.read_text())


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> Any:
    started = Job(tmp_path_factory.mktemp("job"))
    return SimpleNamespace(folder=started.folder, ends=started.ends(), record=started.record())


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> TrainedRun:
    """The same training in this process alone."""
    folder = tmp_path_factory.mktemp("alone")
    (folder / "small.yaml").write_text(CONFIG)
    return mlpcli.train([folder / "small.yaml"], runs=folder)


def test_two_workers_end_well(job: Any) -> None:
    assert [end.code for end in job.ends] == [0, 0], job.ends


def test_the_chief_alone_keeps_the_run(job: Any) -> None:
    assert job.record["status"] == "completed"
    assert job.record["device"] == "2 workers x cpu"
    assert [path.name for path in (job.folder / "1").iterdir()] == ["small.yaml"]


def test_the_chief_alone_shows_the_training(job: Any) -> None:
    chief, other = job.ends
    assert "epoch 2/2" in chief.err
    assert "completed" in chief.out
    assert (other.out, other.err) == ("", "")


def test_both_workers_have_the_weights_of_one_alone(job: Any, alone: TrainedRun) -> None:
    weights = load_file(alone.folder.last)
    shared = load_file(next((job.folder / "0").glob("runs/*/checkpoints/last.safetensors")))
    assert weights.keys() == shared.keys()
    for tensor, values in weights.items():
        np.testing.assert_allclose(shared[tensor], values, atol=1e-5, err_msg=tensor)
    first, second = (np.load(job.folder / f"{index}.npz") for index in (0, 1))
    for name, values in first.items():
        np.testing.assert_array_equal(second[name], values)


def test_the_chief_scores_as_one_alone_does(job: Any, alone: TrainedRun) -> None:
    for split, figures in alone.record.figures.items():
        assert job.record["figures"][split] == pytest.approx(figures, rel=1e-4)


def test_workers_with_different_configs_are_a_usage_error(tmp_path: Path) -> None:
    ends = Job(tmp_path, config=(CONFIG, CONFIG.replace("11", "12"))).ends()
    for end in ends:
        assert end.code == 2, end
        assert "the workers of this job do not have the same config and data" in end.err


@pytest.mark.parametrize("victim", [0, 1])
def test_a_killed_worker_ends_the_job(victim: int, tmp_path: Path) -> None:
    job = Job(tmp_path, "training.epochs=1000000")
    chief, other = job.processes
    while "epoch" not in chief.stderr.readline():
        assert chief.poll() is None
    job.processes[victim].kill()
    ends = job.ends()
    assert ends[victim].code == -signal.SIGKILL
    assert ends[1 - victim].code == 1, ends
    assert f"error: worker {victim} (localhost:" in ends[1 - victim].err
    assert "ended or cannot be reached" in ends[1 - victim].err
    assert job.record()["status"] == ("failed" if victim else "running")
    (last,) = (tmp_path / "0").glob("runs/*/checkpoints/last.safetensors")
    assert load_file(last)
