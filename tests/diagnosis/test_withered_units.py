import numpy as np
import pytest

from mlpcli.config.load import loads
from mlpcli.diagnosis.layer_activity import activities
from mlpcli.diagnosis.withered_units import with_withered
from mlpcli.network.stack import walk_through

_DENSE = "{Dense: {units: 4, activation: relu}}"


@pytest.mark.parametrize(
    ("layers", "shape", "expected"),
    [
        (_DENSE, (2, 4), 0.5),
        ("{Dense: 4}, BatchNormalization, ReLU", (2, 4), 0.5),
        ("{Dense: 4}, {Reshape: [2, 2]}, ReLU, Flatten", (2, 4), None),
        ("ReLU", (2, 4), None),
    ],
    ids=["own weights", "weights before", "other units", "no weights"],
)
def test_a_unit_has_withered_if_hardly_any_weight_is_left(
    layers: str, shape: tuple[int, ...], expected: float | None
) -> None:
    text = f"data: {{source: moons}}\nlayers: [{layers}, {{Dense: {{units: 2, activation: softmax}}}}]\n"
    config = loads(text, "made.yaml").config
    found = activities(config.layers, walk_through(config.layers, (2,)))
    kernel = np.full(shape, 0.5, np.float32)
    kernel[:, :2] = 0.01
    (one,) = with_withered(found, config.layers, {"dense/kernel": kernel})
    assert one.withered == expected
