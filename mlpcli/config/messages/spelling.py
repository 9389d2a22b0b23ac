"""Suggestions for misspelled names."""

from collections.abc import Iterable
from difflib import get_close_matches

from mlpcli.config.messages.example_values import ALSO_CALLED


def suggest(name: str, known: Iterable[str]) -> str:
    """`did you mean ...?` for a similar name, otherwise the list of known names."""
    known = list(known)
    meant = nearest(name, known)
    return f"did you mean {meant}?" if meant else f"known: {', '.join(known)}"


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name most similar to `name`, or None."""
    by_letters = {_letters(candidate): candidate for candidate in reversed(list(known))}
    # A dotted path, such as keras.layers.Dense, ends in the name.
    letters = _letters(name.rpartition(".")[2])
    if ALSO_CALLED.get(letters) in by_letters.values():
        return ALSO_CALLED[letters]
    swapped = [candidate for candidate in by_letters if sorted(candidate) == sorted(letters)]
    close = swapped or get_close_matches(letters, by_letters, n=1, cutoff=0.7)
    return by_letters[close[0]] if close else None


def _letters(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "").replace(" ", "")
