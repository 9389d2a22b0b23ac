from typing import get_args

import pytest

from mlpcli.config.activations import ActivationName, LeakyRelu, Threshold
from mlpcli.explanation.diagram.curve import HEIGHT, curve


@pytest.mark.parametrize(
    "name", [*get_args(ActivationName), LeakyRelu(), Threshold(threshold=1.0, default_value=0.0)]
)
def test_every_activation_has_a_curve_within_its_plot(name: object) -> None:
    drawing = curve(name, 10.0, 20.0)  # type: ignore[arg-type]
    assert "<title>" in drawing and "nan" not in drawing
    points = drawing.partition('points="')[2].partition('"')[0].split()
    heights = [float(point.split(",")[1]) for point in points]
    assert all(19.9 <= height <= 20.1 + HEIGHT for height in heights)
    assert heights or "nn-bar" in drawing
