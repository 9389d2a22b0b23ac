"""Values in place of the arguments of a layer, which are of the arguments that take them, or are named."""

from pathlib import Path

import pytest

from tests.config.fixed import fixed, mistakes
from tests.facts import CIFAR

HEAD = "  - Flatten\n  - Dense: {units: 10, activation: softmax}\n"


@pytest.mark.parametrize(
    ("found", "meant"),
    [
        ("RandomGrayscale: 0.3", "RandomGrayscale: {factor: 0.3}"),
        ("RandomPerspective: [0.2, 0.3]", "RandomPerspective: {factor: [0.2, 0.3]}"),
        ("RandomShear: 0.3", "RandomShear: {x_factor: 0.3}"),
        ("RandomInvert: 0.3", "RandomInvert: {factor: 0.3, value_range: [0, 1]}"),
        ("RandomErasing: [0.2, 0.3]", "RandomErasing: {factor: [0.2, 0.3], value_range: [0, 1]}"),
        ("RandomTranslation: 0.3", "RandomTranslation: {height_factor: 0.3, width_factor: 0.3}"),
        ("RandomTranslation: [0.2, 0.3]", "RandomTranslation: {height_factor: 0.2, width_factor: 0.3}"),
        ("RandomCrop: 30", "RandomCrop: {height: 30, width: 30}"),
        ("Resizing: [20, 30]", "Resizing: {height: 20, width: 30}"),
        ("RandomFlip: horizontal", "RandomFlip: {mode: horizontal}"),
        ("LayerNormalization: 0.3", "LayerNormalization: {epsilon: 0.3}"),
        ("PReLU: 0.3", "PReLU: {alpha_initializer: {Constant: {value: 0.3}}}"),
        ("Conv2D: [8, 3]", "Conv2D: {filters: 8, kernel_size: 3}"),
    ],
)
def test_a_value_is_of_the_argument_that_takes_it(found: str, meant: str, tmp_path: Path) -> None:
    assert _fixed(f"  - {found}\n{HEAD}", tmp_path)[1].startswith(f"  - {meant}\n")


def test_sizes_in_a_list_are_layers(tmp_path: Path) -> None:
    layers = _fixed("  - Flatten\n  - Dense: [60, 30]\n" + HEAD.partition("\n")[2], tmp_path)[1]
    assert "  - Dense: {units: 60}\n  - Dense: {units: 30}\n" in layers


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ("LSTM: [8, 5]", "write LSTM: {units: 8}, without 5"),
        ("Flatten: [8, 5]", "write Flatten alone, without a value"),
        ("RandomGrayscale: 3", "write RandomGrayscale alone, without a value"),
    ],
)
def test_a_value_that_no_argument_takes_is_named(found: str, words: str, tmp_path: Path) -> None:
    assert words in _fixed(f"  - {found}\n{HEAD}", tmp_path)[0]


def _fixed(layers: str, folder: Path) -> tuple[list[str], str]:
    """The fixes of a config, and its layers once they are made."""
    file = folder / "c.yaml"
    file.write_text(f"data: {{source: cifar10}}\nlayers:\n{layers}")
    told = mistakes([file], (), CIFAR)
    fixed([file], (), told)
    return [problem.fix for problem in told], file.read_text().partition("layers:\n")[2]
