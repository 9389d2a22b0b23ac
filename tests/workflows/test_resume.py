"""A training that is cut and resumed gives what one that nobody cut gives, to the last bit."""

import json
import shutil
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import mlpcli
from mlpcli.errors import ConfigError, DataError, RunError, RunInUseError, Terminated, UsageError
from mlpcli.runs import record
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.lock import locked
from mlpcli.training.checkpoints import checkpoint_file
from mlpcli.training.devices.worker_cluster import local_tf_config
from mlpcli.training.engine import epochs
from mlpcli.training.engine.epochs import ChunkResult
from mlpcli.workflows.train import TrainedRun
from tests.data.pictures.picture_folders import fill
from tests.identical import assert_same, rows
from tests.workflows import trainings
from tests.workflows.trainings import Recorder

# All that has a state: slots, random masks, moving statistics, a schedule, a wait, an average.
STATEFUL = """\
seed: 5
data: {source: wine, standardize: true}
layers:
  - Dense: {units: 8, activation: relu}
  - BatchNormalization
  - Dropout: {rate: 0.3}
  - GaussianNoise: {stddev: 0.1}
  - Dense: {units: 3, activation: softmax}
optimizer:
  Adam: {learning_rate: {CosineDecay: {initial_learning_rate: 0.01, decay_steps: 6 epochs}}, use_ema: true}
training: {epochs: 6, batch_size: 7, early_stopping: {patience: 4}, jit: JIT, engine: ENGINE,
  baselines: false}
"""
PLATEAU = """\
data: {source: moons, rows: 60, validation: 0.2}
layers: [{Dense: {units: 2, activation: tanh}}, {Dense: {units: 1, activation: sigmoid}}]
optimizer: {SGD: {learning_rate: 5.0, momentum: 0.9}}
training: {epochs: 6, batch_size: 8, reduce_lr_on_plateau: {patience: 1, factor: 0.5, cooldown: 1},
  baselines: false}
"""
# Its loss is the mean of those of its members, of which the network answers the mean.
ENSEMBLE = """\
data: {source: moons, rows: 60, validation: 0.2}
layers: [{Ensemble: 3}, {Dense: {units: 4, activation: tanh}}, {Dropout: {rate: 0.3}},
  {EnsembleHead: {units: 1, activation: sigmoid}}]
optimizer: {Adam: {learning_rate: 0.1}}
training: {epochs: 6, batch_size: 8, baselines: false}
"""
KINDS = {
    "plain": STATEFUL.replace("JIT", "false").replace("ENGINE", "resident"),
    "xla": STATEFUL.replace("JIT", "true").replace("ENGINE", "resident"),
    "streaming": STATEFUL.replace("JIT", "false").replace("ENGINE", "streaming"),
    "plateau": PLATEAU,
    "ensemble": ENSEMBLE,
    "mixed": PLATEAU.replace("epochs: 6", "epochs: 6, precision: mixed_float16"),
}
PLAIN = KINDS["plain"]
# Keras draws the masks of its dropout in every inference.
RECURRENT = """\
data: {source: waves, rows: 80, steps: 16, validation: 0.5}
layers: [{SimpleRNN: {units: 4, dropout: 0.5}}, {Dense: {units: 4, activation: softmax}}]
training: {epochs: 4, batch_size: 8, baselines: false}
"""


def train(folder: Path, text: str, *overrides: str, **more: Any) -> TrainedRun:
    folder.mkdir(exist_ok=True)
    return trainings.train(folder, text, *overrides, **more)


class Interrupt(Recorder):
    """Presses Ctrl-C once so many chunks of an epoch are over."""

    def __init__(self, epoch: int, chunks: int) -> None:
        super().__init__()
        self._left = chunks
        self._epoch = epoch

    def chunk(self, result: ChunkResult) -> None:
        self._left -= result.epoch == self._epoch
        if self._left == 0:
            self._left = -1
            signal.raise_signal(signal.SIGINT)


