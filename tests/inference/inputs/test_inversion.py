import numpy as np
import pytest

from mlpcli.arguments import InvertMode
from mlpcli.inference.inputs.inversion import must_invert


@pytest.mark.parametrize(
    ("brightness", "channels", "training_border", "mode", "expected"),
    [
        (255, 1, 0.0, "auto", True),
        (0, 1, 0.0, "auto", False),
        (0, 1, 1.0, "auto", True),
        (255, 1, 1.0, "auto", False),
        (255, 1, 0.25, "auto", True),
        (255, 1, 0.26, "auto", False),
        (0, 1, 0.74, "auto", False),
        (0, 1, 0.75, "auto", True),
        (255, 1, None, "auto", False),
        (255, 3, 0.0, "auto", False),
        (255, 1, 0.0, "never", False),
        (0, 3, 0.5, "always", True),
    ],
)
def test_only_a_clear_case_is_inverted(
    brightness: int, channels: int, training_border: float | None, mode: InvertMode, expected: bool
) -> None:
    image = np.full((4, 4, channels), brightness, dtype=np.uint8)
    assert must_invert(image, training_border, mode) is expected
