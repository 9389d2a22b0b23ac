"""Numbers as sentences have them."""

from collections.abc import Sequence

_UNITS = ("bytes", "kB", "MB", "GB", "TB")


def counted(number: int, noun: str, several: str = "") -> str:
    """`1 unit`, `1,024 units`; `several` is the plural if it does not just end in s."""
    return f"{number:,} {noun if number == 1 else several or noun + 's'}"


def sides(shape: Sequence[int]) -> str:
    """`3x3`; a single side as its number."""
    return "x".join(map(str, shape))


def percent(share: float) -> str:
    """`30 %`, `2.5 %`."""
    return f"{100 * share:.3g} %"


def size(count: int) -> str:
    """An amount of memory in decimal units: `402 kB`, `1.2 MB`."""
    amount = float(count)
    for unit in _UNITS[:-1]:
        if amount < 999.5:
            return f"{amount:.3g} {unit}"
        amount /= 1000
    return f"{amount:.3g} {_UNITS[-1]}"


def listed(names: Sequence[str], joined: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {joined} {names[-1]}"
