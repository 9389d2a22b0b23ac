"""A table of a network that was printed is the network, as far as it tells."""

from pathlib import Path

import pytest

from tests.config.translation.told import problem_of


def test_a_printed_summary_is_the_network_that_it_is_of(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text(
        'Model: "sequential"\n______\n Layer (type)       Output Shape          Param #\n======\n'
        " conv2d (Conv2D)    (None, 26, 26, 8)     80\n"
        "\u2502 pool (MaxPooling2D) \u2502 (None, 13, 13, 8) \u2502 0 \u2502\n"
        " conv2d_1 (Conv2D)  (None, 13, 13, 4)     804\n flatten (Flatten)  (None, 676)           0\n"
        " dropout (Dropout)  (None, 676)           0\n dense_1 (Dense)    (None, 10)            6,770\n"
        "======\nTotal params: 7,654\n"
    )
    problem = problem_of(tmp_path / "c.yaml")
    assert problem.message == (
        "this is the summary of a network, not its config; not known, so set it yourself: "
        "the rate of Dropout in line 9, the activations in line 5"
    )
    assert problem.fix.splitlines()[1:] == [
        "data:",
        "  source: arrays",
        "  path: data.npz",
        "layers:",
        "  - Conv2D: {filters: 8, kernel_size: 3, activation: relu}",
        "  - MaxPooling2D",
        "  - Conv2D: {filters: 4, kernel_size: 5, padding: same, activation: relu}",
        "  - Flatten",
        "  - Dropout: {rate: 0.5}",
        "  - Dense: {units: 10, activation: softmax}",
    ]


OF_TORCHSUMMARY = """\
----------------------------------------------------
        Layer (type)        Output Shape     Param #
====================================================
            Conv2d-1     [-1, 8, 14, 14]          80
       BatchNorm2d-2     [-1, 8, 14, 14]          16
              ReLU-3     [-1, 8, 14, 14]           0
            Conv2d-4      [-1, 4, 7, 7]          292
         Upsampled-5      [-1, 4, 7, 7]            0
            Linear-6            [-1, 10]       1,970
====================================================
Total params: 2,358
"""
OF_TORCHINFO = """\
==============================================
Layer (type:depth-idx)   Output Shape   Param #
==============================================
Net                      [1, 10]        --
\u251c\u2500Sequential: 1-1     [1, 4, 12, 12]  --
\u2502    \u2514\u2500Conv2d: 2-1    [1, 4, 24, 24]  104
\u251c\u2500Dropout: 1-2        [1, 4, 12, 12]  --
\u251c\u2500Linear: 1-3         [1, 10]        5,770
==============================================
"""


@pytest.mark.parametrize(
    ("table", "lines", "message"),
    [
        (
            OF_TORCHSUMMARY,
            [
                "Conv2D: {filters: 8, kernel_size: 3}",
                "BatchNormalization: {momentum: 0.9, epsilon: 1e-05}",
                "ReLU",
                "Conv2D: {filters: 4, kernel_size: 3, padding: same, strides: 2}",
                "Flatten",
                "Dense: {units: 10, activation: softmax}",
            ],
            "left out: Upsampled in line 8; not known, so set it yourself: the last activation in line 9",
        ),
        (
            OF_TORCHINFO,
            [
                "Conv2D: {filters: 4, kernel_size: 5, activation: relu}",
                "Dropout: {rate: 0.5}",
                "Flatten",
                "Dense: {units: 10, activation: softmax}",
            ],
            "left out: what is done before Dropout in line 7; "
            "not known, so set it yourself: the rate of Dropout in line 7, the activations in line 6",
        ),
    ],
)
def test_tables_of_pytorch_are_their_networks(
    table: str, lines: list[str], message: str, tmp_path: Path
) -> None:
    (tmp_path / "c.yaml").write_text(table)
    problem = problem_of(tmp_path / "c.yaml")
    assert problem.message == f"this is the summary of a network, not its config; {message}"
    assert [line.removeprefix("  - ") for line in problem.fix.splitlines()[5:]] == lines


def test_layers_within_others_are_told_by_the_parameters_of_a_summary(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text(
        "Layer (type)      Output Shape   Param #\n=====\n embedding (Embedding)  (None, None, 8)  800\n"
        " both (Bidirectiona  (None, None, 8)    416\n l)\n other (Bidirectional)  (None, 10, 8)  336\n"
        "| time_distributed   | (None, 10, 3)  | 27 |\n| (TimeDistributed) |  | |\n"
        " last (TimeDistributed)  (None, 10, 3)  5\n=====\nTotal params: 1,536\n"
    )
    problem = problem_of(tmp_path / "c.yaml")
    assert problem.message == (
        "this is the summary of a network, not its config; not known, so set it yourself: "
        "the layer in TimeDistributed in line 9"
    )
    assert problem.fix.splitlines()[5:] == [
        "  - Embedding: {input_dim: 100, output_dim: 8}",
        "  - Bidirectional: {layer: {LSTM: {units: 4, return_sequences: true}}}",
        "  - Bidirectional: {layer: {GRU: {units: 4, return_sequences: true}}}",
        "  - TimeDistributed: {layer: {Dense: {units: 3}}}",
        "  - TimeDistributed: {layer: {Dense: {units: 3}}}",
    ]


def test_layers_without_a_bias_and_unknown_windows_are_told_by_the_parameters_of_a_summary(
    tmp_path: Path,
) -> None:
    (tmp_path / "c.yaml").write_text(
        "Layer (type:depth-idx)   Output Shape   Param #\n=====\n"
        "Conv2d: 1-1     [1, 8, 26, 26]  72\nConv2d: 1-2     [1, 4, 26, 24]  96\n"
        "Flatten: 1-3    [1, 2496]  --\nLinear: 1-4     [1, 30]    74,880\n"
        "LayerNorm: 1-5  [1, 30]    60\nLinear: 1-6     [1, 10]    310\n"
    )
    problem = problem_of(tmp_path / "c.yaml")
    assert "the kernel_size of Conv2D in line 4" in problem.message
    assert problem.fix.splitlines()[5:] == [
        "  - Conv2D: {filters: 8, kernel_size: 3, use_bias: false, activation: relu}",
        "  - Conv2D: {filters: 4, kernel_size: 3, padding: same, activation: relu}",
        "  - Flatten",
        "  - Dense: {units: 30, use_bias: false, activation: relu}",
        "  - LayerNormalization: {epsilon: 1e-05}",
        "  - Dense: {units: 10, activation: softmax}",
    ]


def test_recurrent_layers_without_a_bias_are_told_by_the_parameters_of_a_summary(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text(
        "Layer (type)      Output Shape   Param #\n=====\n embedding (Embedding)  (None, None, 8)  800\n"
        " lstm (LSTM)  (None, 4)  192\n dense (Dense)  (None, 1)  4\n=====\nTotal params: 996\n"
    )
    assert problem_of(tmp_path / "c.yaml").fix.splitlines()[5:] == [
        "  - Embedding: {input_dim: 100, output_dim: 8}",
        "  - LSTM: {units: 4, use_bias: false}",
        "  - Dense: {units: 1, use_bias: false}",
    ]


def test_what_is_pooled_to_one_place_is_pooled_globally(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text(
        "----------------------------------------------------\n"
        "        Layer (type)        Output Shape     Param #\n"
        "====================================================\n"
        "            Conv2d-1     [-1, 8, 14, 14]          80\n"
        "              ReLU-2     [-1, 8, 14, 14]           0\n"
        " AdaptiveAvgPool2d-3       [-1, 8, 1, 1]           0\n"
        "           Dropout-4       [-1, 8, 1, 1]           0\n"
        "           Flatten-5             [-1, 8]           0\n"
        "            Linear-6            [-1, 10]          90\n"
        "====================================================\n"
    )
    problem = problem_of(tmp_path / "c.yaml")
    assert "left out" not in problem.message
    assert problem.fix.splitlines()[-5:] == [
        "  - Conv2D: {filters: 8, kernel_size: 3}",
        "  - ReLU",
        "  - GlobalAveragePooling2D",
        "  - Dropout: {rate: 0.5}",
        "  - Dense: {units: 10, activation: softmax}",
    ]
