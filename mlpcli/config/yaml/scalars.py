"""Plain scalars according to YAML 1.2's core schema (https://yaml.org/spec/1.2.2/#103-core-schema).

PyYAML follows YAML 1.1, where `no` is false, `010` is 8, `12:30` is 750 and `1e-3` is a string.
"""

import re

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_INFINITY = re.compile(r"([-+]?)\.(inf|Inf|INF)")
_NAN = frozenset({".nan", ".NaN", ".NAN"})

# Longer than any float64 or seed needs; Python takes quadratic time over very long integers.
_LONGEST_NUMBER = 40


def resolve(text: str) -> None | bool | int | float | str:
    """The value of an unquoted scalar.

    One deviation from the specification: numbers with a leading zero, such as `012`, stay text, because they
    could be meant as octal or as decimal.
    """
    if text in _NULL:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if text in _NAN:
        return float("nan")
    if infinity := _INFINITY.fullmatch(text):
        return float(f"{infinity[1]}inf")
    if len(text) > _LONGEST_NUMBER:
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text
