"""The data that a Python script trains on, as the data section of a config."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass, replace

from mlpcli.config.sources import SOURCES
from mlpcli.config.translation.keras_calls import last_name
from mlpcli.config.translation.script_values import Unread, dotted
from mlpcli.config.yaml.nodes import Plain

_OTHER_NAMES = {
    "mnist_784": "mnist",
    "Fashion-MNIST": "fashion_mnist",
    "MNIST": "mnist",
    "FashionMNIST": "fashion_mnist",
    "CIFAR10": "cifar10",
    "CIFAR100": "cifar100",
}
_OF_TORCHVISION = frozenset({"MNIST", "FashionMNIST", "CIFAR10", "CIFAR100", "KMNIST", "SVHN", "ImageNet"})
_TABLES = frozenset({"read_csv", "read_table", "read_parquet", "read_excel", "genfromtxt", "loadtxt"})
_FOLDERS = frozenset({"image_dataset_from_directory", "flow_from_directory", "ImageFolder"})
_TARGETS = ("y", "target", "label", "Y")


@dataclass(frozen=True)
class FoundData:
    """`section` is the data section, empty if the data is not known; `unread` says what it is then."""

    section: Mapping[str, Plain]
    unread: Unread | None = None


def with_call(known: FoundData | None, call: ast.Call, names: Mapping[str, Plain]) -> FoundData | None:
    """What is known of the data after a call: of two files of one kind, the first one is for training."""
    found = _data_of(call, names)
    if found is None:
        return known
    if known and known.section and known.section.get("source") == found.section.get("source"):
        return known
    return found


def with_target(known: FoundData | None, name: str, value: ast.expr) -> FoundData | None:
    """What is known of a table once its target is taken from it: `y = table["price"]`, `y = rows[:, 8]`."""
    if known is None or known.section.get("source") != "table" or "target" in known.section:
        return known
    for node in ast.walk(value):
        target: Plain = None
        if isinstance(node, ast.Subscript) and name.rpartition(".")[2].startswith(_TARGETS):
            target = _column(node.slice)
        elif isinstance(node, ast.Call) and last_name(node.func) in ("pop", "drop"):
            target = _dropped(node)
        if target is not None:
            return replace(known, section={**known.section, "target": target})
    return known


def _column(index: ast.expr) -> Plain:
    """The column that an index selects: its name, or its place from 1."""
    if isinstance(index, ast.Tuple) and len(index.elts) == 2:
        place = _literal(index.elts[1])
        return place + 1 if isinstance(place, int) and place >= 0 else None
    if isinstance(index, ast.List) and len(index.elts) == 1:
        index = index.elts[0]
    name = _literal(index)
    return name if isinstance(name, str) else None


def _dropped(call: ast.Call) -> Plain:
    """The one column that `pop` or `drop` takes out of the inputs."""
    given = [*call.args[:1], *(one.value for one in call.keywords if one.arg == "columns")]
    if not given:
        return None
    name = _column(given[0]) if not isinstance(given[0], ast.Tuple) else None
    return name


def _literal(node: ast.expr) -> Plain:
    value = node.value if isinstance(node, ast.Constant) else None
    return value if isinstance(value, str | int) and not isinstance(value, bool) else None


def _data_of(call: ast.Call, names: Mapping[str, Plain]) -> FoundData | None:
    name = last_name(call.func)
    if name in _TABLES | _FOLDERS or (name == "load" and dotted(call.func) in ("np.load", "numpy.load")):
        return _file(call, name, names)
    found = ""
    if name == "load_data" and isinstance(call.func, ast.Attribute):
        alias = last_name(call.func.value)
        found = str(names.get(alias, alias))
    elif dotted(call.func) == "tfds.load" or name == "fetch_openml":
        given = [*call.args[:1], *(one.value for one in call.keywords if one.arg == "name")]
        found = str(_literal(given[0]) or name) if given else name
    elif name in _OF_TORCHVISION:
        found = name
    elif name.startswith(("load_", "make_", "fetch_")):
        found = name.partition("_")[2]
        if found not in SOURCES and name.startswith("load_"):
            return None
    return _named(found, call) if found else None


def _named(name: str, call: ast.Call) -> FoundData:
    name = _OTHER_NAMES.get(name, name)
    if name in SOURCES and name not in ("table", "images", "arrays", "series"):
        return FoundData({"source": name})
    return FoundData({}, Unread(f"the data {name}", call.lineno))


def _file(call: ast.Call, name: str, names: Mapping[str, Plain]) -> FoundData:
    path: Plain = None
    if call.args:
        first = call.args[0]
        path = _literal(first) if isinstance(first, ast.Constant) else names.get(dotted(first))
    if not isinstance(path, str) or not path or "://" in path:
        return FoundData({}, Unread(f"the data of {name}", call.lineno))
    if name in _FOLDERS:
        return FoundData({"source": "images", "path": path})
    if name == "load":
        return FoundData({"source": "arrays", "path": path})
    stem, _, suffix = path.rpartition(".")
    is_workbook = suffix.lower() in ("xls", "xlsx")
    return FoundData({"source": "table", "path": f"{stem}.csv" if is_workbook else path})
