"""A script is translated as it would run, and what has no counterpart is named."""

import pytest

from mlpcli.config.translation.scripts.translate import config_of_script
from tests.config.translation.scripts.translated import HEAD, IMAGES, OF_TORCH, OWN_DATA, layers, translated


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
            "model.compile(optimizer=Adam(hp.Choice('lr', [1, 2])), loss='mse')\n",
            "not known, so set it yourself: hp.Choice('lr', [1, 2]) in line 2",
        ),
        ("more = [CSVLogger('a'), Mine()]\nmodel.fit(x, y, callbacks=more)\n", "left out: Mine in line 2"),
        ("model.fit(x, y, callbacks=[LambdaCallback()])\n", "left out: LambdaCallback in line 2"),
        (
            "stop = EarlyStopping('loss', patience=P, verbose=V)\nmodel.fit(x, y, callbacks=[stop])\n",
            "not known, so set it yourself: EarlyStopping(patience=P) in line 2",
        ),
        (
            "model.fit(x, y, steps_per_epoch=100, initial_epoch=2, sample_weight=w)\n",
            "left out: steps_per_epoch=100 in line 2, initial_epoch=2 in line 2, sample_weight=w in line 2",
        ),
        (
            "x = (x - 127.5) / 127.5\nx = x.astype('float32') / 255.0\n",
            "left out: (x - 127.5) / 127.5 in line 2",
        ),
        ("x_train = x_train[:1000]\ny_train = y_train[:1000]\n", "left out: x_train[:1000] in line 2"),
        ("model.fit(x_train[:100] / 255, y_train[:100])\n", "left out: x_train[:100] / 255 in line 2"),
        ("model.fit(x, x, epochs=1)\n", "left out: x as its own target in line 2"),
        ("model.fit(x=x[:9], y=y[:9], epochs=1)\n", "left out: x[:9] in line 2"),
        ("x_train, x_test = x_train / 9, x_test / 9\n", "left out: x_train / 9 in line 2"),
        ("loss = nn.CTCLoss()\n", "left out: nn.CTCLoss in line 2"),
        ("loss = nn.CrossEntropyLoss(weight=w, reduction='mean')\n", "left out: weight=w in line 2"),
        ("t = transforms.Normalize((0.5,), (0.5,))\n", "left out: transforms.Normalize in line 2"),
        ("t = v2.RandomRotation((0, 10))\n", "left out: v2.RandomRotation in line 2"),
        ("t = transforms.RandomHorizontalFlip(0.2)\n", "left out: transforms.RandomHorizontalFlip in line 2"),
        ("t = transforms.Grayscale(3)\n", "left out: transforms.Grayscale in line 2"),
        (
            "t = pl.Trainer(max_epochs=5, accumulate_grad_batches={0: 2})\n",
            "left out: accumulate_grad_batches={0: 2} in line 2",
        ),
        ("s = CosineAnnealingLR(optimizer, T_max=10)\n", "left out: CosineAnnealingLR in line 2"),
        ("s = StepLR(optimizer, 5)\n", "left out: StepLR in line 2"),
        ("keras.mixed_precision.set_global_policy('float64')\n", "left out: policy='float64' in line 2"),
        ("set_random_seed(1)\nnp.random.seed(2)\n", "left out: seed=2 in line 3"),
        ("rows = DataLoader(data, batch_size=SIZE)\n", "not known, so set it yourself: SIZE in line 2"),
        (
            "(x, y), _ = mnist.load_data()\na, b = train_test_split(x, test_size=0.2, shuffle=False)\n",
            "left out: shuffle=False in line 3, test_size=0.2 in line 3",
        ),
        ("g = ImageDataGenerator(zca_whitening=True)\n", "left out: zca_whitening=True in line 2"),
        ("model.add(base)\n", "left out: base in line 2"),
        ("model.fit(x, y, **more)\n", "not known, so set it yourself: more in line 2"),
        ("model.fit_generator(rows, 100, 5)\n", "left out: steps_per_epoch=100 in line 2"),
        (
            f"rows = {IMAGES}('a', label_mode=None, interpolation='area', shuffle=False)\n",
            "left out: label_mode=None in line 2, interpolation='area' in line 2, shuffle=False in line 2",
        ),
        (
            "df = pd.read_csv('a.csv', sep='[;|]', nrows=99)\ndf = df[df['a'] > 3]\n"
            "df = df.drop(columns=unwanted())\ndf['c'] = df['a'] * 2\n",
            "left out: sep='[;|]' in line 2, nrows=99 in line 2, df[df['a'] > 3] in line 3, "
            "df.drop(columns=unwanted()) in line 4, df['c'] = df['a'] * 2 in line 5",
        ),
        ("t = pl.Trainer(max_steps=50)\n", "left out: max_steps=50 in line 2"),
        ("model.layers[0].trainable = False\n", "left out: model.layers[0].trainable = False in line 2"),
        ("optimizer.learning_rate = 0.3\n", "left out: optimizer.learning_rate = 0.3 in line 2"),
        (
            "K.set_value(model.optimizer.lr, 0.3)\n",
            "left out: K.set_value(model.optimizer.lr, 0.3) in line 2",
        ),
        (
            "model.optimizer.learning_rate.assign(0.3)\n",
            "left out: model.optimizer.learning_rate.assign(0.3) in line 2",
        ),
        ("model.compile('sgd')\n", "not known, so set it yourself: the loss in line 2"),
        ("y = y / 100\n", "left out: y / 100 in line 2"),
        ("y /= 100\n", "left out: y / 100 in line 2"),
        ("df = pd.read_csv('a.csv')\ny = df['a'] / 9\n", "left out: df['a'] / 9 in line 3"),
        (
            "df = pd.read_csv('a.csv')\ny = df.iloc[:, 1].values / 9\n",
            "left out: df.iloc[:, 1].values / 9 in line 3",
        ),
        (
            "df = pd.read_csv('a.csv')\nX, y = df[['b']], np.log(df['a'])\n",
            "left out: np.log(df['a']) in line 3",
        ),
        (
            "df = pd.read_csv('a.csv')\ny = torch.tensor(df['a'].values / 9).float()\n",
            "left out: torch.tensor(df['a'].values / 9).float() in line 3",
        ),
        (
            "df = pd.read_csv('a.csv')\ny = (df['a'] > 3).astype(int)\n",
            "left out: (df['a'] > 3).astype(int) in line 3",
        ),
        ("df = pd.read_csv('a.csv')\ny = (df['a'] == 'yes').astype(int)\n", ""),
        ("y = y.values.reshape(-1, 1) - 1\n", ""),
        (
            "df = pd.read_csv('a.csv', usecols=['a', 'b', 'y'])\nX = df.iloc[:, 0:2]\ny = df['y']\n",
            "left out: df.iloc[:, 0:2] in line 3",
        ),
        (
            "df = pd.read_csv('a.csv').drop(columns=['id'])\nX = df.iloc[:, 0:2]\ny = df['y']\n",
            "left out: df.iloc[:, 0:2] in line 3",
        ),
        ("y = np.log1p(y)\n", "left out: np.log1p in line 2"),
        ("x = keras.utils.normalize(x)\n", "left out: keras.utils.normalize in line 2"),
        ("keep = y == 3\nx_train = x_train[keep]\n", "left out: x_train[keep] in line 3"),
        (
            "(x, y), _ = cifar100.load_data(label_mode='coarse')\nmodel = Sequential([Dense(100)])\n",
            "of its 2 networks, this is the one of line 3; left out: label_mode='coarse' in line 2",
        ),
        ("search = GridSearchCV(model, {'epochs': [1, 2]})\n", "left out: GridSearchCV in line 2"),
        (
            "df = pd.read_csv('a.csv')\nmore = pd.read_csv('b.csv')\n",
            "left out: the rows of b.csv in line 3",
        ),
        (
            "(x, y), _ = mnist.load_data()\nx = StandardScaler().fit_transform(x)\n",
            "left out: StandardScaler().fit_transform(x) in line 3",
        ),
        (
            "(x, y), _ = mnist.load_data()\nmodel = Sequential([Dense(16), Dense(784)])\n",
            "of its 2 networks, this is the one of line 3; "
            "left out: targets other than the 10 classes of mnist in line 3",
        ),
        ("(x, y), _ = keras.datasets.imdb.load_data()\n", "left out: the data imdb in line 1"),
        ("(x, y), _ = boston_housing.load_data()\n", "left out: the data boston_housing in line 1"),
    ],
)
def test_what_has_no_counterpart_is_named(text: str, left_out: str) -> None:
    first = "" if "the data" in left_out else "model = Sequential([Dense(10)])\n"
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
        "b = Sequential([Dense(6)])\nb.compile('sgd', 'mse')\n"
        "b.fit(x, y, epochs=7)\nc = Sequential([Dense(7)])\n"
    )
    assert found.message == "of its 3 networks, this is the one of line 3"
    assert [part in found.text for part in ("units: 6", "epochs: 7", "SGD")] == [True, True, True]
    assert "units: 5" not in found.text


