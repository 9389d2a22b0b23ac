"""Welch's t-test: whether two means differ by more than the spread of their values explains.

By hand, because SciPy's takes a second to import.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean, variance

# Numerical Recipes, 3rd edition, 6.4: the continued fraction converges in far fewer steps.
_STEPS = 10_000
_TINY = 1e-300
_ENOUGH = 1e-15
_NO_NOISE = 1e-24


@dataclass(frozen=True)
class Welch:
    """The `difference` of the means, the first less the second; its t, its degrees of freedom, and the
    two-sided `p`: how often two groups without any difference would be so far apart."""

    difference: float
    t: float
    degrees: float
    p: float


def welch(first: Sequence[float], second: Sequence[float]) -> Welch | None:
    """The test of two or more values each, which may vary differently (Welch 1947, Biometrika 34).

    None if no value varies in either group: then nothing is known of the noise. Raises StatisticsError for
    fewer than two values.
    """
    # As shares of the largest: squares of huge values are infinite, and those of tiny ones zero.
    scale = max(map(abs, (*first, *second))) or 1.0
    shares = [[value / scale for value in values] for values in (first, second)]
    parts = [variance(values) / len(values) for values in shares]
    difference = mean(shares[0]) - mean(shares[1])
    error = sum(parts)
    # What is left of equal values after rounding is no noise.
    if error <= _NO_NOISE:
        return None
    t = difference / math.sqrt(error)
    degrees = error**2 / sum(part**2 / (len(values) - 1) for part, values in zip(parts, shares, strict=True))
    return Welch(scale * difference, t, degrees, two_sided(t, degrees))


def two_sided(t: float, degrees: float) -> float:
    """The probability of a t as far from zero or farther, by Student's distribution."""
    return _incomplete_beta(degrees / 2, 0.5, degrees / (degrees + t * t))


def _incomplete_beta(a: float, b: float, x: float) -> float:
    """The regularized incomplete beta function."""
    if x <= 0 or x >= 1:
        return min(max(x, 0.0), 1.0)
    scale = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    # The fraction converges quickly on this side of the mean, and the function is symmetric.
    if x < (a + 1) / (a + b + 2):
        return scale * _fraction(a, b, x) / a
    return 1 - scale * _fraction(b, a, 1 - x) / b


def _fraction(a: float, b: float, x: float) -> float:
    """The continued fraction of the incomplete beta function, by Lentz's method."""
    c, d = 1.0, 1 / _away_from_zero(1 - (a + b) * x / (a + 1))
    found = d
    for m in range(1, _STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for part in (even, odd):
            d = 1 / _away_from_zero(1 + part * d)
            c = _away_from_zero(1 + part / c)
            found *= c * d
        if abs(c * d - 1) < _ENOUGH:
            break
    return found


def _away_from_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
