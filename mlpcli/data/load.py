"""Loading the dataset of a `data` section, from any source."""

from dataclasses import replace

import numpy as np

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.data.dataset import Dataset, SourceRows, Split, StoredRows
from mlpcli.data.files.dataset_downloads import DownloadError
from mlpcli.data.files.http import Opener, Progress, open_url
from mlpcli.data.fingerprint import fingerprint
from mlpcli.data.fit_preprocessing import as_images_were, fit_preprocessing, measured_in_blocks, target_units
from mlpcli.data.preprocessing import Preprocessing
from mlpcli.data.sources import open_source
from mlpcli.data.sources.open_source import OpenSource, Treatment
from mlpcli.data.split import Rows, drawing, split_indices
from mlpcli.data.stores.gathered import GatheredRows
from mlpcli.data.stores.load import load_stored

# While rows are read and split, three copies of them are in memory, and one more if they do not have the type
# that training takes.
_COPIES = 3
# Two pools of rows are in memory, and as much is left for what is on its way to the device.
_POOLS = 8


def load(
    source: OpenSource,
    seed: int,
    progress: Progress | None = None,
    *,
    fitted: Preprocessing | None = None,
    opener: Opener = open_url,
    memory: int | None = None,
    pool: int | None = None,
) -> Dataset:
    """Reads or draws all rows, holds back test and validation rows, and fits the preprocessing.

    Test rows are the source's own, or are drawn first; so are validation rows, or drawn from the rest; the
    preprocessing is fitted on the remaining training rows, unless it is `fitted` already. Raises DataError,
    or its subclass DownloadError if a download fails.

    Rows that would need more than `memory` bytes stay on disk if the source has them there; so do those of a
    run that shuffled `pool` of them together.
    """
    is_large = source.is_on_disk or (memory is not None and _COPIES * source.bytes > memory)
    if (is_large or pool is not None) and (stored := source.on_disk(progress)):
        return load_stored(source, stored, seed, pool or _pool_of(stored, memory or 0), fitted)
    facts, wanted = source.facts, source.treatment
    original = source.read(seed, progress, opener)
    if original.prepared is not None:
        return _as_prepared(source, original, original.prepared, fitted)
    left, test, validation = np.arange(len(original.train)), original.test, original.validation
    if test is None:
        later = wanted.validation if validation is None else 0.0
        left, held = _hold_back(original, left, facts, "test", wanted.test, (seed, 0), later)
        test = _take(original.train, held)
    if validation is None:
        left, held = _hold_back(original, left, facts, "validation", wanted.validation, (seed, 1))
        validation = _take(original.train, held)
    train = _take(original.train, left)
    preprocessing = fitted or as_images_were(_fitted(wanted, facts, train), original.white, original.reframed)
    return Dataset(
        facts=facts,
        train=_on_host(source.training_rows(train, seed), preprocessing),
        validation=_on_host(validation, preprocessing) if validation else None,
        test=_on_host(test, preprocessing) if test else None,
        preprocessing=preprocessing,
        fingerprint=fingerprint(original),
        notices=tuple(dict.fromkeys(original.notices)),
        own_splits=original.own_splits,
    )


def _as_prepared(
    source: OpenSource, rows: SourceRows, prepared: Preprocessing, fitted: Preprocessing | None
) -> Dataset:
    """The dataset of a source that has drawn the rows itself, and applied the steps on the host."""
    if fitted is None:
        in_network = _fitted(source.treatment, source.facts, rows.train)
        steps = (*prepared.steps, *in_network.steps)
        fitted = replace(prepared, steps=steps, targets=in_network.targets)
    return Dataset(
        source.facts,
        rows.train,
        rows.validation,
        rows.test,
        fitted,
        rows.fingerprint,
        # Those of a file may be those of its test rows too.
        tuple(dict.fromkeys(rows.notices)),
        prepared=prepared,
    )


def load_or_fallback(
    source: OpenSource,
    seed: int,
    progress: Progress | None = None,
    *,
    opener: Opener = open_url,
    memory: int | None = None,
) -> tuple[OpenSource, Dataset]:
    """As `load`, but if `source` cannot be downloaded, its fallback, with data that has a notice."""
    try:
        return source, load(source, seed, progress, opener=opener, memory=memory)
    except DownloadError as error:
        fallback = source.fallback(error)
        if fallback is None:
            raise
    instead = open_source(fallback.section, seed)
    dataset = load(instead, seed, progress, opener=opener)
    return instead, replace(dataset, notices=(fallback.notice, *dataset.notices))


def _fitted(wanted: Treatment, facts: DataFacts, train: Split) -> Preprocessing:
    inputs, scale = train.inputs, None
    if isinstance(inputs, GatheredRows):
        inputs, scale = measured_in_blocks(inputs, wanted)
    fitted = fit_preprocessing(wanted, facts, inputs[:], scale)
    return replace(fitted, targets=target_units(wanted, facts, train.targets))


def _pool_of(stored: StoredRows, memory: int) -> int:
    """How many training rows to shuffle together."""
    return max(1, memory // _POOLS * len(stored.train) // max(1, stored.train.bytes))


def _hold_back(
    original: SourceRows,
    left: Rows,
    facts: DataFacts,
    name: str,
    share: float,
    seed: tuple[int, int],
    later: float = 0.0,
) -> tuple[Rows, Rows]:
    """Of the training rows that are `left`, those that stay and those that are held back.

    `later` is the share that is drawn next.
    """
    labels = original.train.targets[left] if facts.classes else None
    groups = None if original.groups is None else np.searchsorted(left, original.groups[left])
    with drawing(facts.name, name, later):
        kept, held = split_indices(len(left), labels, share, seed, facts.classes, groups)
    return left[kept], left[held]


def _take(rows: Split, indices: Rows) -> Split:
    if len(indices) == len(rows):
        return rows
    return Split(rows.inputs[indices], rows.targets[indices])


def _on_host(rows: Split, preprocessing: Preprocessing) -> Split:
    return replace(rows, inputs=preprocessing.on_host(rows.inputs))
