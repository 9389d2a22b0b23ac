"""What calls other than those of the network set is kept."""

import pytest

from tests.config.translation.scripts.translated import HEAD, IMAGES, OF_TORCH, translated


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
        (
            "test_rows = DataLoader(test, batch_size=1000)\nrows = DataLoader(data, batch_size=16)\n",
            "training: batch_size: 16",
        ),
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
            "data: source: images path: a size: [32, 48] fit: stretch",
        ),
        (
            "t = Compose([Resize((32, 48)), transforms.Grayscale(), RandomHorizontalFlip(),\n"
            "    transforms.RandomRotation(36), ToTensor()])\nrows = ImageFolder('a', transform=t)\n",
            "data: source: images path: a size: [32, 48] fit: stretch color: gray "
            "layers: - RandomFlip: {mode: horizontal} "
            "- RandomRotation: {factor: 0.1, fill_mode: constant, interpolation: nearest}",
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
        ("model.fit(x, y, epochs=4, sample_weight=None, class_weight=None)\n", "training: epochs: 4"),
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
        (
            "model.compile('sgd', 'mse', [keras.metrics.RootMeanSquaredError(), 'rmse'])\n",
            "metrics: [root_mean_squared_error, rmse]",
        ),
        ("model.compile('sgd', 'CCE', ['MAE', 'CCE'])\n", "metrics: [MAE, categorical_crossentropy]"),
        ("model.compile('sgd', 'mse', ['mae'], None)\n", "loss: mse metrics: [mae]"),
        ("model.compile('sgd', 'mse', None, ['mae'])\n", "loss: mse metrics: [mae]"),
        ("model.compile('sgd', 'mse', metrics=['binary_accuracy'])\n", "metrics: [accuracy]"),
        ("model.compile('sgd', 'mse', ['acc', 'binary_accuracy', 'mae'])\n", "metrics: [acc, mae]"),
        (
            "model.compile(Adam(decay=0.5), 'mse')\n",
            "Adam: learning_rate: InverseTimeDecay: "
            "{initial_learning_rate: 0.001, decay_steps: 1, decay_rate: 0.5}",
        ),
        ("o = SGD(0.2, decay=0.0)\nmodel.compile(o, 'mse')\n", "optimizer: SGD: {learning_rate: 0.2}"),
        ("model.compile('sgd', loss='KLD')\n", "loss: KLD"),
        ("model.compile('sgd', loss='scce')\n", "loss: sparse_categorical_crossentropy"),
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
        ("df = pd.read_csv('a.csv')\ny = df.churn\n", "source: table path: a.csv target: churn layers:"),
        (
            "df = pd.read_csv('a.csv')\ny = df.churn.values.reshape(-1, 1)\n",
            "source: table path: a.csv target: churn layers:",
        ),
        (
            "df = pd.read_csv('a.csv')\nlabels = df.values\n",
            "source: table path: a.csv target: class layers:",
        ),
        (
            "df = pd.read_csv('a.csv')\nwanted = ['age', 'geo']\ny = df.pop('churn')\nX = df[wanted]\n",
            "data: source: table path: a.csv target: churn features: [age, geo]",
        ),
        (
            "df = pd.read_csv('a.csv')\nX = df[['a', 'b']]\nplot(X)\nX = df.drop('y', axis=1)\n",
            "data: source: table path: a.csv target: y layers:",
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
            "data: source: table path: a.csv target: 14 features: [4, 5, 6, 7, 8, 9, 10, 11, 12, 13]",
        ),
        (
            "df = pd.read_csv('a.csv')\nX = df.iloc[:, 2:5]\ny = df.iloc[:, 9]\n",
            "data: source: table path: a.csv target: 10 features: [3, 4, 5] layers:",
        ),
        (
            "df = pd.read_csv('a.csv', usecols=[7, 1, 2, 5])\nX = df.iloc[:, 1:3]\ny = df.iloc[:, -1]\n",
            "data: source: table path: a.csv target: 8 features: [3, 6] layers:",
        ),
        (
            "rows = np.loadtxt('a.csv', usecols=(7, 1, 2))\nX = rows[:, 1:]\ny = rows[:, 0]\n",
            "data: source: table path: a.csv target: 8 features: [2, 3] layers:",
        ),
        (
            "df = pd.read_csv('a.csv', skiprows=1, header=None)\nX = df.iloc[:, :2]\ny = df.iloc[:, 4]\n",
            "data: source: table path: a.csv target: 5 features: [1, 2] header: true layers:",
        ),
        (
            "df = pd.read_csv('a.csv', header=0, names=['a', 'b', 'y'])\n"
            "X = df.drop('b', axis=1)\ny = df['y']\n",
            "data: source: table path: a.csv target: 3 exclude: [2] header: true layers:",
        ),
        (
            "rows = np.loadtxt('a.csv', delimiter=',', skiprows=1)\nX, y = rows[:, :2], rows[:, 2]\n",
            "data: source: table path: a.csv target: 3 features: [1, 2] header: true layers:",
        ),
        (
            "df = pd.read_csv('a.csv', index_col=0)\n"
            "df.columns = ['a', 'b', 'y']\nX, y = df[['a']], df['y']\n",
            "data: source: table path: a.csv target: 4 features: [2] layers:",
        ),
        (
            "df = pd.read_csv('a.csv', index_col=0)\nX = df.iloc[:, :2]\ny = df.iloc[:, 2]\n",
            "data: source: table path: a.csv target: 4 features: [2, 3] layers:",
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
        (
            "n = int(0.8 * len(rows))\nm = len(rows) - n\ntrain, test = random_split(rows, [n, m])\n",
            "test: 0.2",
            "",
        ),
        ("n = len(rows) // 4\na, val = random_split(rows, (len(rows) - n, n))\n", "validation: 0.25", ""),
        (
            "n = 50\na, b = random_split(rows, [n, len(rows) - n])\n",
            "",
            "not known, so set it yourself: [n, len(rows) - n] in line 3",
        ),
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


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("mnist", "pixels are divided by 255: set data.rescale: false"),
        ("iris", "every feature is standardized: set data.standardize: false"),
    ],
)
def test_a_training_that_scales_nothing_is_told_what_is_scaled_here(data: str, said: str) -> None:
    text = f"x, y = load_{data}()\n{HEAD}model.fit(x, y, epochs=2)\n"
    text = text if data == "iris" else text.replace("load_mnist", "mnist.load_data")
    assert translated(text).unasked.startswith(
        f"it scales nothing, but here {said} to do as it does; it takes"
    )
    assert translated(f"x = x / 255\n{text}").unasked.startswith("it takes no share")


