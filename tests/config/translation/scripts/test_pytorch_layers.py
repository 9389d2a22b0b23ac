"""Layers and optimizers of PyTorch are those of Keras, or named."""

import pytest

from tests.config.translation.scripts.translated import OF_TORCH, layers, translated


@pytest.mark.parametrize(
    ("text", "optimizer", "left_out"),
    [
        ("torch.optim.Adam(model.parameters(), 0.01)", "Adam: {learning_rate: 0.01, epsilon: 1e-08}", ""),
        ("SGD(model.parameters(), 0.1, 0.9)", "SGD: {learning_rate: 0.1, momentum: 0.9}", ""),
        (
            "Adam(params=model.parameters(), lr=0.1, eps=1e-6)",
            "Adam: {learning_rate: 0.1, epsilon: 1e-06}",
            "",
        ),
        ("optim.SGD(params, 0.1, weight_decay=0.2)", "SGD: {learning_rate: 0.1, weight_decay: 0.2}", ""),
        (
            "torch.optim.RMSprop(model.parameters())",
            "RMSprop: {learning_rate: 0.01, rho: 0.99, epsilon: 1e-08}",
            "",
        ),
        (
            "torch.optim.AdamW(model.parameters(), fused=True)",
            "AdamW: {weight_decay: 0.01, epsilon: 1e-08}",
            "",
        ),
        (
            "optim.Adam(model.parameters(), 0.1, weight_decay=0.2)",
            "Adam: {learning_rate: 0.1, epsilon: 1e-08}",
            "",
        ),
        (
            "optim.NAdam(model.parameters(), maximize=True)",
            "Nadam: {learning_rate: 0.002, epsilon: 1e-08}",
            "maximize=True",
        ),
        (
            "SGD([{'params': m.parameters(), 'lr': 1}], lr=0.3)",
            "SGD: {learning_rate: 0.3}",
            "groups of parameters",
        ),
        (
            "torch.optim.Adagrad(model.parameters(), 0.1)",
            "Adagrad: {learning_rate: 0.1, initial_accumulator_value: 0, epsilon: 1e-10}",
            "",
        ),
        ("torch.optim.LBFGS(model.parameters())", "", "torch.optim.LBFGS"),
        (
            "Adam(0.01)\nfor epoch in range(2):\n    for x in y:\n        optimizer.apply_gradients(z)",
            "Adam: {learning_rate: 0.01}",
            "",
        ),
        (
            "optim.AdamW(3e-4, 0.02)\nmodel.compile(optimizer, 'mse')",
            "AdamW: {learning_rate: 0.0003, weight_decay: 0.02}",
            "",
        ),
        ("1\nmodel.compile(Adagrad(0.05), 'mse')", "Adagrad: {learning_rate: 0.05}", ""),
    ],
)
def test_an_optimizer_is_given_what_its_own_tool_gives_it(text: str, optimizer: str, left_out: str) -> None:
    found = translated(f"{OF_TORCH}optimizer = {text}\n")
    assert found.text.partition("optimizer:\n")[2].partition("training:")[0].strip() == optimizer
    assert found.message == (f"left out: {left_out} in line 2" if left_out else "")


def test_layers_of_pytorch_have_its_defaults() -> None:
    assert layers(
        "m = nn.Sequential(nn.LeakyReLU(), nn.BatchNorm2d(4), nn.BatchNorm1d(4, momentum=0.2))\n"
    ) == [
        "LeakyReLU: {negative_slope: 0.01}",
        "BatchNormalization: {momentum: 0.9, epsilon: 1e-05}",
        "BatchNormalization: {momentum: 0.8, epsilon: 1e-05}",
    ]


