"""The text of classes that train a network, for scripts that need the same."""

import ast
import re
from collections.abc import Collection
from importlib.resources import files

# Their types say nothing to a reader of the script, and would need imports.
_DEFAULTS = re.compile(r": (?:Any|int|float|bool|str) = ")
_TYPES = re.compile(r": Any\b| -> (?:Any|None)\b|  # type: ignore.*")


def class_texts(names: Collection[str], module: str) -> list[str]:
    """The classes called `names` in a module of `training/building/`, in its order, without types.

    The module is read, and not imported: it imports TensorFlow.
    """
    text = files("mlpcli.training.building").joinpath(f"{module}.py").read_text("utf-8")
    lines = text.splitlines()
    found = []
    for node in ast.parse(text).body:
        if isinstance(node, ast.ClassDef) and node.name in names:
            first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
            typed = "\n".join(lines[first - 1 : node.end_lineno])
            # Another name than ours, for a process that knows both.
            typed = typed.replace('serializable("mlpcli")', "serializable()")
            found.append(_TYPES.sub("", _DEFAULTS.sub("=", typed)))
    return found