def test_a_computed_target_is_the_column_that_it_comes_from() -> None:
    text = "df = pd.read_csv('a.csv')\ndf['log'] = np.log(df['price'])\nX = df.iloc[:, 1:3]\n"
    found = translated(f"{text}y = df['log'].values\n{HEAD}")
    assert found.message == "left out: df['log'] = np.log(df['price']) in line 2"
    assert "  target: price\n  features: [2, 3]\n" in found.text


OF_THE_TRAINING = "10 % of the training rows"
OF_ALL = "20 % of all rows are held back: set data.test: 0 to train on them too"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "(x, y), test = mnist.load_data()\nx = x / 255\nmodel.fit(x, y, validation_data=test)\n",
            f"it takes no share of its rows for validation, but here {OF_THE_TRAINING} are held back: "
            "set data.validation: 0 to train on them too",
        ),
        (
            "model.fit(x, y)\n",
            f"it takes no share of its rows for validation or for the test, but here {OF_THE_TRAINING} and "
            "20 % of all rows are held back: "
            "set data.validation: 0 and data.test: 0 to train on all of them too",
        ),
        (
            "rows = ImageFolder('a', ToTensor())\nfor epoch in range(3):\n    step()\n",
            f"it takes no share of its rows for validation or for the test, but here {OF_THE_TRAINING} and "
            "20 % of all rows are held back, unless the folder has such folders: "
            "set data.validation: 0 and data.test: 0 to train on all of them too",
        ),
        (
            "model.fit(x, y, validation_data=test, callbacks=[EarlyStopping('val_loss')])\n",
            f"it takes no share of its rows for validation or for the test, but here {OF_THE_TRAINING} and "
            "20 % of all rows are held back",
        ),
        (
            "from sklearn.model_selection import train_test_split\n"
            "x, x_val, y, y_val = train_test_split(x, y, test_size=0.2, random_state=(3))\nmodel.fit(x, y)\n",
            f"it takes no share of its rows for the test, but here {OF_ALL}",
        ),
        (
            "a, b = random_split(rows, [0.8, 0.2])\nfor epoch in range(3):\n    step()\n",
            f"it takes no share of its rows for the test, but here {OF_ALL}",
        ),
        (
            "train, te = random_split(rows, [0.8, 0.2])\nfor epoch in range(3):\n    step()\n",
            f"it takes no share of its rows for validation, but here {OF_THE_TRAINING} are held back: "
            "set data.validation: 0 to train on them too",
        ),
        ("a, b = random_split(rows, [n, m])\nfor epoch in range(3):\n    step()\n", ""),
        (
            "x, z, y, w = train_test_split(x, y, test_size=0.3)\nmodel.fit(x, y, validation_split=V)\n",
            "",
        ),
        ("model.add(Dense(3))\n", ""),
    ],
)
def test_rows_that_are_held_back_unasked_are_told(text: str, said: str) -> None:
    assert translated(f"{HEAD}{text}").unasked == said


