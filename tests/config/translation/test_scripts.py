"""A script is translated as it would run, and what has no counterpart is named."""

import pytest

from mlpcli.config.translation.scripts import Translated, config_of_script

HEAD = "model.add(Dense(3, activation='softmax'))\n"
OWN_DATA = "save your data with numpy.savez('data.npz', x=..., y=...), or name another source"


def translated(text: str) -> Translated:
    found = config_of_script(text)
    assert found is not None
    return found


def layers(text: str) -> list[str]:
    """The lines of the layers, without their indentation."""
    _, _, after = translated(text).text.partition("layers:\n")
    lines = after.splitlines()
    end = next((place for place, line in enumerate(lines) if not line.startswith(" ")), len(lines))
    return [line.strip().removeprefix("- ") for line in lines[:end]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("for i in range(3):\n    model.add(Dense(8))\n", ["Dense: {units: 8}"] * 3),
        (
            "for i, n in enumerate([8, 4]):\n    model.add(Dense(n + i))\n",
            ["Dense: {units: 8}", "Dense: {units: 5}"],
        ),
        (
            "m = Sequential([Dense(n) for n in (8, 4)] + [Dense(1)])\n",
            ["Dense: {units: 8}", "Dense: {units: 4}", "Dense: {units: 1}"],
        ),
        (
            "parts = [Flatten()]\nparts.append(Dense(4))\nparts += [Dense(2)]\nmodel = Sequential(parts)\n",
            ["Flatten", "Dense: {units: 4}", "Dense: {units: 2}"],
        ),
        (
            "m = Sequential([MaxPool2D(), AvgPool1D(2), GlobalMaxPool2D(), GlobalAvgPool1D(),\n"
            "    Convolution2D(16, 3), Convolution2D(8, 5, 3),\n"
            "    SeparableConvolution1D(4, 3), CuDNNGRU(5)])\n",
            [
                "MaxPooling2D",
                "AveragePooling1D: {pool_size: 2}",
                "GlobalMaxPooling2D",
                "GlobalAveragePooling1D",
                "Conv2D: {filters: 16, kernel_size: 3}",
                "Conv2D: {filters: 8, kernel_size: [5, 3]}",
                "SeparableConv1D: {filters: 4, kernel_size: 3}",
                "GRU: {units: 5}",
            ],
        ),
        ("hidden = 64\nwidth: int = hidden // 2\nmodel.add(Dense(width))\n", ["Dense: {units: 32}"]),
        (
            "deep = False\nmodel.add(Dense(4))\n"
            "if deep:\n    model.add(Dense(5))\nelse:\n    model.add(Dense(6))\n",
            ["Dense: {units: 4}", "Dense: {units: 6}"],
        ),
        (
            "def build(hidden, times=2):\n    model = Sequential()\n    for _ in range(times):\n"
            "        model.add(Dense(hidden))\n    return model\n"
            "def main():\n    model = build(hidden=5)\n    model.fit(x, y)\n"
            "if __name__ == '__main__':\n    main()\n",
            ["Dense: {units: 5}"] * 2,
        ),
        ("def build(hidden=7):\n    return Sequential([Dense(hidden)])\n", ["Dense: {units: 7}"]),
        (
            "def block(x, n):\n    return Dropout(0.1)(Dense(n)(x))\n"
            "x = i = Input((4,))\nfor n in (8, 4):\n    x = block(x, n)\nmodel = Model(i, x)\n",
            ["Dense: {units: 8}", "Dropout: {rate: 0.1}", "Dense: {units: 4}", "Dropout: {rate: 0.1}"],
        ),
        (
            "class Net(keras.Model):\n    def __init__(self, n=9):\n        super().__init__()\n"
            "        self.b = Dense(2)\n        self.a = Dense(n, activation='relu')\n"
            "    def call(self, x):\n        return self.b(self.a(x))\nmodel = Net()\n",
            ["Dense: {units: 9, activation: relu}", "Dense: {units: 2}"],
        ),
        (
            "class Net(nn.Module):\n    def __init__(self):\n"
            "        self.conv = nn.Conv2d(1, 32, 3, padding=1)\n"
            "        self.fc1 = nn.Linear(784, 64)\n        self.fc2 = nn.Linear(64, 10)\n"
            "        self.relu = nn.ReLU(inplace=True)\n"
            "    def forward(self, x):\n        x = F.max_pool2d(self.relu(self.conv(x)), 2)\n"
            "        x = torch.flatten(x, 1)\n        x = F.relu(self.fc1(x))\n"
            "        return F.log_softmax(self.fc2(x), dim=1)\nnet = Net().to(device)\n",
            [
                "Conv2D: {filters: 32, kernel_size: 3, padding: same}",
                "ReLU",
                "MaxPooling2D: {pool_size: 2}",
                "Flatten",
                "Dense: {units: 64}",
                "Activation: {activation: relu}",
                "Dense: {units: 10}",
                "Softmax",
            ],
        ),
    ],
)
def test_what_builds_the_layers_is_followed(text: str, found: list[str]) -> None:
    assert layers(text) == found
    assert translated(text).message == ""


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        (
            "hidden = 8\nhidden = int(input())\nmodel.add(Dense(hidden))\n",
            "not known, so set it yourself: hidden in line 4",
        ),
        ("model.add(Dropout(rate))\n", "not known, so set it yourself: rate in line 2"),
        ("model.add(layers.MultiHeadAttention(4, 16))\n", "left out: layers.MultiHeadAttention in line 2"),
        ("model.add(Lambda(lambda x: x ** 2))\n", "left out: Lambda in line 2"),
        ("model.add(Conv3D(8, 3))\n", "left out: Conv3D in line 2"),
        (
            "class MyLayer(Layer):\n    def call(self, x):\n        return x\nmodel.add(MyLayer())\n",
            "left out: MyLayer in line 5",
        ),
        ("for block in blocks:\n    model.add(Dense(4))\n", "left out: the loop in line 2"),
        ("if big:\n    model.add(Dense(4))\n", "left out: the condition in line 2"),
        ("model.fit(x, y, epochs=EPOCHS)\n", "not known, so set it yourself: EPOCHS in line 2"),
        ("model.compile(loss=my_loss)\n", "not known, so set it yourself: my_loss in line 2"),
        (
            "model.compile(optimizer=Adam(hp.Choice('lr', [1, 2])))\n",
            "not known, so set it yourself: hp.Choice('lr', [1, 2]) in line 2",
        ),
        ("more = [CSVLogger('a'), Mine()]\nmodel.fit(x, y, callbacks=more)\n", "left out: Mine in line 2"),
        ("model.fit(x, y, callbacks=[LambdaCallback()])\n", "left out: LambdaCallback in line 2"),
        ("(x, y), _ = keras.datasets.imdb.load_data()\n", "left out: the data imdb in line 1"),
        ("(x, y), _ = boston_housing.load_data()\n", "left out: the data boston_housing in line 1"),
    ],
)
def test_what_has_no_counterpart_is_named(text: str, left_out: str) -> None:
    first = "" if "the data" in left_out else "model = Sequential([Dense(2)])\n"
    assert translated(first + text + ("" if first else HEAD)).message == left_out


