"""How a script reads or draws what a source holds, as it was read for the run.

One piece is left in `x` and `y`; rows that come apart in `x_train`, `y_train`, `x_test` and `y_test`. Inputs
have the shape and the type that the model takes, targets are class numbers `[rows]` or numbers
`[rows, targets]`.
"""

from collections.abc import Callable, Mapping
from typing import Any

from mlpcli.config import sources
from mlpcli.config.model import Section as ConfigSection
from mlpcli.config.sources import DataSection
from mlpcli.data.generated import GATES
from mlpcli.python_code import Call, Name, assigned
from mlpcli.script.arrays import read_arrays
from mlpcli.script.downloads import read_downloaded, read_housing
from mlpcli.script.functions import ENLARGED, SPIRALS, WAVES
from mlpcli.script.section import Reading

_NUMPY = frozenset({"import numpy as np"})
# In NumPy's own types, as training has them.
_CLASSES = 'x, y = x.astype("float32"), y.astype("int32")\n'
_NUMBERS = 'x, y = x.astype("float32"), y.astype("float32").reshape(-1, 1)\n'
_DIGITS = """\
x, y = load_digits(return_X_y=True)
x = np.rint(x.reshape(-1, 8, 8) * (255 / 16)).astype("uint8")
"""


def reading(source: DataSection) -> Reading:
    """The lines that read `source`. Raises DataError for arrays that are missing or broken."""
    return _READINGS[type(source)](source)


def _bundled(source: Any) -> Reading:
    code = f"x, y = load_{source.source}(return_X_y=True)\n"
    fitted = _NUMBERS if isinstance(source, sources.Diabetes) else _CLASSES
    return Reading(code + fitted, frozenset({f"from sklearn.datasets import load_{source.source}"}))


def _digits(source: sources.Digits) -> Reading:
    imports = _NUMPY | {"from sklearn.datasets import load_digits"}
    if source.size == 8:
        return Reading(_DIGITS + "x = x[..., None]\n", imports)
    margin = min(source.size // 7, (source.size - 8) // 2)
    enlarging = (
        "# With MNIST's margin of a seventh.\n"
        f"x = enlarged(x, {source.size - 2 * margin})\n"
        f"x = np.pad(x, [(0, 0), ({margin}, {margin}), ({margin}, {margin})])[..., None]\n"
    )
    return Reading(_DIGITS + enlarging, imports, (ENLARGED,))


def _gate(source: sources.Gates) -> Reading:
    code = (
        'x_train = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype="float32")\n'
        f"y_train = np.array({list(GATES[source.gate])})\n"
        "x_test, y_test = x_train, y_train\n"
    )
    return Reading(code, _NUMPY, apart=True)


def _from_sklearn(maker: str, names: Mapping[str, str]) -> Callable[[Any], Reading]:
    """`names` are the source's keys by the argument's."""

    def made(source: Any) -> Reading:
        arguments: dict[str, object] = {name: _plain(getattr(source, key)) for name, key in names.items()}
        arguments["random_state"] = Name("RandomState(MT19937(SEED))")
        code = assigned("x, y", Call(maker, [source.rows], arguments)) + "\n"
        imports = {"from numpy.random import MT19937, RandomState", f"from sklearn.datasets import {maker}"}
        return Reading(code + _CLASSES, frozenset(imports))

    return made


def _drawn(function: str, text: str, names: tuple[str, ...]) -> Callable[[Any], Reading]:
    def drawn(source: Any) -> Reading:
        arguments = {name: getattr(source, name) for name in names}
        code = assigned("x, y", Call(function, keywords=arguments)) + "\n"
        return Reading(code + _CLASSES, _NUMPY, (text,))

    return drawn


def _plain(value: object) -> object:
    return [list(center) for center in value] if isinstance(value, tuple) else value


_READINGS: Mapping[type[ConfigSection], Callable[[Any], Reading]] = {
    sources.Mnist: read_downloaded,
    sources.FashionMnist: read_downloaded,
    sources.Cifar10: read_downloaded,
    sources.Cifar100: read_downloaded,
    sources.CaliforniaHousing: read_housing,
    sources.Digits: _digits,
    sources.Iris: _bundled,
    sources.Wine: _bundled,
    sources.BreastCancer: _bundled,
    sources.Diabetes: _bundled,
    sources.Gates: _gate,
    sources.Blobs: _from_sklearn("make_blobs", {"centers": "centers", "cluster_std": "spread"}),
    sources.Moons: _from_sklearn("make_moons", {"noise": "noise"}),
    sources.Circles: _from_sklearn("make_circles", {"noise": "noise", "factor": "factor"}),
    sources.Spirals: _drawn("spirals", SPIRALS, ("rows", "arms", "turns", "noise")),
    sources.Waves: _drawn("waves", WAVES, ("rows", "steps", "noise")),
    sources.Arrays: read_arrays,
}