def test_one_way_to_clip_gradients_is_kept_and_the_other_named() -> None:
    found = translated(f"{HEAD}model.compile(Adam(clipvalue=0.5, global_clipnorm=1.0), loss='mse')\n")
    assert found.message == "left out: global_clipnorm=1.0 in line 2"
    assert "Adam: {clipvalue: 0.5}" in found.text


def test_batches_whose_gradients_are_added_up_are_steps_of_the_optimizer() -> None:
    trainer = "t = Trainer(max_epochs=3, accumulate_grad_batches=4, gradient_clip_val=0.5)\n"
    found = translated(f"{OF_TORCH}o = torch.optim.SGD(model.parameters(), 0.1)\n{trainer}")
    assert found.message == ""
    assert "SGD: {learning_rate: 0.1, global_clipnorm: 0.5, gradient_accumulation_steps: 4}" in found.text


PLATEAU = "o = torch.optim.SGD(model.parameters(), 0.1)\n"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("loss = nn.HuberLoss(delta=2.0)\n", "huber: {delta: 2}", ""),
        ("loss = nn.HuberLoss('mean', 2.0)\n", "huber: {delta: 2}", ""),
        ("loss = nn.SmoothL1Loss(beta=0.5)\n", "loss: huber", "left out: beta=0.5 in line 2"),
        ("loss = nn.CrossEntropyLoss(weights)\n", "", "left out: weight=weights in line 2"),
        (
            "loss = CrossEntropyLoss(label_smoothing=0.1)\n",
            "categorical_crossentropy: {label_smoothing: 0.1, from_logits: true}",
            "",
        ),
        (
            f"{PLATEAU}clip_grad_norm_(model.parameters(), max_norm=2.0)\n",
            "SGD: {learning_rate: 0.1, global_clipnorm: 2}",
            "",
        ),
        (f"{PLATEAU}g, n = tf.clip_by_global_norm(g, 2.0)\n", "global_clipnorm: 2", ""),
        (
            f"{PLATEAU}nn.utils.clip_grad_value_(model.parameters(), 0.5)\n"
            "clip_grad_norm_(model.parameters(), 1)\n",
            "SGD: {learning_rate: 0.1, clipvalue: 0.5}",
            "left out: clip_grad_norm_(model.parameters(), 1) in line 4",
        ),
        (
            "clip_grad_norm_(model.parameters(), 1, norm_type=1)\n",
            "layers:",
            "left out: clip_grad_norm_(model.parameters(), 1, norm_type=1) in line 2",
        ),
        ("loss = F.cross_entropy(a, b, weights)\n", "", "left out: weight=weights in line 2"),
        ("loss = nn.MSELoss(reduction='sum')\n", "", "left out: reduction='sum' in line 2"),
        ("loss = nn.MSELoss(reduction='mean')\n", "", ""),
        ("r = DataLoader(d, 8, sampler=s)\n", "batch_size: 8", "left out: sampler=s in line 2"),
        ("o = torch.optim.Adadelta(model.parameters())\n", "epsilon: 1e-06", ""),
        (PLATEAU + "s = ReduceLROnPlateau(o, 'min', 0.5, 3)\n", "factor: 0.5, patience: 4", ""),
        (
            PLATEAU + "s = ReduceLROnPlateau(o, factor=0.5, patience=P)\n",
            "reduce_lr_on_plateau: {factor: 0.5}",
            "not known, so set it yourself: ReduceLROnPlateau(patience=P) in line 3",
        ),
        (
            PLATEAU + "s = lr_scheduler.ReduceLROnPlateau(o, mode='max', threshold=0.1)\n",
            "mode: max",
            "left out: threshold=0.1 in line 3; "
            "not known, so set it yourself: the figure that the rate follows in line 3",
        ),
    ],
)
def test_what_pytorch_is_given_in_order_or_of_its_own_is_kept_or_named(
    text: str, line: str, message: str
) -> None:
    found = translated(f"{OF_TORCH}{text}")
    assert found.message == message
    assert line in found.text


def test_a_loss_of_smoothed_labels_takes_probabilities_where_the_network_gives_them() -> None:
    found = translated(
        "m = nn.Sequential(nn.Linear(4, 3), nn.Softmax(1))\nl = nn.CrossEntropyLoss(label_smoothing=0.1)\n"
    )
    assert "categorical_crossentropy: {label_smoothing: 0.1}" in found.text


