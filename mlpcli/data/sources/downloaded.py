"""Datasets that are downloaded once and stored; an exported script reads the same files."""

from pathlib import Path
from typing import TYPE_CHECKING

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.config.sources import downloaded as schemas
from mlpcli.config.sources.bundled import Digits
from mlpcli.data.sources.make_facts import facts_of, numbered
from mlpcli.data.sources.open_source import QUANTITIES, Fallback, OpenSource, Reading
from mlpcli.python_code import assigned

if TYPE_CHECKING:
    from mlpcli.data.dataset import SourceRows
    from mlpcli.data.files.dataset_downloads import DownloadError
    from mlpcli.data.files.http import Opener, Progress

# https://github.com/zalandoresearch/fashion-mnist#labels
FASHION_MNIST = (
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)
# batches.meta.txt and fine_label_names.txt of https://www.cs.toronto.edu/~kriz/cifar.html
CIFAR10 = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
CIFAR100 = tuple(
    """
    apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle
    bowl boy bridge bus butterfly camel can castle caterpillar cattle
    chair chimpanzee clock cloud cockroach couch crab crocodile cup dinosaur
    dolphin elephant flatfish forest fox girl hamster house kangaroo keyboard
    lamp lawn_mower leopard lion lizard lobster man maple_tree motorcycle mountain
    mouse mushroom oak_tree orange orchid otter palm_tree pear pickup_truck pine_tree
    plain plate poppy porcupine possum rabbit raccoon ray road rocket
    rose sea seal shark shrew skunk skyscraper snail snake spider
    squirrel streetcar sunflower sweet_pepper table tank telephone television tiger tractor
    train trout tulip turtle wardrobe whale willow_tree wolf woman worm
    """.split()
)
# Copies of the bundled digits if they stand in for MNIST: with fewer, fewer of MNIST's are read right.
_COPIES = 29
# Each with its published numbers of training and test rows, or of all rows.
_KNOWN = {
    "mnist": (facts_of("mnist", "image", (28, 28, 1), numbered(10)), (60_000, 10_000)),
    "fashion_mnist": (facts_of("fashion_mnist", "image", (28, 28, 1), FASHION_MNIST), (60_000, 10_000)),
    "cifar10": (facts_of("cifar10", "image", (32, 32, 3), CIFAR10), (50_000, 10_000)),
    "cifar100": (facts_of("cifar100", "image", (32, 32, 3), CIFAR100), (50_000, 10_000)),
    "california_housing": (facts_of("california_housing", "vector", (8,)), (20_640,)),
}
_IMPORTS = frozenset({"import os", "from pathlib import Path", "import numpy as np", "import keras"})
_FILE = """\
# The file that the run read; if it is missing, it is downloaded.
{folder}
folder = Path(os.environ.get("{variable}") or folder).expanduser()
file = folder / "{name}.npz"
"""
_APART = """\
if file.exists():
    with np.load(file) as stored:
        x_train, y_train = stored["x_train"], stored["y_train"]
        x_test, y_test = stored["x_test"], stored["y_test"]
else:
    try:
        (x_train, y_train), (x_test, y_test) = keras.datasets.{name}.load_data()
    except Exception as error:
        raise SystemExit(f"{{error}}\\nPut the file at {{file}} by hand.") from error
x_train, x_test = x_train.reshape(-1, {shape}), x_test.reshape(-1, {shape})
y_train, y_test = y_train.reshape(-1), y_test.reshape(-1)
"""
# Not keras.datasets.california_housing.load_data(), which shuffles the rows.
_HOUSING = """\
if not file.exists():
    try:
        file = keras.utils.get_file(
            "california_housing.npz",
            "{address}",
            file_hash="{digest}",
            cache_subdir="datasets",
        )
    except Exception as error:
        raise SystemExit(f"{{error}}\\nPut the file at {{file}} by hand.") from error
with np.load(file) as stored:
    x, y = stored["x"], stored["y"]
"""


class _Downloaded(OpenSource):
    @property
    def facts(self) -> DataFacts:
        return _KNOWN[self.section.source_name()][0]

    @property
    def training_count(self) -> int:
        return self.left_of(_KNOWN[self.section.source_name()][1][0])

    def read(self, seed: int, progress: "Progress | None", opener: "Opener") -> "SourceRows":
        from mlpcli.data.sources.downloaded_rows import read_download

        return read_download(*_KNOWN[self.section.source_name()], progress, opener)


class Pictures(_Downloaded):
    """Images in uint8 with class numbers, in training and test rows."""

    def script(self) -> Reading:
        name, shape = self.facts.name, ", ".join(map(str, self.facts.shape))
        return Reading(_file(name) + _APART.format(name=name, shape=shape), _IMPORTS, apart=("test",))


class Mnist(Pictures):
    """MNIST, with scikit-learn's digits, in the same shape and classes, as an optional fallback."""

    section: schemas.Mnist

    def fallback(self, error: "DownloadError") -> Fallback | None:
        if self.section.fallback is None:
            return None
        validation = self.section.validation
        digits = Digits(
            source="digits",
            size=28,
            validation=validation,
            test=min(0.2, (1 - validation) / 2),
            rescale=self.section.rescale,
            copies=_COPIES,
        )
        return Fallback(
            digits,
            f"mnist was not found and could not be downloaded ({error.reason}); training on digits instead: "
            f"1,797 images enlarged from 8x8 to 28x28, and {_COPIES} distorted copies of each training "
            "image. It reads about 86 % of MNIST's digits, instead of 98 %. "
            f"For MNIST, put mnist.npz into {error.path.parent}",
        )


class CaliforniaHousing(_Downloaded):
    """Vectors in float32 with one quantity, without separate test rows."""

    # The people of a block.
    largest_input = 35_682.0
    # In 100,000 dollars.
    target_range = (0.14999, 5.00001)

    def script(self) -> Reading:
        from mlpcli.data.files.dataset_downloads import DOWNLOADS

        name = self.facts.name
        (file,) = DOWNLOADS[name].files
        code = _HOUSING.format(address=file.url, digest=file.digest)
        return Reading(_file(name) + code + QUANTITIES, _IMPORTS)


def _file(name: str) -> str:
    from mlpcli.data.files.data_home import VARIABLE, data_home

    folder = assigned("folder", _written(data_home()))
    return _FILE.format(folder=folder, variable=VARIABLE, name=name)


def _written(folder: Path) -> str:
    """The path with ~ for the home folder, so that the script works for other users."""
    home = Path.home()
    return f"~/{folder.relative_to(home).as_posix()}" if folder.is_relative_to(home) else str(folder)
