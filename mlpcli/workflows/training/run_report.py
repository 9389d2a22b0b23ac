"""The page of a run, written when its training ends."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path

from mlpcli.data.dataset import Array, Dataset, Split
from mlpcli.diagnosis.diagnosis import Diagnosis
from mlpcli.inference import model_description
from mlpcli.inference.litert.litert_predictor import LiteRtPredictor
from mlpcli.runs.atomic_files import write_text
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.record import RunRecord
from mlpcli.runs.strict_json import with_nulls
from mlpcli.workflows.progress_watcher import SilentWatcher
from mlpcli.workflows.run.evaluation import Evaluation, Scorer
from mlpcli.workflows.run.open_run import OpenRun, open_run_in
from mlpcli.workflows.run.report_page import report_page
from mlpcli.workflows.run.run_evidence import quick_diagnoses
from mlpcli.workflows.validate import Checked


@dataclass(frozen=True)
class KeptOutputs:
    """A scorer that keeps its outputs for the splits that it measures, so that they are computed once."""

    scorer: Scorer
    kept: list[tuple[Split, Array]] = field(default_factory=list)

    def measure(self, split: Split) -> tuple[dict[str, float], Array]:
        """As `Scorer.measure`."""
        figures, outputs = self.scorer.measure(split)
        self.kept.append((split, outputs))
        return figures, outputs

    def measure_batches(self, batches: Iterable[Array], targets: Array) -> tuple[dict[str, float], Array]:
        """As `Scorer.measure_batches`, of which nothing is kept."""
        return self.scorer.measure_batches(batches, targets)

    def of(self, split: Split | None) -> Array | None:
        """The outputs `[rows, outputs]` for a split, if it was measured."""
        return next((outputs for one, outputs in self.kept if one is split), None)


@dataclass(frozen=True)
class TrainingResult:
    """What a training has in memory when its rows are scored; `litert` is None if there is no such model."""

    folder: RunFolder
    record: RunRecord
    checked: Checked
    dataset: Dataset
    epochs: Sequence[Mapping[str, float]]
    evaluations: Mapping[str, Evaluation]
    outputs: KeptOutputs
    litert: LiteRtPredictor | None

    @cached_property
    def opened(self) -> OpenRun:
        """The run, as a command that reads it opens it. Raises RunError if model.json is broken."""
        described = model_description.read(self.folder.model, self.record.dataset)
        return OpenRun(self.folder, self.record, self.checked.config, described, self.checked.plan)

    @cached_property
    def diagnoses(self) -> tuple[Diagnosis, ...]:
        """What the training has, the most severe first, as far as a moment shows."""
        try:
            return quick_diagnoses(self.opened, self.epochs, self.evaluations, self.dataset)
        # Whatever goes wrong here, the training is completed: a diagnosis must not cost its result.
        except Exception:
            return ()

    @property
    def headline(self) -> Diagnosis | None:
        """The first illness, None if there is none."""
        return next((one for one in self.diagnoses if one.severity != "answer"), None)


def write_report(result: TrainingResult) -> tuple[Path | None, tuple[str, ...]]:
    """Write the page of a training that is completed, and return its path and what the user should be told.

    The path is None if the config wants no page, and if it could not be made or written: that costs the run
    nothing.
    """
    return _write(result.folder, result.checked, lambda: _page(result))


def write_diverged(
    folder: RunFolder, checked: Checked, dataset: Dataset
) -> tuple[Path | None, tuple[str, ...]]:
    """As `write_report`, of a training that has diverged, and is recorded as such."""
    return _write(folder, checked, lambda: _diverged_page(folder, dataset))


def _write(
    folder: RunFolder, checked: Checked, page: Callable[[], str]
) -> tuple[Path | None, tuple[str, ...]]:
    problem = ""
    if checked.config.report:
        try:
            write_text(folder.report, page())
            return folder.report, ()
        # Whatever goes wrong in a drawing, hours of training must be recorded as completed.
        except Exception as error:
            problem = str(error) or type(error).__name__
    with suppress(OSError):
        # A page of before the training was resumed.
        folder.report.unlink(missing_ok=True)
    if not problem:
        return None, ()
    return None, (f"{folder.report.name} was not written: {problem}; `mlpcli report` tries it again",)


def _page(result: TrainingResult) -> str:
    # Imported here because they bring matplotlib and Jinja.
    from mlpcli.reporting.facts.evaluations import evaluations_of
    from mlpcli.workflows.run.run_page import evidence_after, split_shown

    dataset = result.dataset
    found = {name: asdict(one) for name, one in result.evaluations.items()}
    evidence = evidence_after(
        result.opened,
        dataset,
        result.epochs,
        evaluations_of(with_nulls(found), dataset.facts.classes),
        result.outputs.of(dataset.split(split_shown(dataset))),
        result.litert,
        result.diagnoses,
    )
    return report_page(result.opened, evidence, dataset)


def _diverged_page(folder: RunFolder, dataset: Dataset) -> str:
    from mlpcli.workflows.run.run_page import evidence_in

    opened = open_run_in(folder)
    evidence, _ = evidence_in(opened, SilentWatcher().reading, dataset)
    return report_page(opened, evidence, dataset)
