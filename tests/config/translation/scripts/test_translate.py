"""A script is translated as it would run, and what has no counterpart is named."""

import pytest

from mlpcli.config.translation.scripts.translate import Translated, config_of_script

HEAD = "model.add(Dense(3, activation='softmax'))\n"
OWN_DATA = "save your data with numpy.savez('data.npz', x=..., y=...), or name another source"
IMAGES = "keras.utils.image_dataset_from_directory"


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
            "model.compile(optimizer=Adam(hp.Choice('lr', [1, 2])), loss='mse')\n",
            "not known, so set it yourself: hp.Choice('lr', [1, 2]) in line 2",
        ),
        ("more = [CSVLogger('a'), Mine()]\nmodel.fit(x, y, callbacks=more)\n", "left out: Mine in line 2"),
        ("model.fit(x, y, callbacks=[LambdaCallback()])\n", "left out: LambdaCallback in line 2"),
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
        ("model.fit(x=x[:9], y=y[:9], epochs=1)\n", "left out: x[:9] in line 2"),
        ("x_train, x_test = x_train / 9, x_test / 9\n", "left out: x_train / 9 in line 2"),
        ("loss = nn.CTCLoss()\n", "left out: nn.CTCLoss in line 2"),
        ("loss = nn.CrossEntropyLoss(weight=w, reduction='mean')\n", "left out: weight=w in line 2"),
        ("t = transforms.Normalize((0.5,), (0.5,))\n", "left out: transforms.Normalize in line 2"),
        ("t = v2.RandomRotation(10)\n", "left out: v2.RandomRotation in line 2"),
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
            "df.drop(columns=unwanted()) in line 4, df['c'] in line 5",
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
        ("y = np.log1p(y)\n", "left out: np.log1p in line 2"),
        ("x = keras.utils.normalize(x)\n", "left out: keras.utils.normalize in line 2"),
        ("keep = y == 3\nx_train = x_train[keep]\n", "left out: x_train[keep] in line 3"),
        ("search = GridSearchCV(model, {'epochs': [1, 2]})\n", "left out: GridSearchCV in line 2"),
        (
            "df = pd.read_csv('a.csv')\nmore = pd.read_csv('b.csv')\n",
            "left out: the rows of b.csv in line 3",
        ),
        (
            "(x, y), _ = mnist.load_data()\nx = StandardScaler().fit_transform(x)\n",
            "left out: StandardScaler().fit_transform(x) in line 3",
        ),
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
        "b = Sequential([Dense(6)])\nb.compile('sgd', 'mse')\n"
        "b.fit(x, y, epochs=7)\nc = Sequential([Dense(7)])\n"
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


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("tf.random.set_seed(7)\n", "seed: 7"),
        ("loss = torch.nn.L1Loss()\n", "training: loss: mean_absolute_error"),
        (
            "loss = nn.MSELoss()\nx_train, x_test = x_train / 255.0, x_test / 255.0\n"
            "model.fit(x_train / 255., y_train)\n",
            "layers:",
        ),
        ("torch.manual_seed(8)\nrandom.seed(8)\n", "seed: 8"),
        ("keras.mixed_precision.set_global_policy('mixed_float16')\n", "training: precision: mixed_float16"),
        ("size = 16\nrows = DataLoader(data, batch_size=size)\n", "training: batch_size: 16"),
        ("rows = rows.shuffle(10).batch(8)\n", "training: batch_size: 8"),
        ("for first in range(0, len(x), 20):\n    step(first)\n", "training: batch_size: 20"),
        (
            "x, y = load_iris(return_X_y=True)\n"
            "x, x_test, y, y_test = train_test_split(x, y, test_size=0.3, random_state=4)\n"
            "x, x_val, y, y_val = train_test_split(x, y, train_size=0.75)\n",
            "seed: 4 data: source: iris test: 0.3 validation: 0.25",
        ),
        (
            f"rows = {IMAGES}('a', color_mode='grayscale', image_size=(64, 64), seed=2,\n"
            "    validation_split=0.2)\n",
            "seed: 2 data: source: images path: a color: gray size: 64 validation: 0.2",
        ),
        (
            "rows = ImageFolder('a', transform=Compose([Resize((32, 48)), ToTensor()]))\n",
            "data: source: images path: a size: [32, 48]",
        ),
        (
            "g = ImageDataGenerator(rotation_range=36, horizontal_flip=True, zoom_range=0.2)\n"
            "rows = g.flow_from_directory('a', target_size=(9, 9), batch_size=4)\n",
            "data: source: images path: a size: 9 layers: - RandomFlip: {mode: horizontal} "
            "- RandomRotation: {factor: 0.1} - RandomZoom: {height_factor: 0.2}",
        ),
        (
            f"rows = {IMAGES}('a', label_mode='categorical', crop_to_aspect_ratio=False)\n",
            "data: source: images path: a fit: stretch",
        ),
        (
            "g = ImageDataGenerator(zoom_range=[0.9, 1.2], fill_mode='constant', cval=0.5)\n",
            "layers: - RandomZoom: {height_factor: [-0.1, 0.2], fill_mode: constant, fill_value: 0.5}",
        ),
        (
            "model.fit_generator(g.flow(x, y, batch_size=8), epochs=12, validation_data=more, workers=4)\n",
            "training: epochs: 12 batch_size: 8",
        ),
        ("model.fit(x, y, **{'epochs': 4, 'batch_size': 8})\n", "training: epochs: 4 batch_size: 8"),
        ("more = {'epochs': 5}\nmodel.fit(x, y, **more)\n", "training: epochs: 5"),
        (
            "model.fit(x, y, 16, 9, 1, [EarlyStopping('val_loss', 0.01, 4)], 0.3)\n",
            "data: source: arrays path: data.npz validation: 0.3 "
            "layers: - Dense: {units: 3, activation: softmax} training: batch_size: 16 epochs: 9 "
            "early_stopping: {monitor: val_loss, min_delta: 0.01, patience: 4}",
        ),
        ("model.fit(x, y, 64, 12, 0, None)\n", "training: batch_size: 64 epochs: 12"),
        (
            "s = torch.optim.lr_scheduler.ReduceLROnPlateau(o, factor=0.2)\n",
            "training: reduce_lr_on_plateau: {factor: 0.2",
        ),
        ("%time h = model.fit(x, y, epochs=7)\n", "training: epochs: 7"),
        ("losses = (model.fit(x, y, epochs=7)).history['loss']\n", "training: epochs: 7"),
        ("model.compile(loss='mse')\n", "optimizer: RMSprop training: loss: mse"),
        (
            f"rows = {IMAGES}('a', pad_to_aspect_ratio=False, crop_to_aspect_ratio=True)\n",
            "path: a fit: crop",
        ),
        ("model.compile('sgd', 'mse', ['mae'])\n", "optimizer: SGD training: loss: mse metrics: [mae]"),
        ("y = scaler.fit_transform(y.reshape(-1, 1))\n", "path: data.npz standardize_targets: true"),
        ("y = LabelEncoder().fit_transform(y)\n", "data: source: arrays path: data.npz"),
        # Keras waits for no epoch unless it is told to.
        ("model.fit(x, y, callbacks=[EarlyStopping()])\n", "training: early_stopping: {patience: 0}"),
        (
            "(x, y), _ = mnist.load_data()\nmodel.add(Rescaling(1./255))\n",
            "data: source: mnist rescale: false",
        ),
        (
            "df = pd.read_csv('a.csv')\ndf = df.drop('id', axis=1)\nX = df.drop(columns=['geo', 'y'])\n"
            "y = df['y']\n",
            "data: source: table path: a.csv target: y exclude: [id, geo]",
        ),
        (
            "df = pd.read_csv('a.csv')\nwanted = ['age', 'geo']\ny = df.pop('churn')\nX = df[wanted]\n",
            "data: source: table path: a.csv target: churn features: [age, geo]",
        ),
        (
            "df = pd.read_csv('a.csv', ';', decimal=',', header=None, names=['a', 'b', 'y'],\n"
            "    na_values='-', keep_default_na=False)\ny = df['y']\n",
            'data: source: table path: a.csv target: y separator: ";" decimal: "," header: false '
            'columns: [a, b, y] missing_values: "-" usual_missing_values: false',
        ),
        (
            "df = pd.read_csv('a.csv', index_col='id')\nfirst = ['a']\nsecond = ['b']\n"
            "X, y = df[first + second], df.loc[:, 'y']\n",
            "data: source: table path: a.csv target: y features: [a, b]",
        ),
        (
            "df = pd.read_csv('a.csv', index_col=0)\nids = df.pop('id')\ndel df['geo']\n"
            "df.drop(labels=['b'], axis=1, inplace=True)\ndf.pop('c')\nlabels = df.pop('y')\n",
            "data: source: table path: a.csv target: y exclude: [1, id, geo, b, c]",
        ),
        (
            "df = pd.read_csv('a.csv')\na, b, c, d = train_test_split(df[['a', 'b']], df['y'])\n",
            "data: source: table path: a.csv target: y features: [a, b]",
        ),
        (
            "df = pd.read_csv('a.csv', usecols=['a', 'y', 'z'])\ny = df[['y', 'z']]\n",
            "data: source: table path: a.csv target: [y, z] features: [a]",
        ),
        (
            "rows = np.genfromtxt('a.csv', delimiter=';', skip_header=1)\n"
            "X = rows[:, [0, 2]]\ny = rows[:, 3]\n",
            'data: source: table path: a.csv target: 4 features: [1, 3] separator: ";" header: true',
        ),
        (
            "df = pd.read_csv('a.csv')\nX = df.drop('z', axis=1)\n",
            "data: source: table path: a.csv target: z",
        ),
        (
            "df = pd.read_csv('a.csv')\nX = df.iloc[:, 3:13].values\ny = df.iloc[:, 13].values\n",
            "data: source: table path: a.csv target: 14 exclude: [1, 2, 3]",
        ),
    ],
)
def test_settings_of_other_calls_are_kept(text: str, lines: str) -> None:
    found = translated("model = Sequential()\n" + text + HEAD)
    assert found.message == ""
    for section in lines.replace(" data:", "|data:").replace(" layers:", "|layers:").split("|"):
        assert section in " ".join(found.text.split())


