"""The data that a Python script trains on, as the data section of a config."""

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from mlpcli.config.sources import SOURCES
from mlpcli.config.translation.pasted_code import last_name
from mlpcli.config.translation.scripts.column_kinds import read_as_categories
from mlpcli.config.translation.scripts.column_names import used_columns
from mlpcli.config.translation.scripts.columns import FoundColumns
from mlpcli.config.translation.scripts.headers import names_in_place, names_of_places
from mlpcli.config.translation.scripts.made_data import DRAWN, made_data
from mlpcli.config.translation.scripts.values import Unread, dotted, unread
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
# What scikit-learn makes besides; a script makes layers and features of its own.
_MADE = frozenset(
    """
    classification regression blobs gaussian_quantiles hastie_10_2 friedman1 friedman2 friedman3 s_curve
    swiss_roll multilabel_classification
    """.split()
)
# In what files are called that a training writes.
_OF_A_RUN = re.compile(r"log_dir|logger|metrics|history")
_NO_DATA = frozenset({"make_pipeline", "make_union", "make_column_transformer", "load_model", "load_weights"})
_FOLDERS = frozenset({"image_dataset_from_directory", "flow_from_directory", "ImageFolder"})


@dataclass(frozen=True)
class FoundData:
    """`section` is the data section, empty if the data is not known; `unread` says what is not.

    `columns` are those of a table, and `to_do` is what has to be done before they can be read.
    """

    section: Mapping[str, Plain]
    unread: Unread | None = None
    columns: FoundColumns = FoundColumns()
    to_do: str = ""


def with_call(known: FoundData | None, call: ast.Call, names: Mapping[str, Plain]) -> FoundData | None:
    """What is known of the data after a call: of two files of one kind, the first one is for training."""
    found = _data_of(call, names)
    if found is None:
        return known
    if known and known.section and known.section.get("source") == found.section.get("source"):
        if (path := found.section.get("path")) != known.section.get("path"):
            more = (*known.columns.unread, Unread(f"the rows of {path}", call.lineno))
            return replace(known, columns=replace(known.columns, unread=more))
        if found.section != known.section:
            more = (*known.columns.unread, Unread(f"the rows of {last_name(call.func)}", call.lineno))
            return replace(known, columns=replace(known.columns, unread=more))
        return known
    return found


def with_columns(
    known: FoundData | None, target: ast.expr | None, value: ast.expr, names: Mapping[str, Plain]
) -> FoundData | None:
    """What is known of a table once `target` gets some of its columns: `y = table["price"]`."""
    if known is None or known.section.get("source") != "table":
        return known
    return replace(known, columns=known.columns.after(target, value, names))


def without_columns(
    known: FoundData | None, deleted: ast.Delete, names: Mapping[str, Plain]
) -> FoundData | None:
    """What is known of a table after `del table["id"]`."""
    if known is None or known.section.get("source") != "table":
        return known
    columns = known.columns
    for one in deleted.targets:
        columns = columns.without(one.slice, names) if isinstance(one, ast.Subscript) else columns
    return replace(known, columns=columns)


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
    elif name.startswith(("load_", "make_", "fetch_")) and name not in _NO_DATA:
        found = name.partition("_")[2]
        if found not in SOURCES and not name.startswith("fetch_") and found not in _MADE:
            return None
    return _named(found, call, names) if found else None


def _named(name: str, call: ast.Call, names: Mapping[str, Plain]) -> FoundData:
    name = _OTHER_NAMES.get(name, name)
    if name in DRAWN and last_name(call.func) == f"make_{name}":
        made = made_data(name, call, names)
        if made is None:
            return FoundData({}, Unread(f"the data {name}", call.lineno))
        return FoundData(made.section, columns=FoundColumns(unread=made.unread))
    if name in SOURCES and name not in ("table", "images", "arrays", "series"):
        return FoundData({"source": name})
    return FoundData({}, Unread(f"the data {name}", call.lineno))


def _file(call: ast.Call, name: str, names: Mapping[str, Plain]) -> FoundData | None:
    path: Plain = None
    given = [*call.args[:1], *(one.value for one in call.keywords if one.arg in ("directory", "root"))]
    if given:
        path = _literal(given[0]) if isinstance(given[0], ast.Constant) else names.get(dotted(given[0]))
    if given and not isinstance(path, str) and _OF_A_RUN.search(ast.unparse(given[0])):
        return None
    if name in _FOLDERS and given and not isinstance(path, str):
        return FoundData({"source": "images", "path": "images"}, unread(given[0], is_layer=False))
    if not isinstance(path, str) or not path or "://" in path:
        return FoundData({}, Unread(f"the data of {name}", call.lineno))
    if name in _FOLDERS:
        return FoundData({"source": "images", "path": path})
    if name == "load":
        return FoundData({"source": "arrays", "path": path})
    stem, _, suffix = path.rpartition(".")
    is_workbook = suffix.lower() in ("xls", "xlsx")
    section = {"source": "table", "path": f"{stem}.csv" if is_workbook else path}
    to_do = f"save {path} as {stem}.csv" if is_workbook else ""
    return FoundData(section, columns=_of_a_reader(call, names), to_do=to_do)


def _of_a_reader(call: ast.Call, names: Mapping[str, Plain]) -> FoundColumns:
    """The columns that a table is read with, and the one that only numbers its rows."""
    renamed = names_in_place(call, names)
    texts, unknown = read_as_categories(call, names)
    categories: dict[Plain, int] = dict.fromkeys(texts, call.lineno)
    missing = (unknown,) if unknown else ()
    nodes = {one.arg: one.value for one in call.keywords}
    given = {key: used_columns(node, names) for key, node in nodes.items()}
    used, numbering = given.get("usecols", ()), given.get("index_col", ())
    if "usecols" in nodes and not used and ast.unparse(nodes["usecols"]) != "None":
        said = Unread(f"usecols={unread(nodes['usecols'], is_layer=False).text}", call.lineno)
        return FoundColumns(dropped=numbering, read=(), unread=(said, *missing), categories=categories)
    places = tuple(one for one in used if isinstance(one, int))
    read: tuple[Plain, ...] | None = None
    if used:
        # pandas keeps the order of the file, which names do not tell, and numpy the one that is asked for.
        in_order = [*places] if last_name(call.func) in ("loadtxt", "genfromtxt") else sorted(places)
        is_known = len(places) == len(used) and not numbering
        read = tuple(in_order) if is_known else (None,) * len(used)
    whole = used if len(places) < len(used) else names_of_places(call, places, names)
    by_place = None
    if used and not whole:
        text = unread(nodes["usecols"], is_layer=False).text
        by_place = Unread(f"usecols={text}", call.lineno, is_layer=False)
    return FoundColumns(
        features=used,
        dropped=numbering,
        read=read,
        renamed=renamed,
        whole=whole,
        by_place=by_place,
        is_numbered="header" in nodes and ast.unparse(nodes["header"]) == "None" and "names" not in nodes,
        unread=missing,
        categories=categories,
    )