@pytest.mark.parametrize(
    ("layer", "lines", "left_out"),
    [
        ("LayerNorm(64)", ["LayerNormalization: {epsilon: 1e-05}"], ""),
        (
            "LayerNorm(64, elementwise_affine=False)",
            ["LayerNormalization: {epsilon: 1e-05, center: false, scale: false}"],
            "",
        ),
        (
            "BatchNorm2d(8, 1e-3, 0.05, False)",
            ["BatchNormalization: {epsilon: 0.001, momentum: 0.95, center: false, scale: false}"],
            "",
        ),
        ("GroupNorm(4, 16)", ["GroupNormalization: {groups: 4, epsilon: 1e-05}"], ""),
        ("ReLU6()", ["Activation: {activation: relu6}"], ""),
        ("Hardtanh()", ["Activation: {activation: hard_tanh}"], ""),
        ("Hardtanh(-2, 2)", [], "nn.Hardtanh"),
        ("Mish()", ["Activation: {activation: mish}"], ""),
        ("Hardswish()", ["Activation: {activation: hard_swish}"], ""),
        ("Tanhshrink()", ["Activation: {activation: tanh_shrink}"], ""),
        ("Softsign()", ["Activation: {activation: softsign}"], ""),
        ("Softshrink(0.2)", ["Activation: {activation: {soft_shrink: {threshold: 0.2}}}"], ""),
        ("CELU(0.5)", ["Activation: {activation: {celu: {alpha: 0.5}}}"], ""),
        ("Threshold(1, 2)", ["Activation: {activation: {threshold: {threshold: 1, default_value: 2}}}"], ""),
        ("LogSoftmax(dim=1)", ["Softmax"], ""),
        ("GLU()", [], "nn.GLU"),
        ("AdaptiveAvgPool2d((1, 1))", ["GlobalAveragePooling2D"], ""),
        ("AdaptiveMaxPool1d(3)", [], "nn.AdaptiveMaxPool1d"),
        ("Dropout1d(0.2)", ["SpatialDropout1D: {rate: 0.2}"], ""),
        ("ZeroPad2d((1, 2, 3, 4))", ["ZeroPadding2D: {padding: [[3, 4], [1, 2]]}"], ""),
        ("Upsample(scale_factor=2)", ["UpSampling2D: {size: 2}"], ""),
        ("LazyLinear(7, bias=False)", ["Dense: {units: 7, use_bias: false}"], ""),
        ("Linear(3, 4, False)", ["Dense: {units: 4, use_bias: false}"], ""),
        ("Embedding(9, 4, padding_idx=2)", ["Embedding: {input_dim: 9, output_dim: 4}"], "padding_idx=2"),
        (
            "Conv2d(6, 3, 5, padding=1)",
            ["ZeroPadding2D: {padding: 1}", "Conv2D: {filters: 3, kernel_size: 5}"],
            "",
        ),
        (
            "Conv2d(3, 8, 3, padding=2, dilation=2)",
            ["Conv2D: {filters: 8, kernel_size: 3, padding: same, dilation_rate: 2}"],
            "",
        ),
        (
            "Conv1d(3, 8, 3, padding_mode='reflect')",
            ["Conv1D: {filters: 8, kernel_size: 3}"],
            "padding_mode=reflect",
        ),
        ("MaxPool2d(3, 2, 1)", ["MaxPooling2D: {pool_size: 3, strides: 2, padding: same}"], ""),
        ("MaxPool2d(4, 2, 1)", ["MaxPooling2D: {pool_size: 4, strides: 2}"], "padding=1"),
        (
            "ConvTranspose2d(3, 8, 4, 2, 1)",
            ["Conv2DTranspose: {filters: 8, kernel_size: 4, padding: same, strides: 2}"],
            "",
        ),
        ("ConvTranspose2d(3, 8, 3, 2, 1)", [], "nn.ConvTranspose2d"),
    ],
)
def test_layers_of_pytorch_are_those_of_keras_or_named(layer: str, lines: list[str], left_out: str) -> None:
    text = f"m = nn.Sequential(nn.{layer}, nn.Linear(4, 3))\n"
    assert layers(text) == [*lines, "Dense: {units: 3}"]
    assert translated(text).message == (f"left out: {left_out} in line 1" if left_out else "")


RECURRENT = """\
class Net(nn.Module):
    def __init__(self):
        self.words = nn.Embedding(100, 16)
        self.steps = MADE
        self.fc = nn.Linear(64, 2)
    def forward(self, x):
        TAKEN
"""


