"""Mistakes in the name of a source, and data of the user's own."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from mlpcli.config.messages.example_values import EXAMPLES
from mlpcli.config.messages.finding import Fix
from mlpcli.config.messages.fixes import write
from mlpcli.config.messages.known_keys import keys_of
from mlpcli.config.messages.mistake import Mistake, Words
from mlpcli.config.messages.quoting import shown
from mlpcli.config.messages.spelling import listed, nearest, suggest
from mlpcli.config.translation.classes import argument_named
from mlpcli.config.translation.keys import TRAINED
from mlpcli.config.translation.other_names import FILES
from mlpcli.config.translation.split_keys import shares_meant
from mlpcli.config.yaml.edits import Put, Remove
from mlpcli.config.yaml.nodes import Plain
from mlpcli.config.yaml.notation import one_line
from mlpcli.shell_words import path_word

# What people call the file and the column to predict.
_PATHS = (*FILES, "train", "dataset")
# What they call the source.
_NAMES = ("dataset", "name", "type", "dataset_name", "kind")
# `pd.read_csv('a.csv', sep=';')`
_QUOTED_FILE = re.compile(r"['\"]([^'\"]+\.\w+)['\"]")
_QUOTED_SEPARATOR = re.compile(r"\b(?:sep|delimiter|separator) *= *['\"](\\?[^'\"])['\"]")
_TARGETS = ("target", "label", "y", "target_column", "label_column", "class_column", "y_column", "labels")


def no_source(mistake: Mistake) -> Words:
    known = keys_of(("source",))
    section = mistake.value if isinstance(mistake.value, dict) else {}
    for key in _NAMES:
        name = str(section.get(key, "")).lower()
        if name in known:
            edits = (Remove((*mistake.path[:1], key)), Put((*mistake.path[:1], "source"), name))
            return "source is missing", Fix(f"write source: {name} in place of {key}", edits)
    if (alone := next(iter(section), "")) in known and len(section) == 1:
        below = section[alone]
        whole: Plain = {"source": alone, **(below if isinstance(below, dict) else {})}
        return "source is missing", write(mistake.path[:1], whole)
    named = (section.get(key) for key in ("path", *_PATHS))
    if file := next((one for one in named if isinstance(one, str) and "." in one), None):
        return "source is missing", _own_file(mistake, file)
    text = f"add source: {EXAMPLES['source']}; {listed('', known)}"
    return "source is missing", Fix(
        text, (Put((*mistake.path[:1], "source"), EXAMPLES["source"]),), is_example=True
    )


def unknown_source(mistake: Mistake) -> Words:
    found, known = mistake.value["source"], keys_of(("source",))
    path = (*mistake.path[:1], "source")
    if isinstance(found, list | dict) and len(found) == 1 and next(iter(found)) in known:
        name = str(next(iter(found)))
        return f"found {shown(found)}, expected the name of a source", write(path, name)
    if not isinstance(found, str):
        text = f"write source: {EXAMPLES['source']}; {listed('', known)}"
        return f"found {shown(found)}, expected the name of a source", write(
            path, EXAMPLES["source"], text, is_example=True
        )
    message = f"there is no source called {shown(found, quoted=False)}"
    if found.lower() in _FOLDERS:
        return message, _own_folder(mistake)
    if found.lower() in _FILES or found.lower().rpartition(".")[2] in _FILES:
        return message, _own_file(mistake, found)
    if meant := nearest(found, known):
        return message, write(path, meant, suggest(found, known))
    usual = EXAMPLES["source"]
    return message, write(
        path, usual, f"choose one, such as {usual}; {listed(found, known)}", is_example=True
    )


def row_split(mistake: Mistake) -> Words:
    """Shares of the rows where it is said how they are drawn."""
    message = f"found {shown(mistake.value)}, expected random, or a column to split by"
    if shares := shares_meant(mistake.value, str(mistake.written((*mistake.path[:1], "source")))):
        edits = (Put((*mistake.path[:1], key), share) for key, share in shares.items())
        text = f"write in its place: {one_line(dict(shares))[1:-1]}"
        return message, Fix(text, (Remove(mistake.path), *edits))
    return message, write(mistake.path, "random", str(mistake.context["fix"]), is_example=True)


def file_as_data(mistake: Mistake) -> Fix | None:
    """`data: a.csv`, `data: pd.read_csv('a.csv')` and `data: photos/`; None if it names no file or folder."""
    text = str(mistake.value)
    quoted_file = _QUOTED_FILE.search(text)
    file = quoted_file[1] if quoted_file else text
    if file.lower().rpartition(".")[2] in _FILES and "(" not in file:
        return _own_file(mistake, file)
    return _own_folder(mistake, file) if re.fullmatch(r"[\w. -]*/[\w./ -]*", file) else None


def _section(mistake: Mistake) -> Mapping[str, Plain]:
    """What the section says of the data; if it is a text, what that and the keys beside the section do."""
    section = mistake.written(mistake.path[:1])
    if isinstance(section, dict):
        return section
    beside = mistake.written(())
    sections = keys_of(())
    found = {key: item for key, item in beside.items() if key not in sections}
    if separator := _QUOTED_SEPARATOR.search(str(section)):
        found["separator"] = separator[1].replace("\\t", "\t")
    return found


_FILES = frozenset(
    {
        "csv",
        "tsv",
        "table",
        "file",
        "parquet",
        "excel",
        "xlsx",
        "xls",
        "json",
        "jsonl",
        "npz",
        "npy",
        "numpy",
        "pandas",
        "dataframe",
        "txt",
    }
)


_FOLDERS = frozenset(
    {"folder", "image", "image_folder", "imagefolder", "image_directory", "directory", "pictures", "photos"}
)


def _own_folder(mistake: Mistake, found: Plain = None) -> Fix:
    """What to do with a folder of the user's own images."""
    path = found or mistake.written((*mistake.path[:1], "path"))
    data: dict[str, Plain] = {"source": "images", "path": path if isinstance(path, str) else "photos"}
    data |= _kept_keys(mistake, data)
    is_example = path != data["path"]
    return Fix(f"write data: {one_line(data)}", (Put(mistake.path[:1], data),), is_example=is_example)


