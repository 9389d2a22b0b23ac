"""What the page of a run is made of: from its folder, or with what a training has in memory."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from mlpcli.config.resolved_yaml import to_yaml
from mlpcli.data.dataset import Array, Dataset
from mlpcli.data.encoded_columns import names_of
from mlpcli.data.files.http import Progress
from mlpcli.diagnosis.diagnosis import Diagnosis
from mlpcli.errors import DataError, RunError
from mlpcli.explanation.diagram import draw_network
from mlpcli.inference.arithmetic.functions import NotFollowed
from mlpcli.inference.litert.litert_predictor import LiteRtPredictor
from mlpcli.inference.scoring.class_scores import class_probabilities
from mlpcli.reporting.evidence import AnsweringNetwork, Evidence, Finding
from mlpcli.reporting.facts.absent import Absent
from mlpcli.reporting.facts.answered_rows import AnsweredRows, answered_rows
from mlpcli.reporting.facts.evaluations import EvaluatedSplit, read_evaluations
from mlpcli.runs.file_digests import require_as_completed
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.untrusted_files import read_bytes
from mlpcli.shell_words import path_word
from mlpcli.workflows.run.open_run import OpenRun
from mlpcli.workflows.run.run_data import load_rows_of
from mlpcli.workflows.run.run_evidence import epochs_of, quick_diagnoses
from mlpcli.workflows.run.run_findings import lines_to_try
from mlpcli.workflows.run.run_plane import plane_of
from mlpcli.workflows.run.run_predictor import all_cores, open_predictor
from mlpcli.workflows.run.run_reference import run_words
from mlpcli.workflows.run.run_weights import arithmetic_network, best_weights

T = TypeVar("T")

_LARGEST_CONFIG = 4 * 2**20
# How many times as long as LiteRT's arithmetic in NumPy takes, and what it does in a few seconds.
_SLOWER = 20
_MOST_BY_HAND = 2_000_000_000


def evidence_in(
    run: OpenRun, reading: Progress, known: Dataset | None = None
) -> tuple[Evidence, Dataset | Absent]:
    """What the files of a run and its data say, and the data, which is read unless it is known; what is
    missing or was changed is absent, with the reason."""
    evaluations = read_evaluations(run.folder, run.record, run.plan.facts.classes)
    network = _present(lambda: network_of(run))
    dataset, rows = (known, rows_of(run, network, known)) if known else rows_in(run, network, reading)
    epochs = _present(lambda: epochs_of(run))
    evidence = _evidence(run, epochs, evaluations, rows, network)
    ill = _present(lambda: _diagnoses(run, epochs, evaluations, dataset))
    findings = () if isinstance(ill, Absent) else _findings_of(run.folder, ill)
    return replace(evidence, plane=plane_of(run, dataset), findings=findings), dataset


def rows_in(
    run: OpenRun, network: AnsweringNetwork | Absent, reading: Progress
) -> tuple[Dataset | Absent, AnsweredRows | Absent]:
    """The data of a run, and the rows of it that a page is of with the network's answers."""
    if isinstance(network, Absent):
        return network, network
    dataset = _present(lambda: load_rows_of(run, reading))
    return dataset, dataset if isinstance(dataset, Absent) else rows_of(run, network, dataset)


def rows_of(run: OpenRun, network: AnsweringNetwork | Absent, dataset: Dataset) -> AnsweredRows | Absent:
    """The rows of a run's data that a page is of, with the network's answers."""
    if isinstance(network, Absent):
        return network
    return _present(lambda: _rows(dataset, network, run.record.seed))


def _diagnoses(
    run: OpenRun,
    epochs: Sequence[Mapping[str, float]] | Absent,
    evaluations: Mapping[str, EvaluatedSplit] | Absent,
    dataset: Dataset | Absent,
) -> tuple[Diagnosis, ...]:
    """What the training has, as far as a moment shows, and nothing without its course."""
    if isinstance(epochs, Absent):
        return ()
    known = {} if isinstance(evaluations, Absent) else evaluations
    return quick_diagnoses(run, epochs, known, None if isinstance(dataset, Absent) else dataset)