@pytest.mark.parametrize(
    ("made", "taken", "lines"),
    [
        ("LSTM(16, 32)", "o, _ = self.steps(x); return self.fc(o[:, -1])", ["LSTM: {units: 32}"]),
        ("GRU(16, 32)", "_, h = self.steps(x); return self.fc(h.squeeze(0))", ["GRU: {units: 32}"]),
        ("LSTM(16, 32)", "_, (h, c) = self.steps(x); return self.fc(h[-1])", ["LSTM: {units: 32}"]),
        (
            "RNN(16, 32)",
            "o, h = self.steps(x); return self.fc(o)",
            ["SimpleRNN: {units: 32, return_sequences: true}"],
        ),
        (
            "LSTM(16, 32, 2, dropout=0.2, bidirectional=True)",
            "o, h = self.steps(x); return self.fc(o[:, -1, :])",
            [
                "Bidirectional: {layer: {LSTM: {units: 32, return_sequences: true}}}",
                "Dropout: {rate: 0.2}",
                "Bidirectional: {layer: {LSTM: {units: 32}}}",
            ],
        ),
    ],
)
def test_recurrent_layers_of_pytorch_give_the_steps_that_are_used(
    made: str, taken: str, lines: list[str]
) -> None:
    text = RECURRENT.replace("MADE", f"nn.{made}").replace("TAKEN", taken.replace("(x)", "(self.words(x))"))
    assert layers(text) == ["Embedding: {input_dim: 100, output_dim: 16}", *lines, "Dense: {units: 2}"]
    assert translated(text).message == ""


def test_what_is_done_to_a_tensor_elsewhere_is_named() -> None:
    text = RECURRENT.replace("MADE", "nn.GRU(16, 8)").replace(
        "TAKEN", "o, h = self.steps(x); return self.fc(o.mean(1))"
    )
    assert layers(text) == ["GRU: {units: 8, return_sequences: true}", "Dense: {units: 2}"]
    assert translated(text).message == "left out: o.mean in line 7"


def test_a_network_that_a_package_brings_along_is_named() -> None:
    found = translated("m = models.resnet18(pretrained=True)\nm.fc = nn.Linear(512, 2)\n")
    assert found.message == "left out: models.resnet18 in line 1"


def test_a_function_of_pytorch_has_its_slope() -> None:
    text = "i = x = Input((4,))\nx = F.leaky_relu(Dense(3)(x))\nm = Model(i, tf.nn.leaky_relu(x, 0.4))\n"
    assert layers(text)[1:] == ["LeakyReLU: {negative_slope: 0.01}", "LeakyReLU: {negative_slope: 0.4}"]


@pytest.mark.parametrize(
    ("call", "line"),
    [
        ("x.view(-1, 28, 28)", "Reshape: {target_shape: [28, 28]}"),
        ("x.reshape(len(x), 1, 8, 9)", "Reshape: {target_shape: [8, 9, 1]}"),
        ("torch.reshape(x, (-1, 4, 8, 9))", "Reshape: {target_shape: [8, 9, 4]}"),
        ("x.view(x.size(0), -1)", "Flatten"),
        ("x.view(-1, 784)", "Flatten"),
    ],
)
def test_a_shape_of_several_axes_is_kept(call: str, line: str) -> None:
    text = "class Net(nn.Module):\n    def __init__(self):\n        self.fc = nn.Linear(4, 3)\n"
    text += f"    def forward(self, x):\n        return self.fc({call})\n"
    assert layers(text) == [line, "Dense: {units: 3}"]
    assert translated(text).message == ""


@pytest.mark.parametrize(
    ("made", "line", "message"),
    [
        ("nn.Softplus()", "Activation: {activation: softplus}", ""),
        ("nn.Softplus(beta=2)", "Activation: {activation: softplus}", "left out: beta=2 in line 1"),
        ("nn.Softplus(1, 20)", "Activation: {activation: softplus}", ""),
        ("nn.GELU(approximate='tanh')", "Activation: {activation: {gelu: {approximate: true}}}", ""),
        ("nn.GELU('none')", "Activation: {activation: gelu}", ""),
    ],
)
def test_arguments_of_activations_are_kept_or_named(made: str, line: str, message: str) -> None:
    text = f"model = nn.Sequential({made}, nn.Linear(4, 3))\n"
    assert layers(text) == [line, "Dense: {units: 3}"]
    assert translated(text).message == message


@pytest.mark.parametrize(
    ("made", "line", "message"),
    [
        ("F.elu(self.a(x), alpha=0.4)", "ELU: {alpha: 0.4}", ""),
        ("F.elu(self.a(x))", "ELU", ""),
        (
            "F.gelu(self.a(x), approximate='tanh')",
            "Activation: {activation: {gelu: {approximate: true}}}",
            "",
        ),
        ("F.softplus(self.a(x), 3)", "Activation: {activation: softplus}", "left out: beta=3 in line 6"),
        ("F.celu(self.a(x), 0.5)", "Activation: {activation: {celu: {alpha: 0.5}}}", ""),
    ],
)
def test_arguments_of_functions_are_kept_or_named(made: str, line: str, message: str) -> None:
    text = (
        "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        f"        self.a = nn.Linear(4, 3)\n    def forward(self, x):\n        return {made}\nnet = Net()\n"
    )
    assert layers(text) == ["Dense: {units: 3}", line]
    assert translated(text).message == message


