"""Fixes for values that look like a number, but that YAML 1.2 reads as text."""

import re

_LEADING_ZERO = re.compile(r"0[0-9]+")
_OTHER_BASE = re.compile(r"0[xXoObB][0-9a-fA-F]+")
_CLOCK = re.compile(r"[0-9]{1,3}(:[0-9]{2})+")
_NUMBER = re.compile(r"[-+]?[0-9]{1,20}(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?")
_LONG = re.compile(r"[-+]?[0-9]{21,}")
_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?) ?%")
_WITH_UNIT = re.compile(r"([0-9]{1,20}) ?[A-Za-z]+")
_TIMES = re.compile(r"([0-9]{1,9}) ?[x*] ?([0-9]{1,9})")


def number_fix(text: str) -> str:
    """How to write the number that `text` looks like; empty if it does not look like a number."""
    digits = text.replace("_", "").replace(",", "").strip()
    if text.startswith("("):
        return "write a list in brackets, such as [3, 3]"
    if times := _TIMES.fullmatch(text):
        return f"write [{times[1]}, {times[2]}]"
    if _LEADING_ZERO.fullmatch(digits):
        return f"write {int(digits)}, without leading zeros"
    if _OTHER_BASE.fullmatch(digits):
        return "write the number in decimal"
    if _CLOCK.fullmatch(digits):
        return "write a single number: times with colons are not supported"
    if _NUMBER.fullmatch(digits):
        return f"write {digits}, without quotes or separators"
    if _LONG.fullmatch(digits):
        return "write a smaller number"
    if percent := _PERCENT.fullmatch(digits):
        return f"write {float(percent[1]) / 100:g}"
    if with_unit := _WITH_UNIT.fullmatch(digits):
        return f"write {with_unit[1]}, without a unit"
    return ""
