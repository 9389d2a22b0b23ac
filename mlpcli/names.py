"""Names of configs and runs, in any script: letters, marks and numbers of Unicode, and `.`, `_` and `-`.

Their Unicode form is NFC: a keyboard or a file system may give the same letters in another one.
"""

import re
import unicodedata

LONGEST = 64
"""The most characters of a config's name."""

_UNSAFE = re.compile("\0+")


def composed(text: str) -> str:
    """The text in NFC."""
    return unicodedata.normalize("NFC", text)


def is_name(text: str) -> bool:
    """Whether a config may have this name: it starts with a letter or a number."""
    return 1 <= len(text) <= LONGEST and _can_start(text[0]) and all(map(_is_safe, text))


def only_safe(text: str) -> str:
    """The text in NFC, with `-` for every sequence of characters that names of folders should not have."""
    safe = "".join(one if _is_safe(one) else "\0" for one in composed(text))
    return _UNSAFE.sub("-", safe)


def as_name(text: str, default: str) -> str:
    """The text as a name that a config may have, or `default` if nothing of it may stay."""
    safe = only_safe(text)
    start = next((at for at, one in enumerate(safe) if _can_start(one)), len(safe))
    return safe[start:][:LONGEST] or default


def _can_start(character: str) -> bool:
    return unicodedata.category(character)[0] in "LN"


def _is_safe(character: str) -> bool:
    return character in "._-" or unicodedata.category(character)[0] in "LMN"
