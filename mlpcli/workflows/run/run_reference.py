"""How to name files, and runs that may lie elsewhere than runs usually do, in a shell."""

import os
import shlex
from pathlib import Path

from mlpcli.arguments import RUNS
from mlpcli.runs.find_run import LATEST
from mlpcli.runs.folder import RunFolder


def path_word(path: Path) -> str:
    """What to type in a shell for a path: one word of printable characters, and never an option."""
    text = str(path)
    return _quoted(f"./{text}" if text.startswith("-") else text)


def run_words(folder: RunFolder) -> str:
    """What to type in a shell for a run: its id, and where it is if it is not where runs usually are.

    It works in the present folder, however the run was named.
    """
    parent = folder.path.parent
    if folder.path.name in ("", os.pardir):  # `.` and `..` hide what their folder is called.
        parent = Path(os.path.relpath(os.path.dirname(os.path.abspath(folder.path))))
    if folder.id == LATEST or folder.id.startswith("-"):
        # As an id it would be taken for another run, or for an option.
        return _quoted(os.path.join(parent, folder.id))
    is_usual = os.path.abspath(parent) == os.path.abspath(RUNS)
    return _quoted(folder.id) + ("" if is_usual else f" --runs {_quoted(str(parent))}")


def _quoted(text: str) -> str:
    """The text as one word. What no terminal shows is spelled in octal, of which a next digit is no part."""
    if text.isprintable():
        return shlex.quote(text)
    return f"$'{''.join(_spelled(character) for character in text)}'"


def _spelled(character: str) -> str:
    if character in "\\'":
        return f"\\{character}"
    if character.isprintable():
        return character
    # A byte of a name that is not UTF-8 is a lone surrogate in Python.
    return "".join(f"\\{byte:03o}" for byte in character.encode("utf-8", "surrogateescape"))
