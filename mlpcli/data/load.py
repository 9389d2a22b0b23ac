"""Loading the dataset of a `data` section, from any source."""

from dataclasses import replace

import numpy as np

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.data.dataset import Dataset, SourceRows, Split
from mlpcli.data.files.dataset_downloads import DownloadError
from mlpcli.data.files.http import Opener, Progress, open_url
from mlpcli.data.fingerprint import fingerprint
from mlpcli.data.preprocessing import (
    Pixels,
    Preprocessing,
    Resize,
    RobustScale,
    Scale,
    Step,
    TargetUnits,
    takes_pictures,
)
from mlpcli.data.preprocessing.drawings.convention import measure
from mlpcli.data.preprocessing.image_border import fit_border
from mlpcli.data.preprocessing.resize import KEEPS
from mlpcli.data.sources import open_source
from mlpcli.data.sources.open_source import OpenSource, Treatment
from mlpcli.data.split import Rows, split_indices
from mlpcli.errors import DataError


def load(
    source: OpenSource,
    seed: int,
    progress: Progress | None = None,
    *,
    fitted: Preprocessing | None = None,
    opener: Opener = open_url,
) -> Dataset:
    """Reads or draws all rows, holds back test and validation rows, and fits the preprocessing.

    Test rows are the source's own, or are drawn first; so are validation rows, or drawn from the rest; the
    preprocessing is fitted on the remaining training rows, unless it is `fitted` already. Raises DataError,
    or its subclass DownloadError if a download fails.
    """
    facts, wanted = source.facts, source.treatment
    original = source.read(seed, progress, opener)
    if original.prepared is not None:
        return _as_prepared(source, original, original.prepared, fitted)
    left, test, validation = np.arange(len(original.train)), original.test, original.validation
    if test is None:
        left, held = _hold_back(original, left, facts, "test", wanted.test, (seed, 0))
        test = _take(original.train, held)
    if validation is None:
        left, held = _hold_back(original, left, facts, "validation", wanted.validation, (seed, 1))
        validation = _take(original.train, held)
    train = _take(original.train, left)
    preprocessing = _preprocessing(wanted, facts, train) if fitted is None else fitted
    return Dataset(
        facts=facts,
        train=_on_host(source.training_rows(train, seed), preprocessing),
        validation=_on_host(validation, preprocessing) if validation else None,
        test=_on_host(test, preprocessing) if test else None,
        preprocessing=preprocessing,
        fingerprint=fingerprint(original),
        notices=original.notices,
    )


def _as_prepared(
    source: OpenSource, rows: SourceRows, prepared: Preprocessing, fitted: Preprocessing | None
) -> Dataset:
    """The dataset of a source that has drawn the rows itself, and applied the steps on the host."""
    if fitted is None:
        in_network = _preprocessing(source.treatment, source.facts, rows.train)
        steps = (*prepared.steps, *in_network.steps)
        fitted = replace(prepared, steps=steps, targets=in_network.targets)
    return Dataset(
        source.facts, rows.train, rows.validation, rows.test, fitted, rows.fingerprint, rows.notices
    )


def load_or_fallback(
    source: OpenSource, seed: int, progress: Progress | None = None, *, opener: Opener = open_url
) -> tuple[OpenSource, Dataset]:
    """As `load`, but if `source` cannot be downloaded, its fallback, with data that has a notice."""
    try:
        return source, load(source, seed, progress, opener=opener)
    except DownloadError as error:
        fallback = source.fallback(error)
        if fallback is None:
            raise
    instead = open_source(fallback.section, seed)
    dataset = load(instead, seed, progress, opener=opener)
    return instead, replace(dataset, notices=(fallback.notice, *dataset.notices))


def _hold_back(
    original: SourceRows, left: Rows, facts: DataFacts, name: str, share: float, seed: tuple[int, int]
) -> tuple[Rows, Rows]:
    """Of the training rows that are `left`, those that stay and those that are held back."""
    labels = original.train.targets[left] if facts.classes else None
    groups = None if original.groups is None else np.searchsorted(left, original.groups[left])
    try:
        kept, held = split_indices(len(left), labels, share, seed, facts.classes, groups)
    except DataError as error:
        raise DataError(f"{facts.name}: cannot draw rows for `{name}`: {error.message}", error.fix) from error
    return left[kept], left[held]


def _take(rows: Split, indices: Rows) -> Split:
    if len(indices) == len(rows):
        return rows
    return Split(rows.inputs[indices], rows.targets[indices])


def _on_host(rows: Split, preprocessing: Preprocessing) -> Split:
    return replace(rows, inputs=preprocessing.on_host(rows.inputs))


def _preprocessing(wanted: Treatment, facts: DataFacts, train: Split) -> Preprocessing:
    steps: list[Step] = []
    if takes_pictures(facts):
        steps.append(Resize.fit(train.inputs, KEEPS[wanted.fit] if wanted.fit else None))
    if facts.pixels and wanted.rescale:
        steps.append(Pixels())
    elif wanted.standardize and facts.kind != "image":
        steps.append((RobustScale if wanted.standardize == "robust" else Scale).fit(train.inputs))
    return Preprocessing(
        tuple(steps),
        border=fit_border(train.inputs) if facts.kind == "image" else None,
        drawing=measure(train.inputs) if takes_pictures(facts) else None,
        targets=_target_units(wanted, facts, train),
    )


def _target_units(wanted: Treatment, facts: DataFacts, train: Split) -> TargetUnits | None:
    standardize, clamp = wanted.standardize_targets, wanted.clamp_predictions
    if facts.task != "regression" or not (standardize or clamp):
        return None
    return TargetUnits.fit(train.targets, standardize, clamp)