def test_weights_that_are_used_again_are_named() -> None:
    found = translated(
        "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.a, self.b = nn.Linear(4, 4), nn.Linear(4, 3)\n        self.act = nn.ELU()\n"
        "    def forward(self, x):\n        for _ in range(3):\n            x = self.act(self.a(x))\n"
        "        return self.b(x)\nnet = Net()\n"
    )
    assert found.message == "left out: the same weights of self.a again in line 8"
    assert found.text.count("Dense: {units: 4}") == 3


def test_first_values_of_weights_are_named() -> None:
    found = translated(
        "net = nn.Sequential(nn.Linear(4, 3))\ndef start(m):\n    nn.init.zeros_(m.bias)\nnet.apply(start)\n"
    )
    assert found.message == "left out: nn.init.zeros_(m.bias) in line 3"


@pytest.mark.parametrize(
    ("before", "made", "arguments"),
    [
        ("nn.Linear(4, 3)", "nn.PReLU()", "0.25}}, shared_axes: [1]}"),
        ("nn.Linear(4, 3)", "nn.PReLU(3, init=0.1)", "0.1}}}"),
        ("nn.Conv2d(1, 3, 3)", "nn.PReLU()", "0.25}}, shared_axes: [1, 2, 3]}"),
        ("nn.Conv2d(1, 3, 3)", "nn.PReLU(3)", "0.25}}, shared_axes: [1, 2]}"),
        ("nn.Conv1d(1, 3, 3)", "nn.PReLU(3)", "0.25}}, shared_axes: [1]}"),
        ("nn.Conv1d(1, 3, 3), nn.Flatten()", "nn.PReLU()", "0.25}}, shared_axes: [1]}"),
    ],
)
def test_pytorchs_prelu_shares_its_slopes(before: str, made: str, arguments: str) -> None:
    found = layers(f"model = nn.Sequential({before}, {made})\n")
    assert found[-1] == f"PReLU: {{alpha_initializer: {{Constant: {{value: {arguments}"


HELD = "regularizer: {L2: {l2: 0.001}}"


@pytest.mark.parametrize(
    ("text", "found", "message"),
    [
        (
            "o = optim.Adam(m.parameters(), weight_decay=2e-3)",
            [f"Dense: {{units: 8, kernel_{HELD}, bias_{HELD}}}", f"Dense: {{units: 3, kernel_{HELD}}}"],
            "",
        ),
        (
            "o = optim.SGD(m.parameters(), 0.1, 0.9, 0, 2e-3)\nclip_grad_norm_(m.parameters(), 1)",
            ["Dense: {units: 8}", "Dense: {units: 3, use_bias: false}"],
            "left out: weight_decay=0.002 in line 2",
        ),
        (
            "o = optim.SGD([{'params': m.parameters()}], 0.1, 0.9, 0, 2e-3)",
            ["Dense: {units: 8}", "Dense: {units: 3, use_bias: false}"],
            "left out: weight_decay=0.002 in line 2, groups of parameters in line 2",
        ),
    ],
)
def test_a_decay_that_is_added_to_gradients_is_a_penalty_on_all_that_is_trained(
    text: str, found: list[str], message: str
) -> None:
    network = "m = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3, bias=False))\n"
    dense = [one.replace("use_bias: false, ", "") for one in layers(network + text) if "Dense" in one]
    assert (dense, translated(network + text).message) == (found, message)


@pytest.mark.parametrize(
    ("layer", "parts"),
    [
        ("BatchNorm1d(4)", ["gamma", "beta"]),
        ("Embedding(9, 4)", ["embeddings"]),
        ("PReLU()", ["alpha"]),
        ("Conv2d(1, 4, 3)", ["kernel", "bias"]),
    ],
)
def test_a_decay_holds_whatever_a_layer_trains(layer: str, parts: list[str]) -> None:
    network = f"m = nn.Sequential(nn.{layer}, nn.Linear(4, 3))\n"
    (first, _) = layers(f"{network}o = optim.Adam(m.parameters(), weight_decay=2e-3)\n")
    held = [word.strip("{:") for word in first.split() if word.endswith("regularizer:")]
    assert held == [f"{part}_regularizer" for part in parts]