@pytest.mark.parametrize(
    "joined", ["layers.add([x, y])", "Concatenate()([x, y])", "x + y", "tf.concat([x, y], 1)"]
)
def test_branches_that_join_are_named(joined: str) -> None:
    found = translated(
        f"i = Input((4,))\nx = Dense(8)(i)\ny = Dense(8)(x)\nz = {joined}\nmodel = Model(i, Dense(3)(z))\n"
    )
    assert "in line 4" in found.message
    assert found.text.count("Dense") == 3


def test_of_several_networks_the_one_that_is_trained_last_is_meant() -> None:
    found = translated(
        "a = Sequential([Dense(5)])\na.fit(x, y, epochs=2)\n"
        "b = Sequential([Dense(6)])\nb.compile('sgd')\nb.fit(x, y, epochs=7)\nc = Sequential([Dense(7)])\n"
    )
    assert found.message == "of its 3 networks, this is the one of line 3"
    assert [part in found.text for part in ("units: 6", "epochs: 7", "SGD")] == [True, True, True]
    assert "units: 5" not in found.text


def test_a_network_within_another_one_is_a_part_of_it() -> None:
    text = "base = Sequential([Dense(5)])\nmodel = Sequential([base, Dense(2)])\n"
    assert layers(text) == ["Dense: {units: 5}", "Dense: {units: 2}"]
    assert translated(text).message == ""