@pytest.mark.parametrize(
    ("text", "shares", "message"),
    [
        (
            "a, rest, c, y_rest = train_test_split(x, y, test_size=0.4)\n"
            "x_val, x_test, y_val, y_test = train_test_split(rest, y_rest, test_size=0.5)\n",
            "test: 0.2 validation: 0.25",
            "",
        ),
        ("a, b, c, d = train_test_split(x, y)\n", "test: 0.25", ""),
        ("a, b, c, d = train_test_split(x, y, test_size=50)\n", "", "left out: test_size=50 in line 2"),
        ("train, val = random_split(rows, [90, 60])\n", "validation: 0.4", ""),
        ("a, b, c = random_split(rows, [0.7, 0.1, 0.2])\n", "test: 0.2 validation: 0.125", ""),
        ("a, b = random_split(rows, [n, m])\n", "", "not known, so set it yourself: [n, m] in line 2"),
        ("train = rows.sample(frac=0.8)\n", "test: 0.2", ""),
        ("rows = rows.sample(frac=0.1)\n", "", "left out: frac=0.1 in line 2"),
        ("rows = rows.sample(frac=1)\n", "", ""),
    ],
)
def test_shares_of_rows_are_those_of_the_splits(text: str, shares: str, message: str) -> None:
    found = translated(f"x, y = load_iris(return_X_y=True)\n{text}{HEAD}")
    data = " ".join(found.text.partition("layers:")[0].split())
    assert data == f"data: source: iris {shares}".strip()
    assert found.message == message


