"""Every layer has a sentence, and a sum that makes its number of parameters."""

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from mlpcli.config.layers import LAYERS, core
from mlpcli.config.layers.sequence import TimeDistributed
from mlpcli.explanation.words.layers import (
    JAPANESE,
    SENTENCES,
    japanese_sentence,
    layer_sentence,
    sequence,
)
from mlpcli.explanation.words.parameter_count import parameter_count
from mlpcli.network.stack import BrokenStack, LayerPlan, walk_through
from tests.network.keras_layers import ARGUMENTS, fitting_shapes
from tests.network.layers import layers

# What the reference says of them, with their arguments, is all that there is to say.
WITHOUT_JAPANESE = {
    *("RandomPerspective", "RandomHue", "RandomColorDegeneration", "RandomGrayscale"),
    *("RandomInvert", "RandomSharpness"),
}
TOLD_BY_THE_REFERENCE = {"Identity", *WITHOUT_JAPANESE}


def test_the_layers_without_a_sentence_of_their_own() -> None:
    assert {name for name, kind in LAYERS.items() if kind not in SENTENCES} == TOLD_BY_THE_REFERENCE
    assert {name for name, kind in LAYERS.items() if kind not in JAPANESE} == WITHOUT_JAPANESE


@pytest.mark.parametrize(
    ("layer", "sentence"),
    [
        ({"Dense": {"units": 3}}, "A fully connected layer."),
        (
            {"Dropout": {"rate": 0.25}},
            "During training, sets a fraction rate (0.25) of its inputs to 0. "
            "After training it does nothing.",
        ),
        (
            {"TimeDistributed": {"layer": {"Dense": {"units": 3}}}},
            "Dense, with the same weights at each of 4 steps. A fully connected layer.",
        ),
    ],
)
def test_a_layer_without_a_sentence_says_what_the_reference_says(
    layer: object, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (read,) = layers(layer)
    for words in (SENTENCES, JAPANESE, sequence._INNER):
        for kind in (core.Dense, core.Dropout):
            monkeypatch.delitem(words, kind)
    assert layer_sentence(read, (4, 2), (4, 3)) == sentence
    if not isinstance(read, TimeDistributed):
        assert japanese_sentence(read, (4, 2), (4, 3)) == sentence


def test_every_layer_has_words_in_the_reference() -> None:
    assert all(kind.summary().endswith(".") for kind in LAYERS.values())


@pytest.mark.parametrize("name", LAYERS)
@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_layer_has_whole_sentences_and_a_sum_that_is_right(name: str, data: st.DataObject) -> None:
    shape = data.draw(fitting_shapes(name))
    (layer,) = layers({name: data.draw(ARGUMENTS[name])})
    try:
        (planned,) = walk_through([layer], shape).layers
    except BrokenStack:
        reject()
    sentence = layer_sentence(layer, shape, planned.shape)
    assert sentence[0].isupper() and sentence.endswith(".")
    assert not set("{}<>") & set(sentence) - ({">"} if "z >" in sentence else set())
    assert_adds_up(parameter_count(layer, planned), planned)


def assert_adds_up(text: str, planned: LayerPlan) -> None:
    if not planned.weights:
        assert text == ""
        return
    terms, _, total = text.rpartition(" (")[0].rpartition(" = ")
    assert int(total.replace(",", "")) == planned.parameters
    if terms:
        assert eval(terms.replace("x", "*")) == planned.parameters  # noqa: S307 - text of our own


@pytest.mark.parametrize(
    ("layer", "shape", "text"),
    [
        ({"Dense": {"units": 128}}, (784,), "784 x 128 + 128 = 100,480 (kernel and bias)"),
        ({"Dense": {"units": 1, "use_bias": False}}, (3,), "3 x 1 = 3 (kernel)"),
        (
            {"Conv2D": {"filters": 32, "kernel_size": 3}},
            (28, 28, 1),
            "3 x 3 x 1 x 32 + 32 = 320 (kernel and bias)",
        ),
        (
            {"LSTM": {"units": 8}},
            (20, 3),
            "4 x (3 x 8 + 8 x 8 + 8) = 384 (kernel, recurrent kernel and bias of each of 3 gates and of the "
            "contents)",
        ),
        (
            {"Bidirectional": {"layer": {"GRU": {"units": 8}}}},
            (20, 3),
            "2 x 3 x (3 x 8 + 8 x 8 + 2 x 8) = 624 (kernel, recurrent kernel and bias of each of 2 gates and "
            "of the contents, in both directions)",
        ),
        ("BatchNormalization", (8, 8, 16), "4 x 16 = 64 (gamma, beta, moving mean and moving variance)"),
        ("Flatten", (8, 8, 16), ""),
    ],
)
def test_the_number_of_parameters_is_written_as_a_sum(
    layer: object, shape: tuple[int, ...], text: str
) -> None:
    (read,) = layers(layer)
    (planned,) = walk_through([read], shape).layers
    assert parameter_count(read, planned) == text


def test_a_dense_layer_is_told_with_its_numbers() -> None:
    (layer,) = layers({"Dense": {"units": 128, "activation": "relu"}})
    assert layer_sentence(layer, (784,), (128,)) == (
        "Each of its 128 units multiplies the 784 values by weights of its own, sums the products and adds a "
        "bias. Then relu, max(0, z), gives 0 for all that is below 0, and changes nothing above."
    )


def test_the_windows_of_a_dilated_convolution_are_told_by_what_lies_between() -> None:
    (layer,) = layers({"Conv1D": {"filters": 2, "kernel_size": 3, "dilation_rate": 3}})
    assert "and adds a bias (over values 3 apart)." in layer_sentence(layer, (20, 1), (14, 2))
