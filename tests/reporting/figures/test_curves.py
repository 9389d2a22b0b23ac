import numpy as np

from mlpcli.reporting.figures.curves import rate_drawing


def test_rates_over_many_decades_have_plain_labels() -> None:
    svg = str(rate_drawing(range(1, 6), np.array([1e-2, 1e-3, 1e-4, 1e-5, 1e-6])).svg)
    assert "math" not in svg and "$" not in svg
    assert ">0.001<" in svg.replace(" ", "").replace("\n", "") or "0.001" in svg
