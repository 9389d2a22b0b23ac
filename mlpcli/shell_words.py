"""Names as shell words."""

import shlex
from pathlib import Path


def path_word(path: Path) -> str:
    """A path as one shell word of printable characters that is never taken for an option."""
    text = str(path)
    return quoted(f"./{text}" if text.startswith("-") else text)


def quoted(text: str) -> str:
    """The text as one word, with each unprintable byte as exactly three octal digits."""
    if text.isprintable():
        return shlex.quote(text)
    return f"$'{''.join(_spelled(character) for character in text)}'"


def _spelled(character: str) -> str:
    if character in "\\'":
        return f"\\{character}"
    if character.isprintable():
        return character
    # In Python, a byte of a name that is not UTF-8 is a lone surrogate.
    return "".join(f"\\{byte:03o}" for byte in character.encode("utf-8", "surrogateescape"))
