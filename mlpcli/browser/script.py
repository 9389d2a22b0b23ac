"""The JavaScript of a page as one text.

Modules and requests do not work from disk, so the files are joined into one classic script. Each declares its
functions and constants at its top, under names that no other file has.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from types import ModuleType

from mlpcli.config.layers.base import Layer
from mlpcli.config.layers.sequence import TimeDistributed
from mlpcli.config.types.with_arguments import name_of
from mlpcli.inference.arithmetic import functions

_HERE = files("mlpcli.browser")
_FIRST = ("tensor", "activations")
_LAST = ("network",)
_COMMENT = re.compile(r"^\s*(//[^\n]*|/\*\*.*?\*/)$", re.MULTILINE | re.DOTALL)
# What nothing follows needs no end; no loop here is empty, which would need its own.
_SPARE_END = re.compile(r"[;,]?\n(?=[})\]])")
# Prettier leaves no statement to be ended by its line.
_BRACKET_LAST = re.compile(r"([;,(){}\[\]])\n")
_TEXT = r'"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`'
_SPARE_BLANKS = re.compile(
    "|".join(
        (
            # Texts keep theirs.
            f"({_TEXT})",
            r"(?<=[,;:?=<>*&|({]) | (?=[:?=<>*&|)}]|!=)|(?<=\)) (?=[{\w])",
            # Beside + and - only where what is there does not begin or end with another one.
            r"(?<=[\w)\]\"`]) (?=[-+/%] [\w(\[\"`])|(?<=[\w)\]\"`] [-+/%]) (?=[\w(\[\"`])",
            r"(?<=\bif) (?=\()|(?<=\bfor) (?=\()|(?<=\bconst) (?=[{\[])|(?<=\breturn) (?=[{(\[\"`!])",
            r"(?<=\}) (?=else\b)|(?<=\belse) (?=\{)",
        )
    )
)
# Behind a word, such as return, they separate.
_SPARE_BRACKETS = re.compile(rf"({_TEXT})|(?<!\w)\((\w+)\)(?==>)")
# Those of activations.js. The layers that a network has beside its config's need no others.
_USUAL_ACTIVATIONS = {"linear", "relu", "sigmoid", "softmax", "tanh"}
_OTHER_ACTIVATIONS = "more_activations"
# What the functions of some families call besides those of their own file, `_FIRST` and core.
_CALLED: Mapping[str, tuple[str, ...]] = {
    "resizing": ("reshaping",),
    "pooling": ("convolution",),
}


def runtime_files(layers: Sequence[Layer], every_activation: bool = False) -> tuple[str, ...]:
    """The files that compute these layers, in the order in which they are joined; with `every_activation`,
    also if they get others.

    A family of layers has a file of the name that its module in `mlpcli.inference.arithmetic` has.
    """
    # Every network has layers of core: those that are added for its inputs and outputs.
    used = {"core", *(family for layer in layers for family in families_of(layer))}
    needed = used.union(*(_CALLED.get(family, ()) for family in used))
    families = [name for name in map(family_name, functions.FAMILIES) if name in needed]
    more = {name for layer in layers for name in _activations_of(layer)} - _USUAL_ACTIVATIONS
    first = (*_FIRST, _OTHER_ACTIVATIONS) if more or every_activation else _FIRST
    return tuple(f"runtime/{name}.js" for name in (*first, *families, *_LAST))


def _activations_of(layer: Layer) -> Iterator[str]:
    if layer.applied:
        yield layer.applied
    yield from (name_of(value) for key, value in layer.inner if key.endswith("activation"))


def families_of(layer: Layer) -> set[str]:
    """The names of the families of a layer, and of the one inside of it."""
    kinds = {type(layer), type(layer.inner)}
    found = {family_name(module) for module in functions.FAMILIES if kinds & set(module.FUNCTIONS)}
    # Its function depends on the layer inside, so that it is in no table.
    return found | ({"sequence"} if isinstance(layer, TimeDistributed) else set())


def family_name(module: ModuleType) -> str:
    """What the file of a module of `mlpcli.inference.arithmetic` is called."""
    return module.__name__.rpartition(".")[2]


def joined(names: Sequence[str], last: str = "") -> str:
    """The files of this package with these names as one script that leaves nothing behind, then `last`.

    Those of the runtime are as they are, for who wants to read how a network is computed. Others are without
    comments and indentation, which would be a fifth of a small page.
    """
    texts = [_HERE.joinpath(name).read_text(encoding="utf-8") for name in names]
    texts = [
        text if name.startswith("runtime/") else _bare(text) for name, text in zip(names, texts, strict=True)
    ]
    return "\n".join(["(function () {", '"use strict";', *texts, last, "})();", ""])


def _bare(text: str) -> str:
    """A script without indentation, comments, which are on lines of their own, ends of lines beside brackets
    and signs, what separates before a closing bracket, blanks beside signs, and brackets around the only
    name that a function takes.

    No text in it has two lines."""
    lines = (line.strip() for line in _COMMENT.sub("", text).splitlines())
    joined_lines = _BRACKET_LAST.sub(r"\1", _SPARE_END.sub("", "\n".join(filter(None, lines))))
    without_blanks = _SPARE_BLANKS.sub(lambda found: found[1] or "", joined_lines)
    return _SPARE_BRACKETS.sub(lambda found: found[1] or found[2], without_blanks)
