"""From the `data` section to the dataset, whatever the source."""

from dataclasses import replace

from mlpcli.config import sources
from mlpcli.config.facts import DataFacts
from mlpcli.config.sources import DataSection
from mlpcli.data.arrays import read_arrays
from mlpcli.data.dataset import Array, Dataset, Original, Split
from mlpcli.data.describe import describe
from mlpcli.data.downloaded import read_download
from mlpcli.data.downloads import DownloadError
from mlpcli.data.fingerprint import fingerprint
from mlpcli.data.generated import read_gate, read_generated
from mlpcli.data.preprocessing import Pixels, Preprocessing, Resize, RobustScale, Scale, Step, takes_pictures
from mlpcli.data.preprocessing.border import fit_border
from mlpcli.data.remote import Opener, Progress, open_url
from mlpcli.data.split import split_indices
from mlpcli.errors import DataError


def load(
    source: DataSection, seed: int, progress: Progress | None = None, *, opener: Opener = open_url
) -> Dataset:
    """Reads or draws all rows, holds back test and validation rows, and fits the preprocessing.

    Test rows are the source's own, or drawn first; validation rows are drawn from what is left, and the
    preprocessing is fitted on what is left then. Raises DataError, or DownloadError if that is the reason.
    """
    facts = describe(source)
    original = _read(source, facts, seed, progress, opener)
    train, test = original.train, original.test
    if test is None and isinstance(source, sources.SplitSource):
        train, test = _hold_back(train, facts, "test", source.test, (seed, 0))
    validation = None
    if isinstance(source, sources.Source):
        train, validation = _hold_back(train, facts, "validation", source.validation, (seed, 1))
    preprocessing = _preprocessing(source, facts, train)
    return Dataset(
        facts=facts,
        train=_on_host(train, preprocessing),
        validation=_on_host(validation, preprocessing) if validation else None,
        test=_on_host(test, preprocessing) if test else None,
        preprocessing=preprocessing,
        fingerprint=fingerprint(original),
        notices=original.notices,
    )


def load_or_fallback(
    source: DataSection, seed: int, progress: Progress | None = None, *, opener: Opener = open_url
) -> tuple[DataSection, Dataset]:
    """As `load`, but where `source` cannot be had and names a fallback, that source, its data and a notice.

    The fallback of mnist has the same shape and the same classes.
    """
    try:
        return source, load(source, seed, progress, opener=opener)
    except DownloadError as error:
        if not isinstance(source, sources.Mnist) or source.fallback is None:
            raise
        digits = _digits_for(source)
        dataset = load(digits, seed)
        notice = (
            f"mnist could not be found or downloaded ({error.reason}); training on digits instead: 1,797 "
            f"images enlarged from 8x8 to 28x28. Put mnist.npz into {error.path.parent} for the real one"
        )
        return digits, replace(dataset, notices=(notice, *dataset.notices))


def _digits_for(source: sources.Mnist) -> sources.Digits:
    test = min(0.2, (1 - source.validation) / 2)
    return sources.Digits(
        source="digits", size=28, validation=source.validation, test=test, rescale=source.rescale
    )


def _read(
    source: DataSection, facts: DataFacts, seed: int, progress: Progress | None, opener: Opener
) -> Original:
    match source:
        case sources.Digits() | sources.Iris() | sources.Wine() | sources.BreastCancer() | sources.Diabetes():
            # Imported here because it brings scikit-learn, more than a second that the others need not wait.
            from mlpcli.data.bundled import read_bundled

            return read_bundled(source)
        case sources.Gates():
            return read_gate(source)
        case sources.Blobs() | sources.Moons() | sources.Circles() | sources.Spirals() | sources.Waves():
            return read_generated(source, seed)
        case sources.Arrays():
            return read_arrays(source, facts)
        case (
            sources.Mnist()
            | sources.FashionMnist()
            | sources.Cifar10()
            | sources.Cifar100()
            | sources.CaliforniaHousing()
        ):
            return read_download(facts, progress, opener)


def _hold_back(
    rows: Split, facts: DataFacts, name: str, share: float, seed: tuple[int, int]
) -> tuple[Split, Split | None]:
    labels = rows.targets if facts.classes else None
    try:
        kept, held = split_indices(len(rows), labels, share, seed, facts.classes)
    except DataError as error:
        raise DataError(
            f"{facts.name}: no rows can be drawn for `{name}`: {error.message}", error.fix
        ) from error
    if not len(held):
        return rows, None
    return _take(rows, kept), _take(rows, held)


def _take(rows: Split, indices: Array) -> Split:
    return Split(rows.inputs[indices], rows.targets[indices])


def _on_host(rows: Split, preprocessing: Preprocessing) -> Split:
    return replace(rows, inputs=preprocessing.on_host(rows.inputs))


def _preprocessing(source: DataSection, facts: DataFacts, train: Split) -> Preprocessing:
    steps: list[Step] = []
    if takes_pictures(facts):
        steps.append(Resize.fit(train.inputs))
    rescales = isinstance(source, sources.Images | sources.Digits | sources.Arrays) and source.rescale
    scales = isinstance(source, sources.Vectors | sources.Generated | sources.Arrays) and source.standardize
    if facts.pixels and rescales:
        steps.append(Pixels())
    elif scales and facts.kind != "image":
        steps.append((RobustScale if scales == "robust" else Scale).fit(train.inputs))
    return Preprocessing(tuple(steps), fit_border(train.inputs) if facts.kind == "image" else None)
