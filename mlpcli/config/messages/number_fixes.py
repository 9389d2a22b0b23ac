"""Numbers that are written in ways that YAML 1.2 reads as text."""

import re
import unicodedata
from dataclasses import dataclass

from mlpcli.config.yaml.nodes import Plain
from mlpcli.config.yaml.scalars import resolve

BOOLEANS = {"yes": True, "on": True, "true": True, "1": True} | {
    "no": False,
    "off": False,
    "false": False,
    "0": False,
}
"""What texts in lowercase mean as truth values."""
_LEADING_ZERO = re.compile(r"0[0-9]+")
_OTHER_BASE = re.compile(r"0[xXoObB][0-9a-fA-F]+")
_CLOCK = re.compile(r"[0-9]{1,3}(:[0-9]{2})+")
_NUMBER = re.compile(r"[-+]?[0-9]{1,20}(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(,[0-9]{3})+")
_DECIMAL_COMMA = re.compile(r"([-+]?[0-9]{1,20}),([0-9]{1,20}(?:[eE][-+]?[0-9]{1,3})?)")
_LONG = re.compile(r"[-+]?[0-9]{21,}")
_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?) ?%")
_WITH_UNIT = re.compile(r"([0-9]{1,20}) ?[A-Za-z]+")
_TIMES = re.compile(r"([0-9]{1,9}) ?[x*] ?([0-9]{1,9})")
_QUOTIENT = re.compile(r"([0-9]{1,9}\.?[0-9]{0,9}) ?/ ?([0-9]{1,9}\.?[0-9]{0,9})")
_TUPLE = re.compile(r"\(([-+0-9., ]+)\)|([-+0-9.]+(?:, +[-+0-9.]+)+)")


@dataclass(frozen=True)
class Meant:
    """The number or list that a text stands for, and how to say so."""

    value: Plain
    fix: str


def meant_number(text: str, *, whole: bool) -> Meant | None:
    """What `text` means where a number is due, a whole one with `whole`; None if it is not like a number."""
    # Digits of another width, and a comment as other languages write it.
    text = re.split(r"\s+//", unicodedata.normalize("NFKC", text))[0]
    if meant := _several(text) or _with_comma(text.strip(), whole):
        return meant
    digits = text.replace("_", "").replace(",", "").strip().rstrip(";")
    if _LEADING_ZERO.fullmatch(digits):
        return Meant(int(digits), f"write {int(digits)}, without leading zeros")
    if _OTHER_BASE.fullmatch(digits):
        return _in_decimal(digits)
    if _CLOCK.fullmatch(digits):
        first = int(digits.partition(":")[0])
        return Meant(first, f"write a single number, such as {first}: times with colons are not supported")
    if _NUMBER.fullmatch(digits):
        return Meant(_whole(resolve(digits.lstrip("+"))), f"write {digits}, without quotes or separators")
    if _LONG.fullmatch(digits):
        return Meant(10**6, "write a smaller number, such as 1000000")
    if meant := _quotient(digits, whole):
        return meant
    if with_unit := _WITH_UNIT.fullmatch(digits):
        return Meant(int(with_unit[1]), f"write {int(with_unit[1])}, without a unit")
    return None


def _quotient(digits: str, whole: bool) -> Meant | None:
    """`1./255`, or a percentage."""
    if percent := _PERCENT.fullmatch(digits):
        share = float(percent[1]) / 100
        return Meant(share, f"write {share:g}")
    quotient = _QUOTIENT.fullmatch(digits)
    if quotient is None or not float(quotient[2]):
        return None
    value = float(quotient[1]) / float(quotient[2])
    if whole and not value.is_integer():
        return None
    return Meant(_whole(value), f"write {_whole(value)}: nothing is computed in a config")


def _in_decimal(digits: str) -> Meant | None:
    try:
        value = int(digits, 0)
    except ValueError:
        return None
    return Meant(value, f"write the number in decimal: {value}")


def _several(text: str) -> Meant | None:
    """`3x3`, or a Python tuple."""
    if times := _TIMES.fullmatch(text.strip()):
        sides: list[Plain] = [int(times[1]), int(times[2])]
        return Meant(sides, f"write {sides}")
    if inside := _TUPLE.fullmatch(text.strip()):
        items = [resolve(item.strip()) for item in (inside[1] or inside[2]).split(",") if item.strip()]
        if items and all(isinstance(item, int | float) for item in items):
            value: Plain = list(items) if len(items) > 1 else items[0]
            return Meant(value, f"write a list in brackets: {value}" if len(items) > 1 else f"write {value}")
    return None


def _with_comma(text: str, whole: bool) -> Meant | None:
    if whole and _THOUSANDS.fullmatch(text):
        return None
    if comma := _DECIMAL_COMMA.fullmatch(text):
        # The point is what YAML and Keras have, whatever the language of the user.
        number = resolve(f"{int(comma[1])}.{comma[2]}" if "-" not in comma[1] else f"{comma[1]}.{comma[2]}")
        if isinstance(number, int | float):
            return Meant(number, f"write {comma[1]}.{comma[2]}, with a decimal point")
    return None


def _whole(value: Plain) -> Plain:
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else value
