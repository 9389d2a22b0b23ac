"""Sizes of layers are layers, and whether the first one counts the inputs is told."""

from typing import Any

import pytest

from mlpcli.config.translation.layer_sizes import SizedLayers, layers_of_arrows, layers_of_sizes


def units(sized: SizedLayers | None) -> list[Any]:
    """The sizes and the activations of the layers, and the rates of dropout between them."""
    assert sized is not None
    rest: list[Any] = sized.layers[1:]
    return [tuple(next(iter(layer.values())).values()) for layer in rest]


@pytest.mark.parametrize(
    ("section", "source", "expected", "remark"),
    [
        ({"layers": [13, 8, 3]}, "wine", [(8, "relu"), (3,)], "with 13 as the number of inputs"),
        ({"layers": [8, 3]}, "wine", [(8, "relu"), (3,)], "with 8 as the size of the first layer"),
        (
            {"layers": [8, 3], "activation": "elu"},
            "",
            [(8, "elu"), (3,)],
            "with 8 as the size of the first layer",
        ),
        (
            {"sizes": [9, 8, 3], "activations": ["tanh", "softmax"]},
            "table",
            [(8, "tanh"), (3, "softmax")],
            "with 9 as the number of inputs",
        ),
        (
            {"layers": [8, 3], "dropout": 0.2, "output_activation": "softmax"},
            "iris",
            [(8, "relu"), (0.2,), (3, "softmax")],
            "with 8 as the size of the first layer",
        ),
    ],
)
def test_sizes_are_layers(section: dict[str, Any], source: str, expected: list[Any], remark: str) -> None:
    sized = layers_of_sizes(section, source)
    assert units(sized) == expected and sized and sized.remark == remark


@pytest.mark.parametrize(
    "section",
    [
        {"layers": ["Flatten"]},
        {"layers": [8]},
        {"layers": [8, 0]},
        {"layers": [8, 3], "activations": ["up"] * 2},
    ],
)
def test_what_are_no_sizes_is_left_to_others(section: dict[str, Any]) -> None:
    assert layers_of_sizes(section, "iris") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 -> 16 relu -> 8 relu -> 1 sigmoid", [(16, "relu"), (8, "relu"), (1, "sigmoid")]),
        ("784->128 → 10 (softmax)", [(128, "relu"), (10, "softmax")]),
        ("16 tanh => 3", [(16, "tanh"), (3,)]),
        ("input 4 -> dense(8, relu) -> output 3", [(8, "relu"), (3,)]),
    ],
)
def test_sizes_with_arrows_between_them_are_layers(text: str, expected: list[Any]) -> None:
    assert units(layers_of_arrows(text)) == expected


@pytest.mark.parametrize("text", ["16 relu", "data -> model", "4 -> lstm -> 3", "2 -> 0", "a" * 5000])
def test_other_texts_are_no_layers(text: str) -> None:
    assert layers_of_arrows(text) is None