OF_TORCH = "model = nn.Sequential(nn.Linear(4, 3))\n"


@pytest.mark.parametrize(
    ("text", "optimizer", "left_out"),
    [
        ("torch.optim.Adam(model.parameters(), 0.01)", "Adam: {learning_rate: 0.01}", ""),
        ("SGD(model.parameters(), 0.1, 0.9)", "SGD: {learning_rate: 0.1, momentum: 0.9}", ""),
        (
            "Adam(params=model.parameters(), lr=0.1, eps=1e-6)",
            "Adam: {learning_rate: 0.1, epsilon: 1e-06}",
            "",
        ),
        ("optim.SGD(params, 0.1, weight_decay=0.2)", "SGD: {learning_rate: 0.1, weight_decay: 0.2}", ""),
        ("torch.optim.RMSprop(model.parameters())", "RMSprop: {learning_rate: 0.01, rho: 0.99}", ""),
        ("torch.optim.AdamW(model.parameters())", "AdamW: {weight_decay: 0.01}", ""),
        (
            "optim.Adam(model.parameters(), 0.1, weight_decay=0.2)",
            "Adam: {learning_rate: 0.1}",
            "weight_decay=0.2",
        ),
        ("optim.NAdam(model.parameters(), maximize=True)", "Nadam: {learning_rate: 0.002}", "maximize=True"),
        (
            "SGD([{'params': m.parameters(), 'lr': 1}], lr=0.3)",
            "SGD: {learning_rate: 0.3}",
            "groups of parameters",
        ),
        ("torch.optim.LBFGS(model.parameters())", "", "torch.optim.LBFGS"),
        ("Adam(0.01)\noptimizer.apply_gradients(changes)", "Adam: {learning_rate: 0.01}", ""),
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
    assert found.message == ""
    assert found.text.splitlines() == [
        "seed: 1",
        "data:",
        "  source: iris",
        "  validation: 0.2",
        "layers:",
        "  - Dense: {units: 10, activation: tanh, kernel_regularizer: {L2: {l2: 0.0025}}}",
        "  - Dense: {units: 5, activation: tanh, kernel_regularizer: {L2: {l2: 0.0025}}}",
        "  - Dense: {units: 2, activation: softmax, kernel_regularizer: {L2: {l2: 0.0025}}}",
        "optimizer:",
        "  SGD: {learning_rate: 0.01, momentum: 0.8, nesterov: true}",
        "training:",
        "  batch_size: 16",
        "  epochs: 300",
        "  early_stopping: {patience: 20, min_delta: 0.0001}",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("est = make_pipeline(StandardScaler(), MLPRegressor(4))\n", ""),
        ("est = Pipeline([('s', StandardScaler()), ('m', MLPRegressor((4,)))])\nest.fit(X, y)\n", ""),
        ("est = MLPRegressor(4, solver='lbfgs')\n", "left out: solver='lbfgs' in line 1"),
        ("est = MLPRegressor(4, learning_rate='adaptive')\n", "left out: learning_rate=adaptive in line 1"),
        ("est = MLPClassifier(4)\n", "not known, so set it yourself: the number of classes in line 1"),
    ],
)
def test_estimators_stand_alone_or_in_pipelines(text: str, message: str) -> None:
    found = translated(text)
    assert found.message == message
    assert "layers:\n  - Dense: {units: 4, activation: relu}\n  - Dense:" in found.text
    assert "early_stopping: {patience: 10, min_delta: 0.0001, monitor: loss}" in found.text


def test_a_loop_over_epochs_written_by_hand_is_a_training() -> None:
    found = translated(
        "model = nn.Sequential(nn.Linear(4, 3))\nepochs = 5\n"
        "optimizer = torch.optim.SGD(model.parameters(), lr=0.1)\n"
        "for t in range(epochs):\n    for x, y in loader:\n        loss = criterion(model(x), y)\n"
    )
    assert found.message == ""
    assert found.text.endswith("optimizer:\n  SGD: {learning_rate: 0.1}\ntraining:\n  epochs: 5\n")


LOADED = "    for x, y in rows:\n        criterion(model(x), y).backward()\n"
STEP = "    criterion(model(x), y).backward()\n"
DEFINED = f"def train(rows):\n{LOADED}"


@pytest.mark.parametrize(
    ("text", "training", "message"),
    [
        (f"for e in range(7):\n{LOADED}", "epochs: 7", ""),
        (f"{DEFINED}for t in tqdm(range(1, 501)):\n    train(rows)\n", "epochs: 500", ""),
        (f"for epoch in range(200):\n{STEP}", "epochs: 200", "left out: steps on all rows at once in line 3"),
        (f"for epoch in trange(LONG):\n{LOADED}", "", "not known, so set it yourself: LONG in line 2"),
        (
            f"for fold in range(5):\n    for epoch in range(9):\n        for x in rows:\n        {STEP}",
            "epochs: 9",
            "",
        ),
        (
            f"n = 96\nfor t in range(4):\n    for i in range(0, n, 16):\n    {STEP}",
            "epochs: 4 batch_size: 16",
            "",
        ),
        ("rows = DataLoader(data)\n", "batch_size: 1", ""),
        ("rows = DataLoader(data, 8, shuffle=False)\n", "batch_size: 8 shuffle: false", ""),
        ("test_rows = DataLoader(data, 8, shuffle=False)\n", "batch_size: 8", ""),
        ("model.fit(x, y)\n", "epochs: 1", ""),
        ("model.fit(x, y, epochs=LONG)\n", "", "not known, so set it yourself: LONG in line 2"),
    ],
)
def test_epochs_and_batches_are_those_of_the_loops(text: str, training: str, message: str) -> None:
    found = translated(OF_TORCH + text)
    assert " ".join(found.text.partition("training:\n")[2].split()) == training
    assert found.message == message


LIGHTNING = """\
pl.seed_everything(4, workers=True)
class Lit(pl.LightningModule):
    def __init__(self, hidden=8, lr=0.1):
        super().__init__()
        self.save_hyperparameters()
        self.net = nn.Sequential(nn.Linear(4, hidden), nn.ReLU(), nn.Linear(hidden, 3))
    FORWARD
    def training_step(self, batch, batch_idx):
        x, y = batch
        loss = F.l1_loss(self.net(x), y)
        self.log("train_loss", loss)
        return loss
    def train_dataloader(self):
        return DataLoader(rows, batch_size=16)
    def configure_optimizers(self):
        return torch.optim.AdamW(self.parameters(), lr=self.hparams.lr, weight_decay=0.01)
model = Lit(lr=0.2)
watching = [EarlyStopping("val_loss", patience=4), LearningRateMonitor()]
trainer = pl.Trainer(max_epochs=7, devices=1, precision="16-mixed", gradient_clip_val=0.5, callbacks=watching)
trainer.fit(model)
"""


@pytest.mark.parametrize("forward", ["", "def forward(self, x): return self.net(x)"])
def test_a_module_of_lightning_is_a_network_with_its_training(forward: str) -> None:
    found = translated(LIGHTNING.replace("FORWARD", forward))
    assert found.message == "left out: gradient_clip_val=0.5 in line 19"
    assert found.text.splitlines() == [
        "seed: 4",
        "data:",
        "  source: arrays",
        "  path: data.npz",
        "layers:",
        "  - Dense: {units: 8}",
        "  - ReLU",
        "  - Dense: {units: 3}",
        "optimizer:",
        "  AdamW: {learning_rate: 0.2, weight_decay: 0.01}",
        "training:",
        "  loss: mean_absolute_error",
        "  early_stopping: {monitor: val_loss, patience: 4}",
        "  batch_size: 16",
        "  epochs: 7",
        "  precision: mixed_float16",
    ]


def test_a_module_that_is_made_where_it_is_trained_has_its_arguments() -> None:
    text = LIGHTNING.replace("    FORWARD\n", "").replace("model = Lit(lr=0.2)\n", "")
    found = translated(text.replace("fit(model)", "fit(Lit(hidden=512, lr=0.3), rows)"))
    assert "Dense: {units: 512}" in found.text
    assert "AdamW: {learning_rate: 0.3," in found.text


@pytest.mark.parametrize(
    ("made", "line", "left_out"),
    [
        (
            "LSTM(4, inner_activation='tanh', dropout_U=0.3, dropout_W=0.1)",
            "LSTM: {units: 4, recurrent_activation: tanh, recurrent_dropout: 0.3, dropout: 0.1}",
            "",
        ),
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
    text = f"m = Sequential([{made}, Dense(3)])\n"
    assert layers(text) == [line, "Dense: {units: 3}"]
    assert translated(text).message == (f"left out: {left_out} in line 1" if left_out else "")


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
