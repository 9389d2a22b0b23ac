"""Mistakes in numbers, truth values and texts."""

import re
from collections.abc import Callable
from typing import Any

from mlpcli.config.messages.finding import Fix
from mlpcli.config.messages.fixes import remove, write
from mlpcli.config.messages.known_keys import required_of
from mlpcli.config.messages.mistake import Mistake, Words
from mlpcli.config.messages.number_fixes import BOOLEANS, meant_number
from mlpcli.config.messages.quoting import shown
from mlpcli.config.sources.downloaded import TRAINING_ROWS
from mlpcli.config.yaml.nodes import Plain
from mlpcli.config.yaml.notation import one_line
from mlpcli.names import as_name

# Fractions that users may write as a percentage.
_SHARES = frozenset({"validation", "test", "rate", "dropout", "recurrent_dropout"})
# What YAML makes of a question mark that stands alone.
_QUESTION: Plain = {"": None}
_HELD_BACK = ("data", "validation")
_SOURCE = ("data", "source")
# `${UNITS}`, `$UNITS` and `{{ units }}`.
_PLACEHOLDER = re.compile(r"\$\{?([\w.]+)\}?|\{\{ *([\w.]+) *\}\}")


def expected(mistake: Mistake, what: str, fix: Fix | None = None) -> Words:
    """`found X, expected WHAT`; without a fix, an example or the removal of the key."""
    value, found = mistake.value, f"found {shown(mistake.value)}, expected {what}"
    if value is None and not is_required(mistake):
        mark = "=" if mistake.is_option else "colon"
        return found, without_key(mistake, f"write a value after the {mark}, or remove")
    return found, fix or fallback(mistake, what)


def without_key(mistake: Mistake, text: str) -> Fix:
    """Remove a key; the section too, if that leaves nothing below it."""
    section = mistake.path[:-1]
    beside = mistake.written(section) if len(section) == 1 and not mistake.is_option else None
    if isinstance(beside, dict) and len(beside) == 1 and section[0] not in required_of(()):
        return remove(section, f"{text} {section[0]}:")
    return remove(mistake.path, f"{text} the key")


def fallback(mistake: Mistake, what: str) -> Fix:
    """An example of what can be there, or else nothing."""
    if mistake.example is not None and not mistake.is_item:
        return write(mistake.path, mistake.example, is_example=True)
    return remove(mistake.path, f"write {what}, or remove it")


def is_required(mistake: Mistake) -> bool:
    """Whether the key of a mistake cannot be left out."""
    return mistake.key in required_of(mistake.loc[:-1])


def number(what: str) -> Callable[[Mistake], Words]:
    def words(mistake: Mistake) -> Words:
        whole = "whole" in what
        if isinstance(mistake.value, str) and (names := _PLACEHOLDER.fullmatch(mistake.value)):
            return _variable(mistake, what, names[1] or names[2])
        fix = _rounded(mistake) if isinstance(mistake.value, float) else _from_text(mistake, whole)
        return expected(mistake, what, fix or first_of(mistake, whole=whole) or _in_list(mistake, what))

    return words


def first_of(mistake: Mistake, *, whole: bool) -> Fix | None:
    """The first number of a list where one alone is due, or the only one of a mapping; others are named."""
    found = list(mistake.value.values()) if isinstance(mistake.value, dict) else mistake.value
    if isinstance(mistake.value, dict) and len(found) != 1:
        return None
    first = found[0] if isinstance(found, list) and found else None
    if type(first) is not int and (whole or type(first) is not float):
        return None
    others = [one_line(one) for one in found[1:] if one != first]
    without = f", without {', '.join(others)}" if others else ""
    return write(mistake.path, first, f"write {mistake.key}: {one_line(first)}{without}")


def _variable(mistake: Mistake, what: str, variable: str) -> Words:
    """A placeholder for a number, which nothing fills in; the number may stand elsewhere in the config."""
    message = f"found {shown(mistake.value)}, and a config has no variables"
    named = mistake.written(tuple(variable.split(".")))
    if type(named) is int or (type(named) is float and "whole" not in what):
        return message, write(mistake.path, named)
    value: Plain = mistake.example
    if value is None:
        value = 1 if "whole" in what else 0.5
    return message, write(
        mistake.path,
        value,
        f"write the number that {variable} is, such as {one_line(value)}",
        is_example=True,
    )


def _in_list(mistake: Mistake, what: str) -> Fix | None:
    """A number that stands among others is not the key's example."""
    if not mistake.is_item:
        return None
    value: Plain = 1 if "whole" in what else 0.5
    return write(mistake.path, value, f"write {what}, such as {one_line(value)}", is_example=True)


def _rounded(mistake: Mistake) -> Fix | None:
    value = mistake.value
    if not abs(value) < 1e15:
        return None
    whole = max(1, round(value))
    return write(
        mistake.path, whole, f"write a whole number, such as {mistake.key}: {whole}", is_example=True
    )