def network_of(run: OpenRun) -> AnsweringNetwork:
    """The network of a run: on LiteRT, or in NumPy if it has no such model.

    Raises RunError, and NotFollowed where NumPy cannot compute it.
    """
    cost = run.plan.stack.multiply_adds
    found = open_predictor(run.folder, run.record, run.description, all_cores())
    if found:
        return AnsweringNetwork(found, cost)
    return AnsweringNetwork(arithmetic_network(run), cost * _SLOWER, _MOST_BY_HAND // max(1, cost))


def evidence_after(
    run: OpenRun,
    dataset: Dataset,
    epochs: Sequence[Mapping[str, float]],
    evaluations: Mapping[str, EvaluatedSplit],
    outputs: Array | None,
    litert: LiteRtPredictor | None,
    found: Sequence[Diagnosis],
) -> Evidence:
    """What a training that has just ended knows; `outputs` are those for the split that the page is of, None
    if they are still to be computed, and `found` what it has."""
    network: AnsweringNetwork | Absent
    if litert:
        network = AnsweringNetwork(litert, run.plan.stack.multiply_adds)
    else:
        network = _present(lambda: network_of(run))
    rows = network if isinstance(network, Absent) else _rows(dataset, network, run.record.seed, outputs)
    evidence = _evidence(run, epochs, evaluations, rows, network)
    return replace(evidence, plane=plane_of(run, dataset), findings=_findings_of(run.folder, found))


def split_shown(dataset: Dataset) -> str:
    """The name of the split that the page is of: the test rows, or else those that are nearest to them."""
    return next(name for name in ("test", "validation", "train") if dataset.split(name))


def _evidence(
    run: OpenRun,
    epochs: Sequence[Mapping[str, float]] | Absent,
    evaluations: Mapping[str, EvaluatedSplit] | Absent,
    rows: AnsweredRows | Absent,
    network: AnsweringNetwork | Absent,
) -> Evidence:
    """The evidence, with what does not depend on how it was gathered."""
    drawing, weights = _drawing(run)
    # A run may be handed on without its checkpoints.
    undrawn = weights if isinstance(weights, Absent) and os.path.lexists(run.folder.best) else None
    return Evidence(
        run.record,
        run.config,
        run.plan,
        run.description.preprocessing,
        epochs,
        evaluations,
        rows,
        network,
        _present(lambda: _given(run)),
        to_yaml(run.config).splitlines(),
        tuple(_commands(run.folder)),
        drawing,
        undrawn=undrawn,
    )


def _drawing(run: OpenRun) -> tuple[str, Mapping[str, Array] | Absent]:
    """The network, with its weights if there are any; and these."""
    weights = _present(lambda: best_weights(run))
    columns, targets = names_of(run.description.preprocessing)
    drawn = None if isinstance(weights, Absent) else weights
    return draw_network(run.plan, run.config, drawn, columns, targets), weights


def _rows(
    dataset: Dataset, network: AnsweringNetwork, seed: int, outputs: Array | None = None
) -> AnsweredRows | Absent:
    name = split_shown(dataset)
    split = dataset.split(name)
    if split is None:
        return Absent("There are no rows")

    def answers(inputs: Array, numbers: NDArray[np.intp]) -> Array:
        found = network.predictor.predict(inputs) if outputs is None else outputs[numbers]
        return class_probabilities(found) if dataset.facts.classes else found

    found = answered_rows(name, split, answers, seed, network.most)
    return found if len(found) else Absent(f"None of the answers to {len(split):,} {name} rows is finite")


def _present(read: Callable[[], T]) -> T | Absent:
    try:
        return read()
    except (NotFollowed, DataError, RunError) as error:
        return Absent(error.message)


def _given(run: OpenRun) -> Sequence[str]:
    """The lines of the config as it was given. Raises RunError if it is not what the run was trained with."""
    path = run.folder.config
    require_as_completed(path, run.record)
    return read_bytes(path, _LARGEST_CONFIG).decode("utf-8", "replace").splitlines()


def _commands(folder: RunFolder) -> Iterable[tuple[str, str]]:
    words = run_words(folder)
    yield "train it again, from the same config and seed", f"mlpcli train {path_word(folder.resolved)}"
    yield "train it further", f"mlpcli resume {words} --epochs +5"
    yield "score it again", f"mlpcli evaluate {words}"
    yield "use it", f"mlpcli predict INPUT --run {words}"
    yield "the same training as a Keras script", f"mlpcli export {words} --format script"
    yield "write this page again", f"mlpcli report {words}"


def _findings_of(folder: RunFolder, diagnoses: Sequence[Diagnosis]) -> tuple[Finding, ...]:
    """All that is wrong, without what only answers a question."""
    return tuple(
        Finding(one.headline, one.evidence, one.why, one.advice, lines_to_try(folder, one))
        for one in diagnoses
        if one.severity != "answer"
    )
