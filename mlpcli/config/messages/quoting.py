"""Format values of a config for messages."""

from typing import Any

_LONGEST = 60


def shown(value: Any, quoted: bool = True) -> str:
    """A value in YAML notation, as one line of printable characters; text is in double quotes.

    Lists and mappings are only named, because the reader can see them in the config.
    """
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a mapping" if value else "an empty mapping"
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}" if value else "an empty list"
    if isinstance(value, float) and not abs(value) < float("inf"):
        return {float("inf"): ".inf", -float("inf"): "-.inf"}.get(value, ".nan")
    if not isinstance(value, str):
        return str(value)
    text = "".join(letter if letter.isprintable() else _escaped(letter) for letter in value[:_LONGEST])
    text += "..." if len(value) > _LONGEST else ""
    return f'"{text}"' if quoted else text


def _escaped(letter: str) -> str:
    return letter.encode("unicode_escape").decode("ascii")