def _kept_keys(mistake: Mistake, data: dict[str, Plain]) -> dict[str, Plain]:
    """The keys of the section that the source of `data` has too."""
    known = keys_of((str(data["source"]),))
    section = _section(mistake)
    named = {argument_named(key, known): item for key, item in section.items() if key not in _PATHS}
    trained = next((section[key] for key in TRAINED if isinstance(section.get(key), float)), 0.0)
    if isinstance(trained, float) and 0 < trained < 1 and not {"validation", "test"} & named.keys():
        named["validation"] = round(1 - trained, 9)
    # `val: true` says nothing of how many rows.
    validates = isinstance(named.get("validation"), bool)
    without = {*data, "validation"} if validates else data.keys()
    return {key: item for key, item in named.items() if key in known and key not in without}


def _own_file(mistake: Mistake, found: str) -> Fix:
    """What to do with a file of the user's own: arrays of NumPy, or a table."""
    section = _section(mistake)
    named = [text for key in ("path", *_PATHS) if isinstance(text := section.get(key), str)]
    files = [text for text in (*named, found) if "." in text]
    ready = [text for text in files if text.endswith((".npz", ".npy"))]
    if not ready and found.lower() not in ("npz", "npy", "numpy"):
        return _own_table(mistake, files, section)
    data: dict[str, Plain] = {"source": "arrays", "path": ready[0] if ready else "data.npz"}
    data |= _kept_keys(mistake, data)
    if ready:
        return Fix(f"write data: {one_line(data)}", (Put(mistake.path[:1], data),))
    return Fix(
        "save the inputs and the targets with NumPy, numpy.savez('data.npz', x=..., y=...), and write "
        f"data: {one_line(data)}",
        (Put(mistake.path[:1], data),),
        is_example=True,
    )


def _own_table(mistake: Mistake, files: Sequence[str], section: Mapping[str, Plain]) -> Fix:
    path = next(iter(files), "data.csv")
    stem, _, kind = path.rpartition(".")
    is_workbook = kind.lower() in ("xls", "xlsx")
    path = f"{stem}.csv" if is_workbook else path
    target = next((section[key] for key in _TARGETS if isinstance(section.get(key), str | int)), None)
    data: dict[str, Plain] = {"source": "table", "path": path, "target": target or "class"}
    data |= _kept_keys(mistake, data)
    save = "save the table as csv, and " if is_workbook else ""
    more = "" if target else "; target is the column to predict"
    init = f"mlpcli init {path_word(Path(path))} writes a whole config"
    return Fix(
        f"{save}write data: {one_line(data)}{more}; {init}",
        (Put(mistake.path[:1], data),),
        is_example=not (target and files) or is_workbook,
    )
