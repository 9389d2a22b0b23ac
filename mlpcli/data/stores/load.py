"""Loading a dataset whose rows stay on disk."""

import hashlib
from dataclasses import replace

import numpy as np

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.data.bad_values import for_every
from mlpcli.data.dataset import Array, Dataset, Split, StoredRows
from mlpcli.data.fingerprint import add_header, add_rows, written
from mlpcli.data.fit_preprocessing import (
    SAMPLE_BYTES,
    as_images_were,
    fit_preprocessing,
    scale_of,
    target_units,
)
from mlpcli.data.preprocessing import Preprocessing
from mlpcli.data.sources.open_source import OpenSource, Treatment
from mlpcli.data.split import drawing, split_indices
from mlpcli.data.stores.disk_rows import blocks_of, prefetched, require_stored
from mlpcli.data.stores.inspection import Findings, Sample, inspect
from mlpcli.data.stores.moments import Moments
from mlpcli.data.stores.split import hold_back
from mlpcli.data.stores.split_members import Members


def load_stored(
    source: OpenSource, stored: StoredRows, seed: int, pool: int, fitted: Preprocessing | None
) -> Dataset:
    """The dataset of `load`, with the same splits and the same fingerprint, of rows that stay on disk.

    Means and deviations are those of all training rows, up to rounding; quartiles and what is measured on
    images are those of a random sample of 32 MB. An epoch shuffles `pool` rows together. Raises DataError.
    """
    if stored.prepared is not None:
        return _as_prepared(source, stored, pool, fitted or _fitted_to(source, stored, stored.prepared, seed))
    facts, wanted = source.facts, source.treatment
    kept, test, validation = None, None, None
    later = wanted.validation if stored.validation is None else 0.0
    with drawing(facts.name, "test", later):
        if stored.test is None:
            kept, test = _hold_back(stored, None, wanted.test, (seed, 0), facts.classes)
    with drawing(facts.name, "validation"):
        if stored.validation is None:
            kept, validation = _hold_back(stored, kept, wanted.validation, (seed, 1), facts.classes)
    training = stored.train.part(kept)
    fitting = None if fitted else _Fitting(wanted, facts, training, seed)
    digest = hashlib.sha256()

    def look_at(split: Split) -> Findings:
        add_header(digest, split.inputs)
        fit = fitting.add if fitting and split is stored.train else None
        found = inspect(require_stored(split.inputs), digest, fit, kept)
        add_header(digest, split.targets)
        add_rows(digest, split.targets)
        return found

    found = for_every(look_at, stored.splits)
    preprocessing = fitted or Preprocessing()
    if fitting:
        units = target_units(wanted, facts, training.targets)
        preprocessing = as_images_were(
            replace(fitting.preprocessing(), targets=units), stored.white, stored.reframed
        )
    return Dataset(
        facts=facts,
        train=_on_host(training, preprocessing, facts),
        validation=_held(stored, validation, stored.validation, preprocessing, facts),
        test=_held(stored, test, stored.test, preprocessing, facts),
        preprocessing=preprocessing,
        fingerprint=written(digest),
        notices=stored.notices(found),
        pool=pool,
        own_splits=stored.own_splits,
    )


def _fitted_to(source: OpenSource, stored: StoredRows, prepared: Preprocessing, seed: int) -> Preprocessing:
    """The steps on the host, which were applied already, and those in the network, fitted to the rows."""
    wanted, facts = source.treatment, source.facts
    fitting = _Fitting(wanted, facts, stored.train, seed)
    if fitting.is_needed:
        for block in prefetched(blocks_of(stored.train.inputs)):
            fitting.add(block)
    steps = (*prepared.steps, *fitting.preprocessing().steps)
    return replace(prepared, steps=steps, targets=target_units(wanted, facts, stored.train.targets))


def _as_prepared(source: OpenSource, stored: StoredRows, pool: int, fitted: Preprocessing) -> Dataset:
    """The dataset of a source that has drawn the rows itself, and applied the steps on the host."""
    return Dataset(
        source.facts,
        stored.train,
        stored.validation,
        stored.test,
        fitted,
        stored.fingerprint,
        stored.notices(()),
        pool,
        stored.prepared,
    )


class _Fitting:
    """What is measured of the training rows while they are read."""

    def __init__(self, wanted: Treatment, facts: DataFacts, training: Split, seed: int) -> None:
        self._wanted = wanted
        self._facts = facts
        inputs = require_stored(training.inputs)
        self._sample = Sample(inputs, max(SAMPLE_BYTES // inputs.row_bytes, 16), (seed, 2))
        self._moments = Moments()
        standardizes = wanted.standardize and facts.kind != "image"
        self._is_measured = standardizes and wanted.standardize != "robust"
        self._is_sampled = facts.kind == "image" or (standardizes and not self._is_measured)

    @property
    def is_needed(self) -> bool:
        """Whether anything depends on the rows."""
        return self._is_measured or self._is_sampled

    def add(self, rows: Array) -> None:
        if self._is_measured:
            self._moments.add(rows)
        if self._is_sampled:
            self._sample.add(rows)

    def preprocessing(self) -> Preprocessing:
        scale = scale_of(self._moments) if self._is_measured else None
        return fit_preprocessing(self._wanted, self._facts, self._sample.rows, scale)


def _hold_back(
    stored: StoredRows,
    kept: Members | None,
    share: float,
    seed: tuple[int, int],
    names: tuple[str, ...],
) -> tuple[Members | None, Members | None]:
    """As `hold_back`, of groups if there are any: their rows are few, because they are large."""
    targets, groups = require_stored(stored.train.targets), stored.groups
    if groups is None or share == 0:
        return hold_back(targets, kept, share, seed, names)
    left = np.arange(len(targets)) if kept is None else kept.numbers()
    of_left = np.searchsorted(left, groups[left])
    labels = targets[:][left] if names else None
    drawn = split_indices(len(left), labels, share, seed, names, of_left)
    stays, held = (Members.at(len(targets), left[rows]) for rows in drawn)
    return stays, held


def _held(
    stored: StoredRows,
    members: Members | None,
    own: Split | None,
    preprocessing: Preprocessing,
    facts: DataFacts,
) -> Split | None:
    """The rows of a split: those drawn from the training rows, or the source's `own`."""
    rows = stored.train.part(members) if members else own
    return _on_host(rows, preprocessing, facts) if rows else None


def _on_host(rows: Split, preprocessing: Preprocessing, facts: DataFacts) -> Split:
    if not preprocessing.host:
        return rows
    inputs = require_stored(rows.inputs)
    return Split(inputs.mapped(preprocessing.on_host, facts.shape, inputs.dtype), rows.targets)