def cut(folder: Path, text: str, epoch: int = 4, chunks: int = 1) -> RunFolder:
    """The run of a training that was interrupted."""
    with pytest.raises(KeyboardInterrupt):
        train(folder, text, watcher=Interrupt(epoch, chunks))
    (path,) = (folder / "runs").iterdir()
    return RunFolder(path)


def copy(folder: RunFolder, runs: Path) -> RunFolder:
    return RunFolder(Path(shutil.copytree(folder.path, runs / folder.id)))


@pytest.fixture(scope="module", autouse=True)
def small_chunks() -> Iterator[None]:
    """Several chunks an epoch and a validation, however short they are, and a remainder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mlpcli.training.trainer.steps_per_chunk", lambda *arguments: 4)
        patch.setattr("mlpcli.training.trainer.evaluation_batch", lambda multiply_adds: 3)
        yield


@pytest.fixture(scope="module")
def straight_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], TrainedRun]:
    """The training of a config that nobody interrupted, each trained once, as soon as a test wants it."""
    return cache(lambda text: train(tmp_path_factory.mktemp("straight"), text))


@pytest.fixture
def straight(straight_of: Callable[[str], TrainedRun]) -> RunFolder:
    """The run of PLAIN's training that nobody interrupted."""
    return straight_of(PLAIN).folder


@pytest.fixture(scope="module")
def cut_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., RunFolder]:
    """The run of a training that was interrupted, each trained once, as soon as a test wants it."""
    return cache(lambda *arguments: cut(tmp_path_factory.mktemp("cut"), *arguments))


@pytest.fixture
def cut_run(cut_once: Callable[..., RunFolder], tmp_path: Path) -> Callable[..., RunFolder]:
    """A copy of such a run, in this test's own folder and to be changed."""
    return lambda *arguments: copy(cut_once(*arguments), tmp_path / "runs")


@pytest.mark.parametrize("kind", KINDS)
def test_cut_in_an_epoch_and_resumed_the_training_is_the_same(
    kind: str, straight_of: Callable[[str], TrainedRun], cut_run: Callable[..., RunFolder], tmp_path: Path
) -> None:
    folder = cut_run(KINDS[kind])
    place = checkpoint_file.read(folder.last).place
    assert place.epoch == 3
    assert place.step in range(1, 5)
    resumed = mlpcli.resume(runs=tmp_path / "runs")
    straight = straight_of(KINDS[kind])
    assert_same(folder, straight.folder)
    assert resumed.record.figures == straight.record.figures
    assert resumed.record.status == "completed"
    assert len(resumed.record.resumed) == 1


