"""Names as words to type in a shell."""

import shlex
from pathlib import Path


def path_word(path: Path) -> str:
    """What to type in a shell for a path: one word of printable characters, and never an option."""
    text = str(path)
    return quoted(f"./{text}" if text.startswith("-") else text)


def quoted(text: str) -> str:
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