def _from_text(mistake: Mistake, whole: bool) -> Fix | None:
    if not isinstance(mistake.value, str):
        return None
    # Not the value, which may be one of two that one text was read as.
    found = mistake.written(mistake.path)
    meant = meant_number(found if isinstance(found, str) else mistake.value, whole=whole)
    return write(mistake.path, meant.value, meant.fix) if meant else None


def boolean(mistake: Mistake) -> Words:
    return expected(mistake, "true or false", boolean_fix(mistake) or _either(mistake))


def _either(mistake: Mistake) -> Fix:
    example = mistake.example if isinstance(mistake.example, bool) else True
    return write(mistake.path, example, "write true or false", is_example=True)


def boolean_fix(mistake: Mistake) -> Fix | None:
    """true for yes, on and 1; None if the value does not look like a truth value."""
    found = mistake.value
    found = found[0] if isinstance(found, list) and len(found) == 1 else found
    meant = BOOLEANS.get(str(found).lower())
    if meant is None:
        return None
    word = one_line(meant)
    return write(
        mistake.path, meant, f"write {word}, without quotes" if word == mistake.value else f"write {word}"
    )


def text(mistake: Mistake) -> Words:
    value = mistake.value
    if value == _QUESTION:
        return "found ?, which begins a key in YAML, expected text", _quoted(mistake, "?")
    if mistake.example is not None or not isinstance(value, bool | int | float):
        return expected(mistake, "text")
    return expected(mistake, "text", _quoted(mistake, shown(value)))


def _quoted(mistake: Mistake, value: str) -> Fix:
    if mistake.loc[-1] == "name" and len(mistake.loc) > 1:
        return write(mistake.path, f"layer-{value}", f"write {mistake.key}: layer-{value}")
    return write(mistake.path, value, f'put it in quotes: "{value}"')


def bound(what: str) -> Callable[[Mistake], Words]:
    def words(mistake: Mistake) -> Words:
        limits = {name: limit for name, limit in mistake.context.items() if name in what}
        expectation = what.format(**{name: _shown_limit(limit) for name, limit in limits.items()})
        value = mistake.value
        # `Dropout: 20` has the argument only in pydantic's path.
        if not _SHARES.isdisjoint((mistake.key, mistake.loc[-1])) and 1 < value < 100:
            share = value / 100
            fix = write(mistake.path, share, f"write a fraction: {value:g} % is {share:g}")
        elif mistake.path == _HELD_BACK and (rows := _rows(mistake)) > value > 1:
            share = round(value / rows, 6)
            fix = write(mistake.path, share, f"write a fraction: {value:g} of {rows} rows are {share:g}")
        else:
            fix = _within(mistake, expectation, what, *limits.values())
        return expected(mistake, expectation, fix)

    return words


def _rows(mistake: Mistake) -> int:
    """How many rows there are to train on; 0 if that is seen only in the data."""
    return TRAINING_ROWS.get(str(mistake.written(_SOURCE)), 0)


def _within(mistake: Mistake, expectation: str, what: str, limit: Any) -> Fix:
    meant = _sensible(mistake, what, limit)
    return write(mistake.path, meant, f"choose {expectation}, such as {one_line(meant)}", is_example=True)


def _sensible(mistake: Mistake, what: str, limit: float) -> Plain:
    """A number that trains: the one that was written without its minus, an example, or else the nearest."""
    without_minus: float = -mistake.value
    example = mistake.example
    is_share = not _SHARES.isdisjoint((mistake.key, mistake.loc[-1]))
    if "more" in what and 0 <= limit < without_minus and not (is_share and without_minus >= 1):
        return without_minus
    if isinstance(example, int | float) and ("than" in what or ("more" in what and limit <= example)):
        return example
    return limit + _step(what, limit) if "than" in what else limit


def _step(what: str, limit: Any) -> float:
    return (1 if "more" in what else -1) * (1 if isinstance(limit, int) and limit > 1 else 0.5)


def _shown_limit(value: float) -> str:
    return f"{value:.0f}" if float(value).is_integer() else f"{value:g}"


def step_count(mistake: Mistake) -> Words:
    text = "write steps such as 1000, or epochs such as 10 epochs"
    return expected(
        mistake, str(mistake.context["expected"]), write(mistake.path, "10 epochs", text, is_example=True)
    )


def name(mistake: Mistake) -> Words:
    letters = (
        "letters, digits, dashes and underscores, starting with a letter and not ending in an underscore"
    )
    fixed = re.sub(r"^[^A-Za-z]+|_+$", "", re.sub(r"[^A-Za-z0-9_-]+", "-", mistake.value)[:64]) or "dense_a"
    if mistake.loc == ("name",):
        letters = "letters, digits, dots, dashes and underscores, starting with a letter or a digit"
        fixed = as_name(mistake.value, "my-network")
    return expected(mistake, f"at most 64 {letters}", write(mistake.path, fixed, f"write {fixed}"))
