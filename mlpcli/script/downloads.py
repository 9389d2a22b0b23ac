"""How a script reads the downloadable datasets: from where they are kept, else from the network."""

from pathlib import Path
from typing import Any

from mlpcli.config import sources
from mlpcli.data.downloads import DOWNLOADS
from mlpcli.data.home import VARIABLE, data_home
from mlpcli.python_code import assigned
from mlpcli.script.section import Reading

_IMPORTS = frozenset({"import os", "from pathlib import Path", "import numpy as np", "import keras"})
_SHAPES: dict[type, str] = {
    sources.Mnist: "28, 28, 1",
    sources.FashionMnist: "28, 28, 1",
    sources.Cifar10: "32, 32, 3",
    sources.Cifar100: "32, 32, 3",
}
_FILE = """\
# The file that the run read, or where it is missing, a download.
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
x, y = x.astype("float32"), y.astype("float32").reshape(-1, 1)
"""


def read_downloaded(source: Any) -> Reading:
    """The lines for a dataset that comes as training and test rows."""
    code = _APART.format(name=source.source, shape=_SHAPES[type(source)])
    return Reading(_file(source.source) + code, _IMPORTS, apart=True)


def read_housing(source: sources.CaliforniaHousing) -> Reading:
    """The lines for California housing, which comes in one piece."""
    (file,) = DOWNLOADS[source.source].files
    code = _HOUSING.format(address=file.url, digest=file.digest)
    return Reading(_file(source.source) + code, _IMPORTS)


def _file(name: str) -> str:
    folder = assigned("folder", _written(data_home()))
    return _FILE.format(folder=folder, variable=VARIABLE, name=name)


def _written(folder: Path) -> str:
    """With ~ for the user's own folder, so that the script fits another user as well."""
    home = Path.home()
    return f"~/{folder.relative_to(home).as_posix()}" if folder.is_relative_to(home) else str(folder)
