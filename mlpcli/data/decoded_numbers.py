"""The numbers and times of a table, from those that a network takes and that they become again."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from mlpcli.data.float32 import LARGEST
from mlpcli.data.preprocessing.date_parts import THURSDAY, YEAR, DatePart, part_of
from mlpcli.data.tables.counted_times import DAY

# What floats of 64 bits can tell apart.
_MOST_DIGITS = 17
# Beyond them there are no dates, in NumPy and in JavaScript.
_MOST_DAYS = 1e8
# Of times that give the same numbers the roundest is shown: in seconds.
_ROUND = (DAY, 3600.0, 60.0, 1.0, 0.001)
_NEAR = np.arange(-3.0, 4.0)


def shortest(value: float, constant: float = 0.0) -> float:
    """The number with the fewest digits that is `value` in float32 once `constant` is subtracted."""
    wanted, whole = np.float32(value), float(value) + constant
    # The sum itself may be rounded.
    for near in (whole, np.nextafter(whole, np.inf), np.nextafter(whole, -np.inf)):
        for digits in range(1, _MOST_DIGITS + 1):
            found = float(f"{near:.{digits}g}")
            if np.float32(np.clip(found - constant, -LARGEST, LARGEST)) == wanted:
                return found + 0.0
    return whole


def time_of(
    parts: Sequence[DatePart],
    values: NDArray[np.float32],
    constants: Sequence[float],
    filled: float | None = None,
) -> float:
    """The seconds since 1970 of a date with these numbers `[numbers]`, of which `constants` were subtracted.

    `parts` are those of DateParts, `days` first. `filled`, if given, stands for missing dates. Where no time
    has these very numbers, as with parts of milliseconds, it is the nearest millisecond.
    """
    subtracted = np.array(constants)
    whole = values.astype(np.float64) + subtracted
    if not abs(whole[0]) < _MOST_DAYS:
        return float(whole[0] * DAY)
    estimates = list(_estimates(_by_part(parts, whole)))
    for unit in _ROUND:
        near = [(np.round(one / unit) + _NEAR) * unit for one in estimates]
        candidates = np.concatenate([*near, [] if filled is None else [filled]])
        found = [numbers for part in parts for numbers in part_of(candidates, part)]
        encoded = (np.column_stack(found) - subtracted).astype(np.float32)
        fitting = candidates[(encoded == values).all(axis=1)]
        if len(fitting):
            return float(fitting[np.abs(fitting - estimates[-1]).argmin()])
    return float(np.round(estimates[-1], 3))


def _by_part(
    parts: Sequence[DatePart], numbers: NDArray[np.float64]
) -> Mapping[DatePart, NDArray[np.float64]]:
    found, start = {}, 0
    for part in parts:
        count = 1 if part == "days" else 2
        found[part] = numbers[start : start + count]
        start += count
    return found


def _estimates(numbers: Mapping[DatePart, NDArray[np.float64]]) -> Iterator[float]:
    """Seconds since 1970, each closer than the one before: float32 rounds days to minutes, and the turns of a
    year, a week and a day to parts of a second."""
    days = float(numbers["days"][0])
    yield days * DAY
    if "year" in numbers:
        turn = _turn(numbers["year"])
        for year in np.datetime64(int(np.floor(days)), "D").astype("datetime64[Y]") + np.arange(-1, 2):
            days_in = float(year.astype("datetime64[D]").astype(np.int64)) + turn * YEAR
            if abs(days_in - days) < 1:
                days = days_in
                break
        yield days * DAY
    if "week" in numbers:
        turn = _turn(numbers["week"])
        days = (round((days + THURSDAY) / 7 - turn) + turn) * 7 - THURSDAY
        yield days * DAY
    if "day" in numbers:
        turn = _turn(numbers["day"])
        yield (round(days - turn) + turn) * DAY


def _turn(wave: NDArray[np.float64]) -> float:
    """Which part of a turn has this sine and cosine."""
    return float(np.arctan2(wave[0], wave[1]) / (2 * np.pi) % 1)