def test_a_network_that_is_trained_is_meant_though_another_one_adds_a_softmax_to_it() -> None:
    found = translated(
        "model = Sequential([Dense(5)])\nmodel.compile('sgd', 'mse')\nmodel.fit(x, y, epochs=7)\n"
        "probabilities = Sequential([model, Softmax()])\n"
    )
    assert found.message == ""
    assert "epochs: 7" in found.text and "Softmax" not in found.text


@pytest.mark.parametrize(
    ("head", "loss", "is_regression"),
    [
        ("Dense(1)", "'mse'", True),
        ("Dense(1)", "keras.losses.Huber()", True),
        ("Dense(1, activation='sigmoid')", "'mse'", False),
        ("Dense(1)", "keras.losses.BinaryCrossentropy(from_logits=True)", False),
        ("Dense(3)", "'mse'", False),
    ],
)
def test_one_number_of_a_table_is_no_class(head: str, loss: str, is_regression: bool) -> None:
    found = translated(
        "df = pd.read_csv('wine.csv')\ny = df['quality']\n"
        f"model = Sequential([{head}])\nmodel.compile('adam', {loss})\n"
    )
    assert ("  task: regression\n" in found.text) == is_regression


def test_a_network_within_another_one_is_a_part_of_it() -> None:
    text = "base = Sequential([Dense(5)])\nmodel = Sequential([base, Dense(2)])\n"
    assert layers(text) == ["Dense: {units: 5}", "Dense: {units: 2}"]
    assert translated(text).message == ""


