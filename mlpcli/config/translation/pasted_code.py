"""The syntax tree of a pasted piece of Python. Nothing in it is run."""

import ast
import re
import warnings
from collections.abc import Sequence
from contextlib import suppress

from mlpcli.config.translation.classes import Unreadable

PASTED = "<pasted>"
"""The file name of code that is read as a syntax tree, and never compiled to be run."""

# What word processors make of quotes.
_STRAIGHT = {
    **dict.fromkeys(map(ord, "\u2018\u2019\u201a\u201b"), "'"),
    **dict.fromkeys(map(ord, "\u201c\u201d\u201e"), '"'),
}
# A statement that YAML has joined to the one before it.
_JOINED = re.compile(r"(?<=[)\]]) +(?=\w+(\.\w+\(| = ))")
# What shells, notebooks and pages put before a line of code, and lines of theirs that are no code: commands,
# with what follows a backslash, also assigned to a name, and questions.
_PROMPT = re.compile(r"^(?:>>>|\.\.\.(?!:)|[ \t]*(?:\.\.\.:|In \[\d*\]:)) ?", re.MULTILINE)
_IN = re.compile(r"\s*In \[\d*\]:")
# What a shell answers.
_OUTPUT = r"Out\[\d*\]:.*"
_COMMAND = r"(?:[\w.]+[ \t]*=[ \t]*)?(?:%%?(?=[A-Za-z])|!(?!=))(?:.*\\\n)*.*"
# Commands that run the rest of their line.
_TIMED = re.compile(r"^([ \t]*)%(?:time|timeit|prun|memit)[ \t]+(?=[A-Za-z_(])", re.MULTILINE)
_QUESTION = r"\?{1,2}[\w.]+|[\w.]+\?{1,2}[ \t]*"
# Python 2 prints without parentheses.
_PRINT = r"print[ \t]+[^\s(=.,].*"
_NO_CODE = re.compile(rf"^([ \t]*)(?:{_COMMAND}|```.*|~~~.*|{_QUESTION}|{_PRINT}|{_OUTPUT})$", re.MULTILINE)


def looks_like_code(text: str) -> bool:
    """Whether a text begins like a call or an assignment in Python."""
    return bool(re.match(r"\s*(\w+\s*=\s*)?[A-Za-z_][\w.]*\s*\(", text)) and ")" in text


def parsed(text: str) -> ast.Module:
    """The syntax tree of a piece of code, without what a shell answered to it. Raises Unreadable."""
    text = text.translate(_STRAIGHT)
    with suppress(Unreadable):
        # A line that begins like a command may go on with the one before it. A prompt of IPython may be read
        # as an annotation.
        if not _IN.match(text):
            return _tree(text)
    try:
        return _tree(_without_commands(text))
    except Unreadable:
        prompted = [line for line in text.splitlines() if _PROMPT.match(line)]
        if not prompted:
            raise
        return _tree(_without_commands("\n".join(prompted)))


def _without_commands(text: str) -> str:
    text = _NO_CODE.sub(_nothing, _TIMED.sub(r"\1", _PROMPT.sub("", text)))
    return _JOINED.sub("\n", text.strip().rstrip(","))


def _tree(text: str) -> ast.Module:
    with warnings.catch_warnings():
        # Python warns of doubtful escapes, in a text that is not to be run.
        warnings.simplefilter("ignore")
        try:
            return ast.parse(text, filename=PASTED)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            raise Unreadable from error


def _nothing(line: re.Match[str]) -> str:
    """What stands in the place of a line that is no code: it may be all that an `if` has."""
    return f"{line[1]}pass" if line[1] else ""


def arguments_by_name(call: ast.Call, order: Sequence[str]) -> dict[str, ast.expr]:
    """The arguments of a call by their names, those without one by their `order`; "" is the name of `**`."""
    in_order = zip(order, call.args, strict=False)
    return {**dict(in_order), **{one.arg or "": one.value for one in call.keywords}}


def by_names(call: ast.Call, order: Sequence[str]) -> ast.Call:
    """A call with the arguments that stand in `order` by their names; "" leaves one without."""
    named = [ast.keyword(key, value) for key, value in zip(order, call.args, strict=False) if key]
    rest = [value for key, value in zip(order, call.args, strict=False) if not key] + call.args[len(order) :]
    return ast.copy_location(ast.Call(call.func, rest, [*named, *call.keywords]), call)


def last_name(node: ast.expr) -> str:
    """`Dense` for `keras.layers.Dense`; empty for anything but a name."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