@pytest.mark.parametrize(
    ("text", "section", "to_do"),
    [
        ("(x, y), _ = keras.datasets.fashion_mnist.load_data()\n", "source: fashion_mnist", ""),
        ("x, y = load_digits(return_X_y=True)\n", "source: digits", ""),
        ("x, y = make_moons(200)\n", "source: moons", ""),
        ("train = torchvision.datasets.MNIST('.')\n", "source: mnist", ""),
        ("x, y = fetch_openml('mnist_784', return_X_y=True)\n", "source: mnist", ""),
        (
            "df = pd.read_csv('churn.csv')\ny = df['Exited']\n",
            "source: table\n  path: churn.csv\n  target: Exited",
            "",
        ),
        (
            "rows = loadtxt('pima.csv', delimiter=',')\nX = rows[:, 0:8]\ny = rows[:, 8]\n",
            "source: table\n  path: pima.csv\n  target: 9",
            "",
        ),
        (
            "df = pd.read_csv('train.csv')\nother = pd.read_csv('test.csv')\n",
            "source: table\n  path: train.csv\n  target: class",
            "name the column to predict as target",
        ),
        ("data = np.load('rows.npz')\n", "source: arrays\n  path: rows.npz", ""),
        ("rows = keras.utils.image_dataset_from_directory('cats')\n", "source: images\n  path: cats", ""),
        ("x_train, y_train = mine()\n", "source: arrays\n  path: data.npz", OWN_DATA),
        ("(x, y), _ = imdb.load_data()\n", "source: arrays\n  path: data.npz", OWN_DATA),
    ],
)
def test_data_is_that_of_the_script_or_asked_for(text: str, section: str, to_do: str) -> None:
    found = translated(text + HEAD)
    assert found.text.startswith(f"data:\n  {section}\nlayers:\n")
    assert found.to_do == to_do


def test_what_the_training_is_given_is_kept() -> None:
    found = translated(
        "model = Sequential([Dense(3)])\n"
        "stop = EarlyStopping(patience=3, restore_best_weights=True)\n"
        "model.compile(optimizer=Adam(learning_rate=1e-3),\n"
        "              loss=CategoricalCrossentropy(label_smoothing=0.1),\n"
        "              metrics=[keras.metrics.CategoricalAccuracy(), keras.metrics.AUC(name='auc')])\n"
        "model.fit(x, y, batch_size=64, epochs=3, callbacks=[stop, TensorBoard('logs'), CSVLogger('a')])\n"
    )
    assert found.message == ""
    assert found.text.partition("optimizer:\n")[2].splitlines() == [
        "  Adam: {learning_rate: 0.001}",
        "training:",
        "  loss: {categorical_crossentropy: {label_smoothing: 0.1}}",
        "  metrics: [accuracy, auc]",
        "  batch_size: 64",
        "  epochs: 3",
        "  early_stopping: {patience: 3}",
        "  log: [tensorboard]",
    ]


def test_a_loop_over_epochs_written_by_hand_is_a_training() -> None:
    found = translated(
        "model = nn.Sequential(nn.Linear(4, 3))\nepochs = 5\n"
        "optimizer = torch.optim.SGD(model.parameters(), lr=0.1)\n"
        "for t in range(epochs):\n    for x, y in loader:\n        loss = criterion(model(x), y)\n"
    )
    assert found.message == ""
    assert found.text.endswith("optimizer:\n  SGD: {learning_rate: 0.1}\ntraining:\n  epochs: 5\n")


def test_prompts_magics_and_fences_are_no_code() -> None:
    assert layers(
        "```python\n%matplotlib inline\n!pip install keras\n>>> model = Sequential()\n"
        ">>> for n in (4, 2):\n...     model.add(Dense(n))\n```\n"
    ) == [
        "Dense: {units: 4}",
        "Dense: {units: 2}",
    ]


def test_a_script_without_end_is_followed_so_far() -> None:
    found = translated(
        "def f(n):\n    for i in range(100):\n        for j in range(100):\n            g = i * j\n"
        "model = Sequential([Dense(3)])\nf(1)\nmodel.add(Dense(4))\n"
    )
    assert found.message == "left out: more statements than can be followed in line 1"


@pytest.mark.parametrize(
    "text",
    [
        "parts = [Dense(1)]\nfor i in range(100):\n    parts = parts + parts\nmodel = Sequential(parts)\n",
        "for i in range(100):\n    model.add(model)\n",
        "m = Sequential([Dense(1)])\nfor i in range(100):\n    m = Sequential([m, m])\n",
        "x = Dense(1)(Input((1,)))\ndef f(x):\n    return f(f(x))\nmodel = Model(x, f(x))\n",
        f"x = {'[' * 12}1{' for _ in range(100)]' * 12}\n",
        "def f(n):\n    for i in range(100):\n        f(n)\nf(1)\n",
    ],
)
def test_a_script_that_grows_without_end_is_left_early(text: str) -> None:
    found = config_of_script(text + HEAD)
    assert found is None or len(found.text) < 50_000