def test_rows_from_disk_come_in_the_same_order_once_resumed_whatever_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    np.save(tmp_path / "x.npy", np.random.default_rng(0).normal(size=(300, 3)))
    np.save(tmp_path / "y.npy", np.arange(300) // 100)
    data = f"{{source: arrays, path: {tmp_path / 'x.npy'}, targets: {tmp_path / 'y.npy'}, standardize: true}}"
    text = STATEFUL.replace("{source: wine, standardize: true}", data).replace("JIT", "false")
    text = text.replace("ENGINE", "auto, memory_limit: 0.008 MB")
    folder = cut(tmp_path, text, chunks=3)
    assert checkpoint_file.read(folder.last).place.step in range(9, 13)
    with monkeypatch.context() as job, pytest.raises(UsageError, match="stopped in the middle of an epoch"):
        job.setenv("TF_CONFIG", local_tf_config([1, 2], 0))
        mlpcli.resume(runs=tmp_path / "runs", overrides=["training.jit=false"])
    mlpcli.resume(runs=tmp_path / "runs", overrides=["training.memory_limit=2 GB"])
    straight = train(tmp_path / "straight", text)
    assert straight.record.pool == 62
    assert_same(folder, straight.folder)


def a_table(folder: Path) -> str:
    random = np.random.default_rng(0)
    lines = (f"{random.normal():.3f},{'pqr'[n % 3]},{'abc'[n // 100]}\n" for n in range(300))
    (folder / "t.csv").write_text("x,kind,y\n" + "".join(lines))
    return f"{{source: table, path: {folder / 't.csv'}, target: y}}"


def some_images(folder: Path) -> str:
    fill(folder / "photos", "abc", rows=24, size=(4, 4))
    return f"{{source: images, path: {folder / 'photos'}, size: 4}}"


@pytest.mark.parametrize("source", [a_table, some_images])
def test_tables_and_images_on_disk_resume_as_exactly(
    source: Callable[[Path], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLPCLI_DATA_HOME", str(tmp_path / "home"))
    text = STATEFUL.replace("{source: wine, standardize: true}", source(tmp_path)).replace("JIT", "false")
    text = text.replace("ENGINE", "auto, memory_limit: 0.004 MB").replace("layers:", "layers:\n  - Flatten")
    folder = cut(tmp_path, text)
    assert checkpoint_file.read(folder.last).place.step > 0
    mlpcli.resume(runs=tmp_path / "runs", overrides=["training.memory_limit=2 GB"])
    straight = train(tmp_path / "straight", text)
    assert straight.record.pool
    assert_same(folder, straight.folder)
    assert mlpcli.evaluate(str(folder.path)).metrics == straight.record.figures["test"]


def cut_in_validation(folder: Path, text: str, epoch: int, monkeypatch: pytest.MonkeyPatch) -> RunFolder:
    """The run of a training that was interrupted between two chunks of a validation."""
    scorer = epochs.scorer

    def interrupted(*arguments: Any, **more: Any) -> epochs.Score:
        score = scorer(*arguments, **more)
        scored = 0

        def scored_once_more(between: Any) -> dict[str, float]:
            nonlocal scored
            scored += 1
            chunks = 0

            def after_a_chunk() -> None:
                nonlocal chunks
                chunks += 1
                if (scored, chunks) == (epoch, 2):
                    signal.raise_signal(signal.SIGTERM)
                between()

            return score(after_a_chunk)

        return scored_once_more

    def terminate(number: int, frame: Any) -> None:
        raise Terminated

    before = signal.signal(signal.SIGTERM, terminate)
    with monkeypatch.context() as here, pytest.raises(Terminated):
        here.setattr(epochs, "scorer", interrupted)
        train(folder, text)
    signal.signal(signal.SIGTERM, before)
    (path,) = (folder / "runs").iterdir()
    return RunFolder(path)


IN_VALIDATION = {name: KINDS[name] for name in ("plain", "streaming")} | {"recurrent": RECURRENT}


@pytest.mark.parametrize("text", IN_VALIDATION.values(), ids=IN_VALIDATION)
def test_cut_in_a_validation_and_resumed_the_training_is_the_same(
    text: str,
    straight_of: Callable[[str], TrainedRun],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = cut_in_validation(tmp_path, text, 3, monkeypatch)
    place = checkpoint_file.read(folder.last).place
    assert place.epoch == 2
    assert any(name.startswith("metrics/") for name in checkpoint_file.read(folder.last).tensors)
    mlpcli.resume(runs=tmp_path / "runs")
    assert_same(folder, straight_of(text).folder)


def test_a_state_within_an_epoch_is_kept_as_often_as_told(straight: RunFolder, tmp_path: Path) -> None:
    class Dies(Recorder):
        def chunk(self, result: ChunkResult) -> None:
            if (result.epoch, result.step) == (3, result.steps):
                raise ValueError

    with pytest.raises(ValueError):
        train(tmp_path, PLAIN, "training.checkpoint.minutes=1e-9", watcher=Dies())
    (path,) = (tmp_path / "runs").iterdir()
    folder = RunFolder(path)
    place = checkpoint_file.read(folder.last).place
    assert (place.epoch, place.step > 4) == (2, True)
    mlpcli.resume(runs=tmp_path / "runs", overrides=["training.checkpoint.minutes=null"])
    assert_same(folder, straight)


@pytest.mark.parametrize(("epoch", "chunks"), [(1, 1), (1, 5), (6, 2)])
def test_it_is_the_same_wherever_it_was_cut(
    epoch: int, chunks: int, straight: RunFolder, cut_run: Callable[..., RunFolder], tmp_path: Path
) -> None:
    folder = cut_run(PLAIN, epoch, chunks)
    mlpcli.resume(runs=tmp_path / "runs")
    assert_same(folder, straight)


def test_cut_twice_it_is_the_same(straight: RunFolder, tmp_path: Path) -> None:
    folder = cut(tmp_path, PLAIN, epoch=2)
    with pytest.raises(KeyboardInterrupt):
        mlpcli.resume(runs=tmp_path / "runs", watcher=Interrupt(4, 2))
    resumed = mlpcli.resume(runs=tmp_path / "runs")
    assert_same(folder, straight)
    assert len(resumed.record.resumed) == 2


@pytest.fixture(scope="module")
def completed(tmp_path_factory: pytest.TempPathFactory) -> TrainedRun:
    """A completed run, which no test may change."""
    return train(tmp_path_factory.mktemp("completed"), PLAIN, "training.epochs=2")


@pytest.fixture
def copied(completed: TrainedRun, tmp_path: Path) -> RunFolder:
    """The completed run, to be changed."""
    return copy(completed.folder, tmp_path)


@pytest.mark.parametrize("epochs", ["6", "+4"])
def test_a_finished_run_is_extended_as_if_it_had_been_meant_to_be_long(
    epochs: str, straight: RunFolder, copied: RunFolder
) -> None:
    extended = mlpcli.resume(str(copied.path), epochs)
    assert_same(copied, straight)
    assert (extended.record.epochs, extended.record.epochs_done) == (6, 6)
    assert "epochs: 6" in copied.resolved.read_text()


def test_a_run_without_checkpoints_starts_from_its_beginning(
    straight: RunFolder, cut_run: Callable[..., RunFolder], tmp_path: Path
) -> None:
    folder = cut_run(PLAIN, 1, 1)
    for path in folder.checkpoints.iterdir():
        path.unlink()
    watcher = Recorder()
    mlpcli.resume(runs=tmp_path / "runs", watcher=watcher)
    assert watcher.notices == ["no checkpoint was written yet: training starts from the beginning"]
    assert_same(folder, straight)


STOPS = """\
data: {source: moons, rows: 60, validation: 0.2}
layers: [{Dense: {units: 1, activation: sigmoid}}]
optimizer: {SGD: {learning_rate: 1e-9}}
training: {epochs: 9, early_stopping: {patience: 2, min_delta: 0.1}, baselines: false}
"""


def test_a_run_that_stopped_early_goes_on_when_it_is_told_to(tmp_path: Path) -> None:
    stopped = train(tmp_path, STOPS)
    assert stopped.record.epochs_done == 3
    with pytest.raises(UsageError, match="is already completed, after 3 epochs"):
        mlpcli.resume(runs=tmp_path / "runs")
    longer = mlpcli.resume(runs=tmp_path / "runs", epochs="+5")
    assert (longer.record.epochs, longer.record.epochs_done) == (8, 5)
    free = mlpcli.resume(runs=tmp_path / "runs", overrides=["training.early_stopping=null"])
    assert free.record.epochs_done == 8


@pytest.mark.parametrize(
    ("epochs", "message", "fix"),
    [
        (None, "is already completed, after 2 epochs", "--epochs +5` trains five more"),
        ("2", "is already completed, after 2 epochs", "--epochs +5` trains five more"),
        ("1", "has already trained 2 epochs, but the requested total is 1", "epochs cannot be undone"),
        ("many", "--epochs many is not a number of epochs", "such as 20, or how many more: +5"),
        ("-1", "--epochs -1 is not a number of epochs", "such as 20, or how many more: +5"),
    ],
)
def test_what_cannot_be_trained_is_a_usage_error(
    epochs: str | None, message: str, fix: str, completed: TrainedRun
) -> None:
    with pytest.raises(UsageError) as caught:
        mlpcli.resume(str(completed.folder.path), epochs)
    assert caught.value.exit_code == 2
    assert message in caught.value.message
    assert fix in caught.value.fix
    assert record.read(completed.folder).status == "completed"


@pytest.mark.parametrize(
    ("override", "subject"),
    [
        ("layers.0.Dense.units=9", "layers[0] Dense.units"),
        ("optimizer.Adam.beta_1=0.5", "optimizer Adam.beta_1"),
        ("optimizer.SGD.learning_rate=0.1", "optimizer"),
        ("data.standardize=false", "data.standardize"),
        ("data.source=iris", "data.source"),
        ("seed=6", "seed"),
        ("training.batch_size=8", "training.batch_size"),
        ("training.loss=kl_divergence", "training.loss"),
    ],
)
def test_what_cannot_change_is_named(override: str, subject: str, completed: TrainedRun) -> None:
    with pytest.raises(ConfigError) as caught:
        mlpcli.resume(str(completed.folder.path), "+1", [override])
    assert caught.value.exit_code == 2
    assert [problem.subject for problem in caught.value.problems][:1] == [subject]
    assert caught.value.problems[0].where.startswith("--set ")
    assert "but the run was started with" in caught.value.problems[0].message


def test_what_an_option_means_under_another_key_is_refused_at_once(completed: TrainedRun) -> None:
    with pytest.raises(ConfigError) as caught:
        mlpcli.resume(str(completed.folder.path), "+1", ["training.optimizer.SGD.learning_rate=0.1"])
    slip, refused = caught.value.problems
    assert slip.message == "there is no key training.optimizer.SGD.learning_rate here"
    assert (refused.where, refused.subject) == ("--set optimizer.SGD.learning_rate", "optimizer")
    assert refused.fix == "leave the option out, or start a new run with mlpcli train"


def test_a_changed_resolved_config_is_named_with_its_line(
    cut_run: Callable[..., RunFolder], tmp_path: Path
) -> None:
    folder = cut_run(PLAIN)
    text = folder.resolved.read_text()
    folder.resolved.write_text(text.replace("units: 8", "units: 9"))
    with pytest.raises(ConfigError) as caught:
        mlpcli.resume(runs=tmp_path / "runs")
    (problem,) = caught.value.problems
    line = text[: text.index("units: 8")].count("\n") + 1
    assert problem.where.startswith(f"{folder.resolved}:{line}:")
    assert problem.subject == "layers[0] Dense.units"
    assert problem.message == "found 9, but the run was started with 8"


def test_where_and_how_fast_it_trains_may_change(cut_run: Callable[..., RunFolder], tmp_path: Path) -> None:
    cut_run(PLAIN)
    options = ["training.engine=streaming", "training.device=cpu", "training.memory_limit=1 GB"]
    assert mlpcli.resume(runs=tmp_path / "runs", overrides=options).record.status == "completed"


def test_other_data_is_a_data_error(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", x=np.eye(8, dtype=np.float32), y=np.arange(8) % 2)
    text = PLATEAU.replace("{source: moons, rows: 60, validation: 0.2}", "{source: arrays, path: a.npz}")
    cut(tmp_path, text.replace("batch_size: 8", "batch_size: 1"), epoch=2)
    np.savez(tmp_path / "a.npz", x=np.eye(8, dtype=np.float32) * 2, y=np.arange(8) % 2)
    with pytest.raises(DataError, match="a.npz is not the data that small-.* was trained on"):
        mlpcli.resume(runs=tmp_path / "runs")


def test_a_run_at_work_is_left_alone(completed: TrainedRun) -> None:
    with locked(completed.folder), pytest.raises(RunInUseError) as caught:
        mlpcli.resume(str(completed.folder.path), "+1")
    assert caught.value.exit_code == 7


@pytest.mark.parametrize("name", ["last", "best"])
def test_without_one_checkpoint_the_other_serves(
    name: str, cut_run: Callable[..., RunFolder], tmp_path: Path
) -> None:
    folder = cut_run(PLAIN)
    lost = folder.checkpoints / f"{name}.safetensors"
    lost.write_bytes(lost.read_bytes()[:-1])
    watcher = Recorder()
    done = mlpcli.resume(runs=tmp_path / "runs", watcher=watcher)
    (notice,) = watcher.notices
    assert notice.startswith(f"{lost} is broken")
    assert done.record.status == "completed"
    assert notice in done.record.notices
    assert mlpcli.evaluate(runs=tmp_path / "runs").metrics == done.evaluations["test"].metrics


def test_without_its_best_checkpoint_an_interrupted_best_epoch_stays_the_best(tmp_path: Path) -> None:
    folder = train(tmp_path, PLATEAU, "training.epochs=2", "optimizer.SGD.learning_rate=0.1").folder
    best = checkpoint_file.read(folder.best)
    last = checkpoint_file.read(folder.last)
    assert best.place.epoch == last.place.epoch == 2
    folder.best.unlink()
    mlpcli.resume(runs=tmp_path / "runs", overrides=[], epochs="3")
    assert checkpoint_file.read(folder.best).place.progress.best.epoch in (2, 3)


def test_without_any_readable_checkpoint_there_is_nothing_to_go_on_from(
    cut_run: Callable[..., RunFolder], tmp_path: Path
) -> None:
    folder = cut_run(PLAIN)
    for path in folder.checkpoints.iterdir():
        path.write_bytes(b"")
    with pytest.raises(RunError, match="last.safetensors is broken"):
        mlpcli.resume(runs=tmp_path / "runs")


def test_a_broken_table_of_metrics_begins_anew(cut_run: Callable[..., RunFolder], tmp_path: Path) -> None:
    folder = cut_run(PLATEAU)
    folder.metrics.write_text("epoch\none\n")
    watcher = Recorder()
    mlpcli.resume(runs=tmp_path / "runs", watcher=watcher)
    (notice,) = watcher.notices
    assert notice.startswith(f"{folder.metrics} is not a table of metrics")
    assert [row[0] for row in rows(folder)] == ["epoch", "4", "5", "6"]


@pytest.mark.parametrize("name", ["config.yaml", "resolved.yaml"])
def test_a_changed_config_of_a_completed_run_is_not_taken_over(name: str, copied: RunFolder) -> None:
    with (copied.path / name).open("a") as file:
        file.write("# mine\n")
    with pytest.raises(RunError, match=f"{name} was changed after the run was completed"):
        mlpcli.resume(str(copied.path), "+1")
    assert record.read(copied).digests


def test_changed_metrics_of_a_completed_run_are_not_taken_over(copied: RunFolder) -> None:
    copied.metrics.write_text(copied.metrics.read_text().replace("0.", "1."))
    watcher = Recorder()
    mlpcli.resume(str(copied.path), "+1", watcher=watcher)
    assert any("metrics.csv was changed after" in notice for notice in watcher.notices)
    assert [row[0] for row in rows(copied)] == ["epoch", "3"]


@pytest.mark.parametrize("name", ["model.tflite", "metrics.csv", "evaluation.json", "config.yaml"])
def test_what_could_not_be_written_is_found_before_the_training(name: str, copied: RunFolder) -> None:
    (copied.path / name).unlink()
    (copied.path / name).mkdir()
    with pytest.raises(RunError, match=f"{name} is not a file"):
        mlpcli.resume(str(copied.path), "+1")
    assert record.read(copied).epochs_done == 2


def test_a_lock_that_is_no_file_can_be_removed_as_told(copied: RunFolder) -> None:
    copied.lock.unlink(missing_ok=True)
    copied.lock.mkdir()
    with pytest.raises(RunError, match="lock is not a file") as caught:
        mlpcli.resume(str(copied.path), "+1")
    assert caught.value.fix == f"remove {copied.lock}: a lock holds nothing of the run"
    copied.lock.rmdir()
    assert mlpcli.resume(str(copied.path), "+1").record.epochs_done == 3


def test_other_software_than_before_is_told(cut_run: Callable[..., RunFolder], tmp_path: Path) -> None:
    folder = cut_run(PLATEAU)
    before = record.read(folder)
    record.write(folder, replace(before, versions={**before.versions, "keras": "3.0.0"}))
    watcher = Recorder()
    mlpcli.resume(runs=tmp_path / "runs", watcher=watcher)
    (notice,) = watcher.notices
    assert f"{folder.id} was started with keras 3.0.0" in notice


NOT_EXACT = (
    ". If the run uses any of these, its results differ from those of that version, usually only in the "
    "last digits"
)


@pytest.mark.parametrize(
    ("arithmetic", "told"),
    [
        (0, f"an older version of mlpcli. Since then two is three; four is five{NOT_EXACT}"),
        (1, f"an older version of mlpcli. Since then four is five{NOT_EXACT}"),
        (
            3,
            "a newer version of mlpcli, which computes differently: results may differ in the last digits",
        ),
    ],
)
def test_other_arithmetic_than_before_is_told_once(
    arithmetic: int,
    told: str,
    cut_run: Callable[..., RunFolder],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = cut_run(PLATEAU)
    record.write(folder, replace(record.read(folder), arithmetic=arithmetic))
    monkeypatch.setattr("mlpcli.workflows.resume.ARITHMETIC_CHANGES", ("two is three", "four is five"))
    watcher = Recorder()
    resumed = mlpcli.resume(runs=tmp_path / "runs", watcher=watcher)
    assert watcher.notices == [f"{folder.id} was started with {told}"]
    assert resumed.record.notices == tuple(watcher.notices)
    again = Recorder()
    mlpcli.resume(runs=tmp_path / "runs", epochs="+1", watcher=again)
    assert again.notices == []


def test_a_training_that_begins_anew_has_the_present_arithmetic(tmp_path: Path) -> None:
    folder = cut(tmp_path, PLATEAU, epoch=1)
    record.write(folder, replace(record.read(folder), arithmetic=0, epochs_done=0))
    folder.last.unlink()
    folder.best.unlink()
    watcher = Recorder()
    mlpcli.resume(runs=tmp_path / "runs", watcher=watcher)
    (notice,) = watcher.notices
    assert notice.startswith("no checkpoint was written yet")


def test_what_a_killed_process_left_is_swept(cut_run: Callable[..., RunFolder], tmp_path: Path) -> None:
    folder = cut_run(PLATEAU)
    left = [folder.path / ".run.json.1-ab.tmp", folder.checkpoints / ".last.safetensors.1-ab.tmp"]
    for path in left:
        path.write_text("half")
    mlpcli.resume(runs=tmp_path / "runs")
    assert not any(path.exists() for path in left)


def test_the_place_within_an_epoch_is_kept_as_plain_json(cut_once: Callable[..., RunFolder]) -> None:
    content = cut_once(PLAIN).last.read_bytes()
    header = json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")])
    place = json.loads(header["__metadata__"]["mlpcli_checkpoint"])["place"]
    assert (place["kind"], place["epoch"], place["step"]) == ("last", 3, 4)
