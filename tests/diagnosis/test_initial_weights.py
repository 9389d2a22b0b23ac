import pytest

from mlpcli.config.load import loads
from mlpcli.data.sources import open_source
from mlpcli.diagnosis.initial_weights import layers_of_large_weights
from mlpcli.network.plan import make_plan


@pytest.mark.parametrize(
    ("initializer", "found"),
    [
        ("GlorotUniform", ()),
        ("HeNormal", ()),
        ("{RandomNormal: {stddev: 0.05}}", ()),
        ("{RandomNormal: {stddev: 3}}", (0,)),
        ("{TruncatedNormal: {mean: 4}}", (0,)),
        ("{RandomUniform: {minval: -1, maxval: 1}}", ()),
        ("{RandomUniform: {minval: -5, maxval: 5}}", (0,)),
        ("{Constant: {value: -3}}", (0,)),
        ("Zeros", ()),
        ("RandomSigns", ()),
        ("Orthogonal", ()),
        ("{Orthogonal: {gain: 9}}", (0,)),
        ("{VarianceScaling: {scale: 2}}", ()),
        ("{VarianceScaling: {scale: 100}}", (0,)),
        ("[[9, -9, 9], [9, 9, 9]]", (0,)),
        ("[[1, -1, 1], [0, 1, 1]]", ()),
    ],
)
def test_initial_weights_that_make_large_sums_are_found(initializer: str, found: tuple[int, ...]) -> None:
    layers = f"[{{Dense: {{units: 3, kernel_initializer: {initializer}}}}}, {{Dense: 2}}, Softmax]"
    config = loads(f"data: {{source: moons}}\nlayers: {layers}\n", "made.yaml").config
    plan = make_plan(config, open_source(config.data, config.seed).facts)
    assert layers_of_large_weights(config.layers, plan.stack) == found
