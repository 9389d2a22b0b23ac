"""Numbers in sentences."""


def number(value: float) -> str:
    """A number of three digits: `0.0123`, `1,230`, `1.2e+09`."""
    if value == 0 or 1e-3 <= abs(value) < 1e6:
        whole = abs(value) >= 100
        return f"{value:,.0f}" if whole else f"{value:.3g}"
    return f"{value:.2g}"
