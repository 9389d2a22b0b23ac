"""Which class a text means: other spellings of the classes of the training rows."""

import re
import unicodedata
from collections.abc import Container, Mapping, Sequence

from mlpcli.config.yaml.nodes import Plain
from mlpcli.config.yaml.notation import one_line
from mlpcli.data.bad_values import MOST_NAMED
from mlpcli.data.tables.numbers import whole_number
from mlpcli.data.tables.schema import NumberFormat

_UNCLEAR = "CLASS"
# Shorter beginnings of a class mean too much: `no` begins `normal`.
_SHORTEST = 3


def class_of(text: str, labels: Mapping[str, str], known: Container[str], form: NumberFormat) -> str:
    """The class that a text means, which may be none of the `known` ones.

    A whole number is the same class with and without a point or groups of digits. Nothing else is: `01` is a
    code, and no number is rounded.
    """
    text = labels.get(text, text)
    return text if text in known else whole_number(text, form) or text


def map_spellings(classes: Sequence[str], labels: Mapping[str, str], unknown: Sequence[str]) -> str:
    """The fix for texts that are none of the classes: the `labels` that map all of them.

    A text is mapped only to a class that it surely means; otherwise the user is to say which.
    """
    meant = {text: _meant(text, classes) for text in unknown}
    clear = {text: name for text, name in meant.items() if name}
    unclear = [text for text in unknown if text not in clear]
    pairs: dict[str, Plain] = {**labels, **clear, **dict.fromkeys(unclear[:MOST_NAMED], _UNCLEAR)}
    written = f"map them in the config: labels: {one_line(pairs)}"
    if unclear:
        written += f", with the class in place of {_UNCLEAR}"
    return f"if they are other spellings, {written}; or remove these rows"


def in_several_spellings(classes: Sequence[str]) -> list[tuple[str, ...]]:
    """The classes that differ from each other in case, spaces and points alone."""
    groups: dict[str, list[str]] = {}
    for name in classes:
        groups.setdefault(_folded(name), []).append(name)
    return [tuple(group) for folded, group in groups.items() if folded and len(group) > 1]


def _meant(text: str, classes: Sequence[str]) -> str | None:
    """The one class that differs from a text in case, spaces and points alone, or that the text begins."""
    folded = _folded(text)
    alike = [name for name in classes if _folded(name) == folded]
    if not alike and len(folded) >= _SHORTEST and folded.isalpha():
        alike = [name for name in classes if _folded(name).startswith(folded)]
    return alike[0] if len(alike) == 1 else None


def _folded(text: str) -> str:
    words = re.sub(r"(?<=\w)[\s_-]+(?=\w)", " ", unicodedata.normalize("NFKC", text).casefold())
    return words.strip().strip("\"'").rstrip(".,;:! ")