@pytest.mark.parametrize(
    ("loss", "head", "found"),
    [
        ("nn.CrossEntropyLoss()", 3, "- Dense: {units: 3, activation: softmax}"),
        ("F.cross_entropy(model(x), y)", 3, "- Dense: {units: 3, activation: softmax}"),
        ("nn.BCEWithLogitsLoss()", 1, "- Dense: {units: 1, activation: sigmoid}"),
        ("nn.BCEWithLogitsLoss()", 3, "- Dense: {units: 3, activation: sigmoid}"),
        ("nn.CrossEntropyLoss()", 1, "- Dense: {units: 1}"),
        ("nn.MSELoss()", 3, "- Dense: {units: 3}"),
    ],
)
def test_a_loss_of_logits_is_one_of_probabilities_that_the_last_layer_makes(
    loss: str, head: int, found: str
) -> None:
    network = f"model = nn.Sequential(nn.Linear(4, {head}))\nloss = {loss}\n"
    text = f"df = pd.read_csv('a.csv')\ny = df['y']\n{network}"
    assert found in translated(text).text
    assert ("task: regression" in translated(text).text) == (found == "- Dense: {units: 1}")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("df = pd.read_csv('a.csv', skiprows=3)\n", "skiprows=3 in line 1"),
        ("df = pd.read_csv('a.csv', usecols=lambda c: c != 'id')\n", "usecols=lambda c: c != 'id' in line 1"),
        (
            "df = pd.read_csv('a.csv', usecols=COLUMNS)\nX = df.iloc[:, :2]\n",
            "usecols=COLUMNS in line 1, df.iloc[:, :2] in line 2",
        ),
        ("df = pd.read_csv('a.csv')\ndf.columns = names\n", "df.columns in line 2"),
    ],
)
def test_columns_that_are_not_known_are_named(text: str, message: str) -> None:
    assert translated(f"{text}y = df['y']\n{HEAD}").message == f"left out: {message}"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("e = OneHotEncoder(drop='first', min_frequency=40)\n", ["drop='first'", "min_frequency=40"]),
        ("X = pd.get_dummies(df, drop_first=True)\n", ["drop_first=True"]),
        ("model.fit(x, y, epochs=3, validation_freq=2)\n", ["validation_freq=2"]),
        ("t = Trainer(max_epochs=3, check_val_every_n_epoch=2)\n", ["check_val_every_n_epoch=2"]),
        (
            "class A(LightningModule):\n    def training_step(self, b, i):\n"
            "        return F.cross_entropy(self(b[0]), b[1]) + 1e-5 * l1\n",
            ["1e-05 * l1"],
        ),
    ],
)
def test_what_changes_columns_or_the_training_is_named(text: str, named: list[str]) -> None:
    message = translated(HEAD + text).message
    assert [one for one in named if one not in message] == []


@pytest.mark.parametrize(
    "text",
    [
        "e = OneHotEncoder(handle_unknown='ignore', sparse_output=False, drop=None)\n",
        "X = pd.get_dummies(df, columns=['a'], drop_first=False)\n",
        "model.fit(x, y, epochs=3, validation_freq=1)\n",
        "t = Trainer(max_epochs=3, check_val_every_n_epoch=1)\n",
    ],
)
def test_what_changes_nothing_is_not_named(text: str) -> None:
    assert translated(HEAD + text).message == ""


def test_the_data_that_lightning_fits_a_network_to_are_read_where_they_are_given() -> None:
    text = """
class Digits(pl.LightningDataModule):
    def __init__(self, batch_size=64):
        self.batch_size = batch_size
    def setup(self, stage=None):
        full = MNIST(".", train=True, transform=ToTensor())
        self.mnist_train, self.mnist_val = random_split(full, [50000, 10000])
    def train_dataloader(self):
        return DataLoader(self.mnist_train, batch_size=self.batch_size, shuffle=True)
    def val_dataloader(self):
        return DataLoader(self.mnist_val, batch_size=2 * self.batch_size)
class Net(pl.LightningModule):
    def __init__(self):
        self.net = nn.Linear(784, 10)
    def forward(self, x):
        return self.net(x.flatten(1))
"""
    found = translated(f"{text}pl.Trainer(max_epochs=5).fit(Net(), datamodule=Digits(batch_size=256))\n")
    assert "source: mnist\n  validation: 0.166667\n" in found.text
    assert "batch_size: 256\n" in found.text
    assert not found.message
    assert translated(f"{text}pl.Trainer(max_epochs=5).fit(Net(), Digits(batch_size=256))\n") == found
