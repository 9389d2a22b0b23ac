"""Files that are given as a config and are something else: code, tables, images, saved networks."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from mlpcli.config.translation.classes import Unreadable
from mlpcli.config.translation.fences import has_fence, without_fence
from mlpcli.config.translation.ini_files import config_of_darknet, config_of_ini
from mlpcli.config.translation.listings import (
    has_bullets,
    has_entities,
    has_marks,
    has_numbers,
    has_slashes,
    with_dashes,
    without_entities,
    without_marks,
    without_numbers,
    without_slashes,
)
from mlpcli.config.translation.lookalikes import has_lookalikes, straightened
from mlpcli.config.translation.pasted_code import parsed
from mlpcli.config.translation.printed_networks import config_of_print
from mlpcli.config.translation.scripts.notebooks import Notebook, notebook_in
from mlpcli.config.translation.scripts.other_frameworks import refused_script
from mlpcli.config.translation.scripts.translate import Translated
from mlpcli.config.translation.sections_beside_code import config_with_sections
from mlpcli.config.translation.summaries import config_of_summary
from mlpcli.config.translation.toml_files import config_of_toml
from mlpcli.config.yaml.line_edits import split_lines
from mlpcli.config.yaml.mended_files import read_or_mended
from mlpcli.config.yaml.mending import IN_INI, IN_TOML, INSTEAD
from mlpcli.config.yaml.nodes import MappingNode, Node
from mlpcli.config.yaml.reader import ReadText, read_text
from mlpcli.errors import ConfigError, LineEdit, Problem
from mlpcli.shell_words import path_word

_TABLES = frozenset({".csv", ".tsv", ".tab", ".parquet", ".jsonl", ".ndjson"})
_WORKBOOKS = frozenset({".xlsx", ".xls", ".ods"})
_IMAGES = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp"})
_NETWORKS = frozenset({".h5", ".keras", ".hdf5", ".tflite", ".onnx", ".pb", ".safetensors", ".pt", ".pth"})


# How to know, and how to mend, what pages, keyboards and editors make of a config.
_MENDS = (
    (has_fence, without_fence),
    (has_entities, without_entities),
    (has_slashes, without_slashes),
    (has_marks, without_marks),
    (has_numbers, without_numbers),
    (has_bullets, with_dashes),
    (has_lookalikes, straightened),
)
_BEGINS_AS_CODE = re.compile(
    r"\s*(?:#.*\s*)*(?:from [\w.]+ import |import \w|\w+ *= *[\w.]+\(|class \w+(?:\(.*\))?:|def \w+\()"
)
_SECTION = re.compile(r"^(?:data|layers|training|optimizer):(?: |$)", re.MULTILINE)
_BRACKET = "was never closed"
_NEVER_RUN = "a config never runs code"
# What a file may be, and how that is read as a config.
_TRANSLATED: Sequence[tuple[str, Callable[[str], Translated | None]]] = (
    ("this is the summary of a network, not its config", config_of_summary),
    ("this is the print of a network, not its config", config_of_print),
    ("this is a network of Darknet, not its config", config_of_darknet),
    (f"this is Python code, and {_NEVER_RUN}", config_with_sections),
)


def refuse_other_files(path: Path) -> None:
    """Raises ConfigError for a path whose name says that it holds data or a network, and no config."""
    suffix, name = Path(path.name.lower().removesuffix(".gz")).suffix, path.name
    if suffix in _TABLES:
        fix = f"have a config written that trains on it: mlpcli init {path_word(path)}"
        raise _refused(path, f"{name} is a table, not a config", fix)
    if suffix in _WORKBOOKS:
        saved = path.with_suffix(".csv")
        fix = f"save it as {saved.name}, and have a config written: mlpcli init {path_word(saved)}"
        raise _refused(path, f"{name} is a workbook, not a config", fix)
    if suffix == ".npz":
        fix = f"have a config written that trains on it: mlpcli init {path_word(path)}"
        raise _refused(path, f"{name} holds data, not a config", fix)
    if suffix == ".npy":
        fix = f"write a config with data: {{source: arrays, path: {name}}}; mlpcli init starts one"
        raise _refused(path, f"{name} holds data, not a config", fix)
    if suffix in _IMAGES:
        fix = "to have a trained network read it: mlpcli predict; to train: mlpcli init starts a config"
        raise _refused(path, f"{name} is an image, not a config", fix)
    if suffix in _NETWORKS:
        fix = "write the layers in a config, which mlpcli init starts: a network is trained from its config"
        raise _refused(path, f"{name} is a saved network, not a config", fix)
    if path.is_dir():
        inside = sorted(one.name for one in path.glob("*.y*ml"))
        fix = (
            f"name the file: {path / inside[0]}"
            if inside
            else f"name a YAML file; if it holds a folder of images per class: mlpcli init {path_word(path)}"
        )
        raise _refused(path, f"{path} is a folder, not a config", fix)


def read_config(data: bytes, file: str, folder: Path, count: Callable[[Node], int]) -> ReadText:
    """The document in a file that may be no config as it is: a Keras script, a text with slips.

    `count` tells how many mistakes a document has. Raises ConfigError.
    """
    text = data.decode("utf-8-sig", "replace")
    found = _any_script(text, file, folder) or _as_meant(text, file, folder, count)
    if found:
        return found
    if refused := refused_script(text, file):
        raise ConfigError([refused])
    if file.lower().endswith(".py") or _BEGINS_AS_CODE.match(text):
        _check_python(text, file)
    return read_or_mended(data, file, folder)


def _check_python(text: str, file: str) -> None:
    """Raises ConfigError for a script in which Python finds a mistake: nothing of it could be read."""
    try:
        parsed(text)
    except Unreadable as error:
        reason = error.__cause__
        # What only begins as code may be a config with a slip: a bracket in it is one of Python all the same.
        is_code = file.lower().endswith(".py") or not _SECTION.search(text)
        if isinstance(reason, SyntaxError) and (is_code or _BRACKET in reason.msg):
            where = f"{file}:{reason.lineno or 1}:{reason.offset or 1}"
            message = f"this is Python code with a mistake, so that it cannot be translated: {reason.msg}"
            raise ConfigError([Problem(where, "", message, "mend this line of the script")]) from None


def _as_meant(text: str, file: str, folder: Path, count: Callable[[Node], int]) -> ReadText | None:
    """The document without what was pasted along with it, and with the characters that are meant, if that is
    better."""
    slips: list[Problem] = []
    first = text
    for applies, mend in _MENDS:
        if applies(text):
            text, slip = mend(text, file)
            slips.append(slip)
    if not slips:
        return None
    try:
        after = read_or_mended(text.encode(), file, folder)
    except ConfigError:
        return None
    try:
        before = count(read_text(first, file, folder))
    except ConfigError:
        before = None
    if not isinstance(after.document, MappingNode) or (
        before is not None and count(after.document) >= before
    ):
        return None
    return ReadText(after.document, after.text, (*slips, *after.problems))


def _any_script(text: str, file: str, folder: Path) -> ReadText | None:
    """The config of a Keras script, which is all of the text, in a notebook, or within a fence.

    Raises ConfigError for a notebook without one, which would be read as an empty config.
    """
    if notebook := notebook_in(text):
        if found := _script(notebook.code, file, folder, text, notebook):
            return found
        message = "; ".join(filter(None, ["this is a notebook without a network", notebook.left_out]))
        fix = "write its layers in a config, which mlpcli init starts"
        raise ConfigError([Problem(f"{file}:1:1", "", message, fix)])
    fenced = without_fence(text, file)[0] if has_fence(text) else ""
    straight = straightened(fenced or text, file)[0] if has_lookalikes(fenced or text) else ""
    each = (_script(code, file, folder, text) for code in (text, fenced, straight) if code)
    return next(filter(None, each), None)


def _script(
    code: str, file: str, folder: Path, text: str, notebook: Notebook | None = None
) -> ReadText | None:
    """The config of a Keras script or the like, which is `text`, or in it; None if it is not one."""
    # Assignments of Python are TOML too.
    is_code = notebook or file.lower().endswith(".py")
    known = _TRANSLATED if is_code else (*_TRANSLATED, (IN_TOML, config_of_toml), (IN_INI, config_of_ini))
    each = ((words, translate(code)) for words, translate in known)
    what, script = next(((words, found) for words, found in each if found), ("", None))
    if script is None:
        return None
    lines = tuple(split_lines(script.text))
    edit = LineEdit(file, 1, len(split_lines(text)), lines)
    what = f"this is a notebook, and {_NEVER_RUN}" if notebook else what
    others = notebook.left_out if notebook else ""
    message = "; ".join(filter(None, [what, script.message, script.unasked, others]))
    words = ", and ".join(filter(None, [script.to_do, INSTEAD]))
    problem = Problem(f"{file}:1:1", "", message, "\n".join([words, *lines]), (edit,))
    return ReadText(read_text(script.text, file, folder), script.text, (problem,))


def _refused(path: Path, message: str, fix: str) -> ConfigError:
    return ConfigError([Problem(str(path), "", message, fix)])
