"""Weights of pages in 8 bits."""

import numpy as np
import pytest

from mlpcli.browser.weight_blobs import LETTERS, WeightBlobs
from tests.browser.in_node import in_node
from tests.browser.quantized import whole_from
from tests.inference.arithmetic.in_keras import layer_of


@pytest.mark.parametrize(
    ("kind", "arguments", "name", "shape", "scales"),
    [
        ("Dense", {"units": 3}, "kernel", (40, 3), [1, 3]),
        ("Conv2D", {"filters": 3, "kernel_size": 5}, "kernel", (5, 5, 2, 3), [1, 1, 1, 3]),
        ("Conv2DTranspose", {"filters": 3, "kernel_size": 5}, "kernel", (5, 5, 3, 2), [1, 1, 3, 1]),
        ("DepthwiseConv2D", {"kernel_size": 5}, "kernel", (5, 5, 2, 3), [1, 1, 2, 3]),
        ("SeparableConv2D", {"filters": 3, "kernel_size": 5}, "depthwise_kernel", (5, 5, 2, 3), [1, 1, 2, 3]),
        ("SeparableConv2D", {"filters": 3, "kernel_size": 5}, "pointwise_kernel", (1, 1, 9, 3), [1, 1, 1, 3]),
        ("Embedding", {"input_dim": 40, "output_dim": 3}, "embeddings", (40, 3), [1, 3]),
        ("Bidirectional", {"layer": {"GRU": {"units": 1}}}, "recurrent_kernel_2", (40, 3), [1, 3]),
        ("TimeDistributed", {"layer": {"Dense": {"units": 3}}}, "kernel", (40, 3), [1, 3]),
        ("EnsembleHead", {"units": 3}, "kernel", (2, 40, 3), [2, 1, 3]),
        ("PeriodicEmbedding", {"units": 3}, "kernel", (2, 40, 3), [2, 1, 3]),
        ("CategoryEmbedding", {"widths": [40], "units": 3}, "kernel_2", (40, 3), [1, 3]),
        ("Dense", {"units": 3}, "bias", (300,), None),
        ("PReLU", {}, "alpha", (20, 20), None),
        # The scales would take more than they save.
        ("Dense", {"units": 300}, "kernel", (1, 300), None),
    ],
)
def test_matrices_have_a_scale_for_each_output(
    kind: str,
    arguments: dict[str, object],
    name: str,
    shape: tuple[int, ...],
    scales: list[int] | None,
) -> None:
    weight = np.random.default_rng(0).normal(size=shape).astype(np.float32)
    where = WeightBlobs(quantized=True).add(layer_of(kind, arguments), name, weight)
    assert where.get("scales", {}).get("shape") == scales
    assert where["shape"] == list(shape)


def test_small_weights_beside_large_ones_become_0() -> None:
    blobs = WeightBlobs(quantized=True)
    weight = np.zeros((40, 2), np.float32)
    weight[:2, 1] = 1e-45, -1e30
    blobs.add(layer_of("Dense", {"units": 2}), "kernel", weight)
    found = whole_from(blobs.texts()["quantized"])
    assert found.tolist() == [0, 0, 0, -127, *[0] * 76]


def test_nothing_is_in_8_bits_unless_asked_for() -> None:
    blobs = WeightBlobs(quantized=False)
    blobs.add(layer_of("Dense", {"units": 3}), "kernel", np.zeros((40, 3), np.float32))
    assert list(blobs.texts()) == ["weights"]


def test_every_number_of_8_bits_has_a_letter_that_a_script_reads() -> None:
    numbers = list(range(-127, 128))
    text = "".join(LETTERS[number] for number in numbers)
    script = "return [...wholeFrom(given)];"
    assert in_node(("runtime/network.js",), script, text) == numbers
    assert not set(text) & set('"<\\')
    assert len(text[127 - 46 : 127 + 46].encode()) == 92
