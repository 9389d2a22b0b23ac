"""What a config of Ludwig becomes, beside the ones of tests/config/beginners.py."""

from typing import Any

import pytest

from mlpcli.config.translation.ludwig import of_ludwig

_FEATURES: dict[str, Any] = {
    "input_features": [{"name": "a", "type": "number"}],
    "output_features": [{"name": "y", "type": "number"}],
}


def test_what_ludwig_chooses_by_itself_is_left_out_and_named() -> None:
    found = of_ludwig({**_FEATURES, "trainer": {"epochs": 9, "batch_size": "auto", "learning_rate": "auto"}})
    assert found.fix.text.endswith("without batch_size: auto, learning_rate: auto")
    (written,) = (edit.value for edit in found.fix.edits)
    assert written["training"] == {"epochs": 9}
    assert "optimizer" not in written


def test_a_feature_whose_type_is_no_word_is_left_out_and_named() -> None:
    features = [*_FEATURES["input_features"], {"name": "b", "type": ["number"]}]
    assert of_ludwig({**_FEATURES, "input_features": features}).fix.text.endswith("without b")


@pytest.mark.parametrize("activation", ["leakyRelu", "leaky_relu", "leakyrelu"])
def test_layers_have_the_defaults_of_pytorch(activation: str) -> None:
    layers = [{"output_size": 8, "norm": "batch"}, {"output_size": 4, "norm": "layer"}, {"output_size": 2}]
    combiner = {"type": "concat", "activation": activation, "fc_layers": layers}
    (written,) = (edit.value for edit in of_ludwig({**_FEATURES, "combiner": combiner}).fix.edits)
    leaky = {"LeakyReLU": {"negative_slope": 0.01}}
    assert written["layers"][:7] == [
        *({"Dense": {"units": 8}}, {"BatchNormalization": {"momentum": 0.9, "epsilon": 1e-05}}, leaky),
        *({"Dense": {"units": 4}}, {"LayerNormalization": {"epsilon": 1e-05}}, leaky),
        {"Dense": {"units": 2, "activation": {"leaky_relu": {"negative_slope": 0.01}}}},
    ]
