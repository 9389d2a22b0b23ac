"""Completion of a run: train it to the end, evaluate it, and record the results."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from mlpcli import training
from mlpcli.baselines.baseline import Fitted
from mlpcli.baselines.comparison import figure_compared
from mlpcli.baselines.fitting_process import BaselineFits
from mlpcli.config.run_identity import RunIdentity
from mlpcli.data.dataset import Dataset
from mlpcli.diagnosis.diagnosis import Diagnosis
from mlpcli.errors import DivergedError
from mlpcli.loggers.logged_run import logged_run
from mlpcli.processes.termination import ends_in_order
from mlpcli.runs.atomic_files import write_json
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.record import RunRecord
from mlpcli.runs.strict_json import with_nulls
from mlpcli.shell_words import path_word
from mlpcli.training.checkpoints.checkpoint_file import ResumePoint
from mlpcli.training.checkpoints.epoch_weights import EpochWeights
from mlpcli.workflows.progress_watcher import TrainingStart, Watcher
from mlpcli.workflows.run.evaluation import Evaluation, Scorer, litert_scorer, score
from mlpcli.workflows.run.run_reference import run_words
from mlpcli.workflows.training.kept_epochs import discard_epochs, keep_epochs
from mlpcli.workflows.training.run_litert import Conversion, keep_model
from mlpcli.workflows.training.run_loggers import RunLoggers
from mlpcli.workflows.training.run_recorder import RunRecorder
from mlpcli.workflows.training.run_report import KeptOutputs, TrainingResult, write_diverged, write_report
from mlpcli.workflows.validate import Checked


@dataclass(frozen=True)
class TrainedRun:
    """A completed training: its folder, its record, the rows of metrics.csv, the evaluation of every
    held-back split, the path of its page, and the most severe of what went wrong; None without them."""

    folder: RunFolder
    record: RunRecord
    epochs: Sequence[Mapping[str, float]]
    evaluations: Mapping[str, Evaluation]
    report: Path | None = None
    headline: Diagnosis | None = None


@dataclass(frozen=True)
class RunState:
    """The current state of a run: its record, its identity, the rows of its metrics, and the checkpoint to
    resume from."""

    folder: RunFolder
    record: RunRecord
    identity: RunIdentity
    rows: Sequence[Mapping[str, float]] = ()
    start: ResumePoint | None = None


def complete(
    run: RunState,
    checked: Checked,
    dataset: Dataset,
    placement: "training.Placement",
    baselines: BaselineFits,
    watcher: Watcher,
) -> TrainedRun:
    """Train a run to its last epoch, evaluate it, and compare it with its baselines, which are being fitted.
    The run is locked by this process.

    Raises DivergedError, StorageError and WorkerError; the folder records how the training ended,
    KeyboardInterrupt included.
    """
    folder = run.folder
    watcher.begin(TrainingStart(checked, dataset, folder, run.record.epochs_done))
    describe = partial(logged_run, folder, run.record, checked.config, run.rows)
    # Outside, so that a stopped training is recorded before it waits for a logger.
    loggers = RunLoggers(describe, checked.config.training.log, watcher)
    # Before the record says that they are kept.
    kept, told = keep_epochs(folder, run.record, run.identity, checked.config, run.start)
    with (
        loggers,
        _diverged_where_to_look(folder, checked, dataset, watcher),
        RunRecorder(folder, run.record, run.rows) as diary,
    ):
        for notice in told:
            watcher.notice(notice)
        diary.note(told)
        network = _train(run, checked, dataset, placement, watcher, loggers, diary, kept)
        watcher.stage("converting the network for predict")
        conversion = keep_model(folder, network, dataset)
        if conversion.problem:
            watcher.notice(f"{conversion.problem}: predictions of this run will need TensorFlow")
        scorer = KeptOutputs(_scorer(network, conversion, checked, dataset))
        fitted = _wait_for(baselines, watcher)
        diary.note(fitted.notices)
        watcher.stage("scoring the held-back rows")
        evaluations = _evaluate(scorer, folder.id, checked, dataset, fitted)
        write_json(folder.evaluation, with_nulls({name: asdict(one) for name, one in evaluations.items()}))
        figures = {name: one.metrics for name, one in evaluations.items()}
        watcher.stage("writing the report")
        preview = diary.preview(figures, conversion)
        result = TrainingResult(
            *(folder, preview, checked, dataset, diary.rows, evaluations, scorer), conversion.predictor
        )
        report, notices = write_report(result)
        for notice in notices:
            # Not recorded: the page can be written at any time.
            watcher.notice(notice)
        record = diary.complete(figures, conversion)
        loggers.final(record.epochs_done, figures)
    return TrainedRun(folder, record, diary.rows, evaluations, report, result.headline)


@contextmanager
def _diverged_where_to_look(
    folder: RunFolder, checked: Checked, dataset: Dataset, watcher: Watcher
) -> Iterator[None]:
    """Makes a DivergedError name what says more of the run: its page, written here, and a command."""
    try:
        yield
    except DivergedError as error:
        words = run_words(folder)
        error.fix += f"; `mlpcli diagnose {words}` looks for the cause"
        watcher.stage("writing the report")
        page, notices = write_diverged(folder, checked, dataset)
        for notice in notices:
            watcher.notice(notice)
        if page:
            error.fix += f", and {path_word(page)} shows its course"
        raise


def _train(
    run: RunState,
    checked: Checked,
    dataset: Dataset,
    placement: "training.Placement",
    watcher: Watcher,
    loggers: RunLoggers,
    diary: RunRecorder,
    kept: EpochWeights | None,
) -> "training.Network":
    """Train a run to its last epoch, telling of its course, and return the network."""

    def ended(news: "training.EpochNews") -> None:
        loggers.epoch(diary.epoch(news))
        watcher.epoch(news)

    def chunk_ended(result: "training.ChunkResult") -> None:
        loggers.report()
        watcher.chunk(result)

    checkpoints = _checkpoints(run.folder, diary, kept)
    watcher.stage("compiling the training step")
    with _Unsaved(chunk_ended) as on_chunk:
        return training.train_network(
            run.identity,
            checked.config,
            checked.plan,
            dataset,
            checkpoints,
            on_chunk,
            ended,
            placement,
            run.start,
        )


def _checkpoints(folder: RunFolder, diary: RunRecorder, kept: EpochWeights | None) -> "training.Checkpoints":
    if kept is None:
        discard_epochs(folder)
        return training.Checkpoints(folder.last, folder.best, diary.save)

    def before_write() -> None:
        diary.save()
        kept.write()

    return training.Checkpoints(folder.last, folder.best, before_write, kept.note)


def _scorer(
    network: "training.Network", conversion: Conversion, checked: Checked, dataset: Dataset
) -> Scorer:
    """What scores as `evaluate` does, so that it reports exactly the same figures later."""
    if conversion.predictor is None:
        return network
    return litert_scorer(conversion.predictor, checked.plan.objective, dataset.preprocessing)


def _wait_for(baselines: BaselineFits, watcher: Watcher) -> Fitted:
    if baselines.is_running:
        watcher.stage("fitting baselines")
    fitted = baselines.wait()
    for notice in fitted.notices:
        watcher.notice(notice)
    return fitted


def _evaluate(
    scorer: Scorer, run: str, checked: Checked, dataset: Dataset, fitted: Fitted
) -> Mapping[str, Evaluation]:
    """The evaluations of the held-back splits, beside the baselines."""
    figure = figure_compared(checked.config, checked.plan)
    return {
        name: score(scorer, dataset, name, split, run, fitted.baselines.get(name, {}), figure)
        for name in ("validation", "test")
        if (split := dataset.split(name))
    }


class _Unsaved:
    """Makes the process save the training state before it ends, from the first chunk to the end of the
    training."""

    def __init__(self, on_chunk: "Callable[[training.ChunkResult], None]") -> None:
        self._on_chunk = on_chunk
        self._begun = ExitStack()
        self._has_begun = False

    def __enter__(self) -> "_Unsaved":
        return self

    def __exit__(self, *error: object) -> None:
        self._begun.close()

    def __call__(self, result: "training.ChunkResult") -> None:
        if not self._has_begun:
            self._has_begun = True
            self._begun.enter_context(ends_in_order())
        self._on_chunk(result)
