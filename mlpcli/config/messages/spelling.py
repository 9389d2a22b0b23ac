"""Suggestions for misspelled names."""

import unicodedata
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from mlpcli.config.messages.example_values import ALSO_CALLED
from mlpcli.config.translation.other_names import OF_KERAS, OF_PYTORCH

_MOST_LISTED = 12
_FEW = 3


def suggest(name: str, known: Iterable[str]) -> str:
    """`did you mean ...?` for a similar name, otherwise the known names, or the nearest few of many."""
    known = list(known)
    meant = nearest(name, known)
    return f"did you mean {meant}?" if meant else listed(name, known)


def listed(name: str, known: Sequence[str], *, of_schema: bool = True) -> str:
    """`known: a, b, c`; of many names the nearest few, and where to find those of the config language."""
    if len(known) <= _MOST_LISTED:
        return f"known: {', '.join(known)}"
    few = ", ".join(nearest_few(name, known))
    return f"known: {few}, ..." + ("; mlpcli schema lists all" if of_schema else "")


def nearest_few(name: str, known: Sequence[str]) -> list[str]:
    """The three known names most similar to `name`, then the first ones."""
    by_letters = {_letters(candidate): candidate for candidate in reversed(known)}
    close = [by_letters[found] for found in get_close_matches(_letters(name), by_letters, n=_FEW, cutoff=0.3)]
    return list(dict.fromkeys([*close, *known]))[:_FEW]


def same(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` stands for whoever writes it: other letters of case, or another tool's."""
    by_letters = {_letters(candidate): candidate for candidate in reversed(list(known))}
    # A dotted path, such as keras.layers.Dense, ends in the name.
    letters = _letters(name.rpartition(".")[2])
    if _OTHER_NAMES.get(letters) in by_letters.values():
        return _OTHER_NAMES[letters]
    return by_letters.get(letters)


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name most similar to `name`, or None."""
    known = list(known)
    if found := same(name, known):
        return found
    by_letters = {_letters(candidate): candidate for candidate in reversed(known)}
    letters = _letters(name.rpartition(".")[2])
    swapped = [candidate for candidate in by_letters if sorted(candidate) == sorted(letters)]
    close = swapped or get_close_matches(letters, by_letters, n=1, cutoff=0.7)
    return by_letters[close[0]] if close else None


def respelled(text: str, known: Iterable[str]) -> str | None:
    """The known text that differs only in case, accents, spaces, `-` or `_`, or None.

    Unlike `nearest` it takes no other letters: `female` is no slip of `male`.
    """
    plain = _plain(text)
    return next((one for one in known if plain and _plain(one) == plain), None)


def spelled_alike(texts: Iterable[str]) -> list[tuple[str, ...]]:
    """The texts of which several are the same word, as `respelled` has it."""
    groups: dict[str, list[str]] = {}
    for text in texts:
        groups.setdefault(_plain(text), []).append(text)
    return [tuple(group) for plain, group in groups.items() if plain and len(group) > 1]


def _plain(text: str) -> str:
    # Accents are characters of their own in this form, and so are the parts of ligatures.
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in apart if not (unicodedata.combining(one) or one.isspace() or one in "-_"))


def _letters(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "").replace(" ", "")


_OTHER_NAMES = {
    **ALSO_CALLED,
    **{_letters(name): meant for name, meant in OF_KERAS.items()},
    **{_letters(name): meant for name, (meant, _) in OF_PYTORCH.items()},
}
