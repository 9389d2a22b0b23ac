"""Loading the dataset of a `data` section, from any source."""

from dataclasses import replace

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.data.dataset import Array, Dataset, SourceRows, Split
from mlpcli.data.files.dataset_downloads import DownloadError
from mlpcli.data.files.http import Opener, Progress, open_url
from mlpcli.data.fingerprint import fingerprint
from mlpcli.data.preprocessing import Pixels, Preprocessing, Resize, RobustScale, Scale, Step, takes_pictures
from mlpcli.data.preprocessing.drawings.convention import measure
from mlpcli.data.preprocessing.image_border import fit_border
from mlpcli.data.sources import open_source
from mlpcli.data.sources.open_source import OpenSource, Treatment
from mlpcli.data.split import split_indices
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

    Test rows are the source's own, or are drawn first; validation rows are drawn from the rest; the
    preprocessing is fitted on the remaining training rows, unless it is `fitted` already. Raises DataError,
    or its subclass DownloadError if a download fails.
    """
    facts, wanted = source.facts, source.treatment
    original = source.read(seed, progress, opener)
    if original.prepared is not None:
        return _as_prepared(source, original, original.prepared, fitted)
    train, test = original.train, original.test
    if test is None:
        train, test = _hold_back(train, facts, "test", wanted.test, (seed, 0))
    train, validation = _hold_back(train, facts, "validation", wanted.validation, (seed, 1))
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
        in_network = _preprocessing(source.treatment, source.facts, rows.train).steps
        fitted = replace(prepared, steps=(*prepared.steps, *in_network))
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
    rows: Split, facts: DataFacts, name: str, share: float, seed: tuple[int, int]
) -> tuple[Split, Split | None]:
    labels = rows.targets if facts.classes else None
    try:
        kept, held = split_indices(len(rows), labels, share, seed, facts.classes)
    except DataError as error:
        raise DataError(f"{facts.name}: cannot draw rows for `{name}`: {error.message}", error.fix) from error
    if not len(held):
        return rows, None
    return _take(rows, kept), _take(rows, held)


def _take(rows: Split, indices: Array) -> Split:
    return Split(rows.inputs[indices], rows.targets[indices])


def _on_host(rows: Split, preprocessing: Preprocessing) -> Split:
    return replace(rows, inputs=preprocessing.on_host(rows.inputs))


def _preprocessing(wanted: Treatment, facts: DataFacts, train: Split) -> Preprocessing:
    steps: list[Step] = []
    if takes_pictures(facts):
        steps.append(Resize.fit(train.inputs))
    if facts.pixels and wanted.rescale:
        steps.append(Pixels())
    elif wanted.standardize and facts.kind != "image":
        steps.append((RobustScale if wanted.standardize == "robust" else Scale).fit(train.inputs))
    return Preprocessing(
        tuple(steps),
        border=fit_border(train.inputs) if facts.kind == "image" else None,
        drawing=measure(train.inputs) if takes_pictures(facts) else None,
    )