@pytest.mark.parametrize(
    ("text", "section", "to_do"),
    [
        ("(x, y), _ = keras.datasets.fashion_mnist.load_data()\n", "source: fashion_mnist", ""),
        ("x, y = load_digits(return_X_y=True)\n", "source: digits", ""),
        ("x, y = make_moons(200)\n", "source: moons\n  rows: 200\n  noise: 0", ""),
        ("train = MNIST('.')\nm = pd.read_csv(f'{trainer.log_dir}/metrics.csv')\n", "source: mnist", ""),
        ("train = CIFAR10('.')\nx = self.make_layer(3)\n", "source: cifar10", ""),
        ("train = torchvision.datasets.MNIST('.')\n", "source: mnist", ""),
        ("x, y = fetch_openml('mnist_784', return_X_y=True)\n", "source: mnist", ""),
        (
            "df = pd.read_csv('churn.csv')\ny = df['Exited']\n",
            "source: table\n  path: churn.csv\n  target: Exited",
            "",
        ),
        (
            "rows = loadtxt('pima.csv', delimiter=',')\nX = rows[:, 0:8]\ny = rows[:, 8]\n",
            "source: table\n  path: pima.csv\n  target: 9\n  features: [1, 2, 3, 4, 5, 6, 7, 8]",
            "",
        ),
        (
            "df = pd.read_csv('train.csv')\nother = pd.read_csv('test.csv')\n",
            "source: table\n  path: train.csv\n  target: class",
            "name the column to predict as target",
        ),
        ("data = np.load('rows.npz')\n", "source: arrays\n  path: rows.npz", ""),
        (
            "rows = keras.utils.image_dataset_from_directory('cats')\n",
            "source: images\n  path: cats\n  fit: stretch",
            "",
        ),
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


def test_a_workbook_is_to_be_saved_as_a_table() -> None:
    found = translated(f"df = pd.read_excel('a.xlsx')\ny = df['y']\n{HEAD}")
    assert found.to_do == "save a.xlsx as a.csv"


def test_a_schedule_by_epoch_is_one_of_the_optimizer() -> None:
    found = translated(
        "model = nn.Sequential(nn.Linear(4, 3))\noptimizer = torch.optim.SGD(model.parameters(), lr=0.5)\n"
        "scheduler = StepLR(optimizer, step_size=2, gamma=0.7)\n"
    )
    assert found.message == ""
    for line in (
        "initial_learning_rate: 0.5",
        'decay_steps: "2 epochs"',
        "decay_rate: 0.7",
        "staircase: true",
    ):
        assert line in found.text


def test_an_estimator_of_scikit_learn_is_a_network_with_its_training() -> None:
    found = translated(
        ">>> X, y = load_iris(return_X_y=True)\n"
        ">>> clf = MLPClassifier(hidden_layer_sizes=(10, 5), activation='tanh', solver='sgd', alpha=0.08,\n"
        "...     batch_size=16, learning_rate_init=0.01, max_iter=300, early_stopping=True,\n"
        "...     n_iter_no_change=20, validation_fraction=0.2, random_state=1, momentum=0.8)\n"
        "...\n>>> clf.fit(X, y)\n"
    )
    assert found.unasked.startswith("it scales nothing, but here every feature is standardized")
    assert found.text.splitlines() == [
        "seed: 1",
        "data:",
        "  source: iris",
        "  validation: 0.2",
        "layers:",
        "  - Dense: {units: 10, activation: tanh, kernel_regularizer: {L2: {l2: 0.0025}}}",
        "  - Dense: {units: 5, activation: tanh, kernel_regularizer: {L2: {l2: 0.0025}}}",
        "  - Dense: {units: 3, activation: softmax, kernel_regularizer: {L2: {l2: 0.0025}}}",
        "optimizer:",
        "  SGD: {learning_rate: 0.01, momentum: 0.8, nesterov: true}",
        "training:",
        "  batch_size: 16",
        "  epochs: 300",
        "  early_stopping: {patience: 21, min_delta: 0.0001, monitor: val_accuracy}",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("est = make_pipeline(StandardScaler(), MLPRegressor(4))\n", ""),
        ("est = Pipeline([('s', StandardScaler()), ('m', MLPRegressor((4,)))])\nest.fit(X, y)\n", ""),
        (
            "est = make_pipeline(PolynomialFeatures(2), MLPRegressor(4))\n",
            "left out: PolynomialFeatures in line 1",
        ),
        (
            "m = MLPRegressor(4)\ns = SplineTransformer()\nest = make_pipeline(s, m)\n",
            "left out: s in line 3",
        ),
        ("est = MLPRegressor(4, solver='lbfgs')\n", "left out: solver='lbfgs' in line 1"),
        ("est = MLPRegressor(4, learning_rate='adaptive')\n", ""),
        (
            "est = MLPClassifier(4, learning_rate='adaptive', solver='sgd')\nX, y = load_iris()\n",
            "left out: learning_rate=adaptive in line 1",
        ),
        ("est = MLPClassifier(4)\n", "not known, so set it yourself: the number of classes in line 1"),
    ],
)
def test_estimators_stand_alone_or_in_pipelines(text: str, message: str) -> None:
    found = translated(text)
    assert found.message == message
    assert "layers:\n  - Dense: {units: 4, activation: relu}\n  - Dense:" in found.text
    tolerance = 0.0001 if "MLPClassifier" in text else 0.0002
    assert f"early_stopping: {{patience: 11, min_delta: {tolerance}, monitor: loss}}" in found.text


@pytest.mark.parametrize(
    ("made", "line", "left_out"),
    [
        (
            "LSTM(4, inner_activation='tanh', dropout_U=0.3, dropout_W=0.1)",
            "LSTM: {units: 4, recurrent_activation: tanh, recurrent_dropout: 0.3, dropout: 0.1}",
            "",
        ),
        ("Convolution2D(8, k[0], k[1])", "Conv2D: {filters: 8, kernel_size: [5, 3]}", ""),
        (
            "AtrousConvolution2D(8, 3, 3, atrous_rate=(2, 2))",
            "Conv2D: {filters: 8, kernel_size: [3, 3], dilation_rate: [2, 2]}",
            "",
        ),
        ("GaussianNoise(sigma=0.2)", "GaussianNoise: {stddev: 0.2}", ""),
        ("BatchNormalization(mode=1)", "BatchNormalization", "mode=1"),
        ("GRU(4, consume_less='cpu')", "GRU: {units: 4}", ""),
        ("Cropping2D(2)", "Cropping2D: {cropping: 2}", ""),
        ("ActivityRegularization(0.1, 0.2)", "ActivityRegularization: {l1: 0.1, l2: 0.2}", ""),
        ("Resizing(8, 9, 'nearest')", "Resizing: {height: 8, width: 9, interpolation: nearest}", ""),
        (
            "Embedding(9, 2, 'zeros')",
            "Embedding: {input_dim: 9, output_dim: 2, embeddings_initializer: zeros}",
            "",
        ),
        ("BatchNormalization(axis=1)", "BatchNormalization: {axis: 1}", ""),
        ("LayerNormalization(axis=[1, 2])", "LayerNormalization: {axis: [1, 2]}", ""),
        ("UpSampling2D(2, None, 'bilinear')", "UpSampling2D: {size: 2, interpolation: bilinear}", ""),
        ("Dropout(0.2, None, 3, 'd')", "Dropout: {rate: 0.2, seed: 3}", "'d'"),
    ],
)
def test_arguments_of_layers_are_kept_or_named(made: str, line: str, left_out: str) -> None:
    text = f"k = (5, 3)\nm = Sequential([{made}, Dense(3)])\n"
    assert layers(text) == [line, "Dense: {units: 3}"]
    assert translated(text).message == (f"left out: {left_out} in line 2" if left_out else "")


def test_scikit_learns_view_of_a_network_has_its_training() -> None:
    found = translated(
        "def build():\n    m = Sequential([Dense(3)])\n    m.compile('sgd', 'mse')\n    return m\n"
        "estimator = KerasClassifier(build_fn=build, epochs=20, batch_size=5, verbose=0)\n"
    )
    assert found.message == ""
    for line in ("optimizer: SGD", "epochs: 20", "batch_size: 5"):
        assert line in found.text


def test_the_last_column_is_asked_for_by_its_place() -> None:
    found = translated(f"df = pd.read_csv('a.csv')\nX, y = df.iloc[:, 1:-1], df.iloc[:, -1]\n{HEAD}")
    assert found.to_do == "name the table's last column as target"
    assert "exclude: [1]" in found.text


def test_numbers_of_a_class_are_not_taken_for_names_of_keras() -> None:
    found = translated("model = Sequential([Dense(3, activation=tf.nn.tanh), Dropout(mine.dropout)])\n")
    assert "Dense: {units: 3, activation: tanh}" in found.text
    assert found.message == "not known, so set it yourself: mine.dropout in line 1"


@pytest.mark.parametrize(
    "text",
    [
        ">>> m = Sequential([Flatten(),\n...     Dense(3)])\n>>> m.fit(x, y)\n<History at 0x1>\n",
        "In [1]: m = Sequential([Flatten(),\n   ...:     Dense(3)])\nOut[1]: <Sequential 1>\n",
        "m = nn.Sequential(OrderedDict([('a', nn.Flatten()), ('b', nn.Linear(8, 3))]))\n",
    ],
)
def test_what_shells_answer_and_names_of_layers_are_left_out(text: str) -> None:
    assert layers(text) == ["Flatten", "Dense: {units: 3}"]


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


NUMBERS_APART = {
    "options": (
        "p = argparse.ArgumentParser()\n"
        'p.add_argument("-e", "--epochs", type=int, default=7)\n'
        'p.add_argument("--batch-size", default=64)\n'
        'p.add_argument("--rate", dest="lr", default=0.04)\n'
        "args = p.parse_args()\n"
    ),
    "a class": "class args:\n    epochs = 7\n    batch_size = 64\n    lr = 0.04\n",
    "a dataclass": (
        "class Settings:\n    epochs: int = 7\n    batch_size: int = 64\n    lr: float = 0.1\n"
        "args = Settings(lr=0.04)\n"
    ),
}


@pytest.mark.parametrize("numbers", NUMBERS_APART.values(), ids=NUMBERS_APART)
def test_numbers_that_a_script_keeps_apart_are_found(numbers: str) -> None:
    script = config_of_script(
        f"{numbers}m = Sequential([Dense(3)])\nm.compile(SGD(learning_rate=args.lr), 'mse')\n"
        "m.fit(x, y, epochs=args.epochs, batch_size=args.batch_size)\n"
    )
    assert script is not None and not script.message
    for line in ("SGD: {learning_rate: 0.04}", "epochs: 7", "batch_size: 64"):
        assert line in script.text


def test_numbers_that_are_kept_elsewhere_are_named() -> None:
    script = config_of_script("m = Sequential([Dense(3)])\nm.fit(x, y, epochs=hp.epochs)\n")
    assert script is not None and "epochs" not in script.text
    assert script.message == "not known, so set it yourself: hp.epochs in line 2"


@pytest.mark.parametrize(
    ("epochs", "made", "optimizer"),
    [
        ("nb_epoch", "'adadelta'", "Adadelta: {learning_rate: 1}"),
        ("nb_epoch", "Adagrad(epsilon=1e-6)", "Adagrad: {learning_rate: 0.01, epsilon: 1e-06}"),
        ("nb_epoch", "Nadam(lr=0.1)", "Nadam: {learning_rate: 0.1}"),
        ("nb_epoch", "RMSprop(decay=0.0)", "RMSprop"),
        ("epochs", "'adadelta'", "Adadelta"),
    ],
)
def test_a_script_of_former_versions_has_their_rates(epochs: str, made: str, optimizer: str) -> None:
    found = translated(f"m = Sequential([Dense(3)])\nm.compile({made}, 'mse')\nm.fit(x, y, {epochs}=4)\n")
    assert " ".join(found.text.partition("optimizer:")[2].partition("training:")[0].split()) == optimizer


def test_all_that_is_left_out_is_named() -> None:
    text = "".join(f"model.add(Lambda(f{place}))\n" for place in range(9))
    assert translated(f"{HEAD}{text}").message.count("Lambda in line") == 9


def test_the_score_that_ends_the_training_of_a_regressor_is_named() -> None:
    found = translated("est = MLPRegressor(4, early_stopping=True)\n")
    assert found.message == "left out: the score R2, which early_stopping follows in line 1"
    assert "early_stopping: {patience: 11, min_delta: 0.0001, monitor: val_loss}" in found.text


@pytest.mark.parametrize(
    "text",
    [
        "net = nn.Sequential()\nnet.append(nn.Linear(4, 8))\nnet.append(nn.Linear(8, 3))\n",
        "net = nn.Sequential()\nnet.add_module('a', nn.Linear(4, 8))\nnet.add_module('b', nn.Linear(8, 3))\n",
        "net = nn.Sequential(nn.Linear(4, 8))\nnet.append(nn.Linear(8, 3))\n",
    ],
)
def test_modules_that_are_added_one_by_one_are_layers(text: str) -> None:
    assert layers(text) == ["Dense: {units: 8}", "Dense: {units: 3}"]
    assert translated(text).message == ""


def test_hidden_layers_of_the_same_size_may_be_multiplied() -> None:
    assert layers("est = MLPRegressor((7,) * 3)\n")[:3] == ["Dense: {units: 7, activation: relu}"] * 3


@pytest.mark.parametrize(
    ("averaged", "line", "message"),
    [
        ("x.mean([2, 3])", "GlobalAveragePooling2D", ""),
        ("x.mean(dim=(-2, -1))", "GlobalAveragePooling2D", ""),
        ("torch.mean(x, dim=[2, 3])", "GlobalAveragePooling2D", ""),
        ("x.mean(2)", "GlobalAveragePooling1D", ""),
        ("x.mean([2, 3], keepdim=True)", "", "left out: x.mean in line 7"),
        ("x.mean(1)", "", "left out: x.mean in line 7"),
    ],
)
def test_averages_over_all_places_are_a_layer(averaged: str, line: str, message: str) -> None:
    text = (
        "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.a, self.b = nn.Conv2d(1, 8, 3), nn.Linear(8, 3)\n"
        f"    def forward(self, x):\n        x = self.a(x)\n        return self.b({averaged})\nnet = Net()\n"
    )
    assert layers(text)[1:-1] == ([line] if line else [])
    assert translated(text).message == message


@pytest.mark.parametrize(
    "text",
    [
        "est = make_pipeline(StandardScaler(), MLPClassifier(4))\n",
        "s = StandardScaler()\nm = MLPClassifier(4)\nest = Pipeline(steps=[('s', s), ('m', m)])\n",
        "s = StandardScaler().fit(x)\nx = s.transform(x)\nest = MLPClassifier(4)\n",
        "x = preprocessing.scale(x)\nest = MLPClassifier(4)\n",
    ],
)
def test_drawn_points_are_standardized_where_the_script_does(text: str) -> None:
    found = translated(f"x, y = make_moons(400)\n{text}")
    assert "  standardize: true\n" in found.text
    assert found.message == ""


def test_a_regressor_of_other_targets_standardizes_them() -> None:
    scaled = "TransformedTargetRegressor(MLPRegressor(4), transformer=StandardScaler())"
    found = translated(f"est = make_pipeline(StandardScaler(), {scaled})\n")
    assert "  standardize: true\n  standardize_targets: true\n" in found.text
    assert found.message == ""


OF_ADAM = "Adam: {learning_rate: 0.001, epsilon: 1e-08}"


@pytest.mark.parametrize(
    ("data", "estimator", "penalty", "optimizer"),
    [
        (
            "make_moons(800)",
            "MLPClassifier(4, alpha=0.1)",
            0.00025,
            "Adam: {learning_rate: 0.001, epsilon: 1e-08}",
        ),
        (
            "make_moons(80)",
            "MLPClassifier(4, alpha=0.1)",
            0.000625,
            "Adam: {learning_rate: 0.001, epsilon: 1e-08}",
        ),
        (
            "load_diabetes()",
            "MLPRegressor(4, alpha=0.1, batch_size=50)",
            0.002,
            "Adam: {learning_rate: 0.001, epsilon: 2e-08}",
        ),
        (
            "load_diabetes()",
            "MLPRegressor(4, alpha=0.1, batch_size=50, solver='sgd', learning_rate_init=0.03)",
            0.002,
            "SGD: {learning_rate: 0.015, momentum: 0.9, nesterov: true}",
        ),
    ],
)
def test_an_estimator_takes_the_same_steps(data: str, estimator: str, penalty: float, optimizer: str) -> None:
    found = translated(f"x, y = {data}\nest = {estimator}\nest.fit(x, y)\n")
    assert (
        f"Dense: {{units: 4, activation: relu, kernel_regularizer: {{L2: {{l2: {penalty}}}}}}}" in found.text
    )
    assert f"  {optimizer}\n" in found.text
    assert found.message == (
        "its loss is half the squared error, and learning_rate here half of learning_rate_init"
        if "0.015" in optimizer
        else ""
    )


@pytest.mark.parametrize(
    "argument", ["alpha", "batch_size", "learning_rate_init", "validation_fraction", "tol"]
)
def test_numbers_that_are_too_large_to_compute_with_are_none(argument: str) -> None:
    huge = f"MLPRegressor(4, {argument}={'9' * 400}, early_stopping={argument != 'tol'}, solver='sgd')"
    assert "Dense: {units: 4, activation: relu}" in translated(f"X, y = load_iris()\nm = {huge}\n").text
    decay = f"{OF_TORCH}o = torch.optim.Adam(model.parameters(), weight_decay={'9' * 400})\n"
    assert "weight_decay" in translated(decay).message
