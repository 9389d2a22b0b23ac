"""Arguments of calls are kept, or named, however a script writes them."""

import pytest

from tests.config.translation.scripts.translated import HEAD, layers, translated


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "given = dict(activation='elu', use_bias=False)\nm = Sequential([Dense(50, **given)])\n",
            ["Dense: {units: 50, activation: elu, use_bias: false}"],
        ),
        (
            "a = {'units': 7}\nb = {**a, 'activation': 'tanh'}\nb['units'] = 9\nmodel.add(Dense(**b))\n",
            ["Dense: {units: 9, activation: tanh}"],
        ),
        ("config = {'units': 2 ** 6}\nmodel.add(Dense(config['units']))\n", ["Dense: {units: 64}"]),
        ("c = {}\nmodel.add(Dense(c.get('units', 5)))\n", ["Dense: {units: 5}"]),
        (
            "for i, (n, p) in enumerate(zip([8, 4], ['elu', 'relu']), start=1):\n"
            "    model.add(Dense(n * i, activation=p))\n",
            ["Dense: {units: 8, activation: elu}", "Dense: {units: 8, activation: relu}"],
        ),
        ("model.add(Dense(int(1e2)))\n", ["Dense: {units: 100}"]),
        (
            "c = {'a': 8, 'b': 3}\nfor name, n in c.items():\n    model.add(Dense(n))\n"
            "for n in c.values():\n    model.add(Dense(n))\n",
            [f"Dense: {{units: {n}}}" for n in (8, 3, 8, 3)],
        ),
        (
            "def mlp(units):\n    return Sequential([Dense(units)])\nm = mlp(**{'units': 6})\n",
            ["Dense: {units: 6}"],
        ),
        (
            "for i, n in enumerate([8, 4], 1):\n    model.add(Dense(n * i))\n",
            ["Dense: {units: 8}", "Dense: {units: 8}"],
        ),
        (
            "model.add(Dense(3, kernel_regularizer=regularizers.l2(l=0.004)))\n",
            ["Dense: {units: 3, kernel_regularizer: {L2: {l2: 0.004}}}"],
        ),
    ],
)
def test_arguments_are_read_however_they_are_written(text: str, found: list[str]) -> None:
    assert layers(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "model.compile(SGD(**{'learning_rate': 0.02, 'momentum': 0.5}), 'mse')\n",
        "c = {'lr': 0.02}\nc['m'] = 0.5\nmodel.compile(SGD(c['lr'], momentum=c['m']), 'mse')\n",
    ],
)
def test_an_optimizer_is_read_with_the_arguments_of_a_mapping(text: str) -> None:
    assert "SGD: {learning_rate: 0.02, momentum: 0.5}" in translated(HEAD + text).text


@pytest.mark.parametrize("text", ["model.add(Dense(4, **given))\n", "model.add(Dense(9 ** 9 ** 9))\n"])
def test_arguments_that_are_not_known_are_named(text: str) -> None:
    assert translated(HEAD + text).message.startswith("not known, so set it yourself: ")


def test_the_best_weights_are_those_of_the_figure_that_stops_a_training_early() -> None:
    stops = "EarlyStopping(monitor='val_auc', mode='max', restore_best_weights=True)"
    found = translated(f"{HEAD}model.fit(x, y, callbacks=[{stops}])\n")
    assert "  checkpoint: {monitor: val_auc, mode: max}\n" in found.text


@pytest.mark.parametrize("loss", ["nn.HuberLoss(delta=0.4)", "nn.SmoothL1Loss()"])
def test_a_loss_of_numbers_is_named_for_classes(loss: str) -> None:
    found = translated(f"m = nn.Sequential(nn.Linear(4, 3), nn.Softmax(dim=1))\nloss = {loss}\n")
    assert found.message == "left out: the loss huber, which is for numbers in line 2"
    assert "huber" not in found.text


def test_the_squared_error_of_classes_is_kept() -> None:
    found = translated("m = nn.Sequential(nn.Linear(4, 3), nn.Softmax(dim=1))\nloss = nn.MSELoss()\n")
    assert found.message == ""
    assert "loss: mean_squared_error" in found.text


DIGITS = "X, y = load_digits(return_X_y=True)\n"


@pytest.mark.parametrize(
    ("text", "message", "is_unasked"),
    [
        (f"{DIGITS}X = X / 16.0\n", "", False),
        (f"{DIGITS}X /= 16\n", "", False),
        (f"{DIGITS}X = X / X.max()\n", "left out: X / X.max() in line 2", False),
        (f"from sklearn.preprocessing import StandardScaler\n{DIGITS}", "", True),
        ("g = ImageDataGenerator(rescale=1 / 255)\n", "", False),
        ("g = ImageDataGenerator(rescale=1 / 127.5)\n", "left out: rescale=0.00784314 in line 1", False),
    ],
)
def test_a_scale_is_that_of_the_data_or_named(text: str, message: str, is_unasked: bool) -> None:
    found = translated(f"{text}{HEAD}model.fit(X, y, epochs=2)\n")
    assert found.message == message
    assert ("it scales nothing" in found.unasked) == is_unasked


COMPILED = f"{HEAD}model.compile('adam', 'mse')\n"


@pytest.mark.parametrize(
    ("text", "training", "message"),
    [
        ("for i in range(3):\n    model.fit(x, y, epochs=4)\n", "epochs: 12", ""),
        ("for i in range(3):\n    model.fit(x, y)\n", "epochs: 3", ""),
        ("for epoch in range(9):\n    model.fit(x, y, epochs=2)\n", "epochs: 18", ""),
        ("for i in range(500):\n    model.fit(x, y)\n", "epochs: 500", ""),
        (
            "for part in parts:\n    model.fit(part, y)\n",
            "epochs: 1",
            "left out: further trainings in a loop in line 3",
        ),
        (
            "model.fit(x, y, epochs=4, batch_size=8)\nmodel.fit(x, y, epochs=6)\n",
            "epochs: 6",
            "left out: another training in line 3",
        ),
    ],
)
def test_all_trainings_of_a_network_are_kept_or_named(text: str, training: str, message: str) -> None:
    found = translated(COMPILED + text)
    assert found.message == message
    assert f"\n  {training}\n" in found.text
    assert "batch_size" not in found.text


MNIST = "(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()\n"


@pytest.mark.parametrize(
    "text",
    [
        "x_val = x_train[-6000:]\nx_train = x_train[:-6000]\n",
        "x_val, x_train = x_train[:6000] / 255.0, x_train[6000:] / 255.0\n",
    ],
)
def test_slices_of_known_data_are_its_validation_rows(text: str) -> None:
    found = translated(f"{MNIST}{text}{HEAD}model.fit(x_train, y_train, validation_data=(x_val, y_val))\n")
    assert (found.message, "validation: 0.1\n" in found.text) == ("", True)
    assert "for validation" not in found.unasked


@pytest.mark.parametrize(
    ("text", "share", "message"),
    [
        ("x, y = load_iris()\nfit(x[30:], y[30:], validation_data=(x[:30], y[:30]))\n", "0.2", ""),
        ("fit(x_train[6000:], y, validation_data=(x_train[:6000] / 255, y))\n", "0.1", ""),
        ("(x, y), _ = mnist.load_data()\nfit(x[:48000], y, validation_data=(x[48000:], y))\n", "0.2", ""),
        ("n = int(len(x) * 0.8)\nfit(x[:n], y[:n], validation_data=(x[n:], y[n:]))\n", "0.2", ""),
        (
            "fit(x[n:], y[n:], validation_data=(x[:n], y[:n]))\n",
            "",
            "not known, so set it yourself: validation_data=(x[:n], y[:n]) in line 3",
        ),
        (
            "fit(x[5:], y[5:], validation_data=(x[n:], y[n:]))\n",
            "",
            "left out: x[5:] in line 3; "
            "not known, so set it yourself: validation_data=(x[n:], y[n:]) in line 3",
        ),
    ],
)
def test_slices_that_fit_is_given_are_its_validation_rows(text: str, share: str, message: str) -> None:
    found = translated(f"{MNIST}{HEAD}{text}".replace("fit(", "model.fit("))
    assert found.message == message
    assert (f"  validation: {share}\n" in found.text) == bool(share)
    assert "for validation" not in found.unasked


def test_validation_rows_of_elsewhere_are_not_said_to_be_missing() -> None:
    found = translated(f"{MNIST}{HEAD}model.fit(x_train, y_train, validation_data=(x_val, y_val))\n")
    assert "for validation" not in found.unasked


LOOP = "m = nn.Sequential(nn.Linear(4, 3))\nfor epoch in range(9):\n    for x, y in rows:\n        STEP\n"


@pytest.mark.parametrize(
    ("step", "message"),
    [
        ("loss += 0.01 * sum(p.abs().sum() for p in m.parameters())", "loss = loss + 0.01 * sum("),
        ("running_loss = running_loss + loss.item()", ""),
        (
            "if epoch == 5:\n            for g in opt.param_groups: g['lr'] = 0.003",
            "g['lr'] = 0.003 in line 5",
        ),
        ("f(x)\n    if loss > best:\n        break", "break if loss > best in line 5"),
        ("f(x)\n        if (i + 1) % 4 == 0:\n            o.step()", "o.step if (i + 1) % 4 == 0 in line 5"),
        ("f(x)\n        if i % 9 == 0:\n            print(i)", ""),
    ],
)
def test_what_a_loop_does_to_its_training_is_named(step: str, message: str) -> None:
    found = translated(LOOP.replace("STEP", step)).message
    assert found.startswith(f"left out: {message}" if message else "")
    assert bool(found) == bool(message)


@pytest.mark.parametrize(
    ("told", "monitor"), [("val_loss", "val_loss"), ("loss", "loss"), ("losses['valid']", "val_loss")]
)
def test_a_plateau_of_pytorch_follows_what_it_is_told(told: str, monitor: str) -> None:
    plateau = "s = torch.optim.lr_scheduler.ReduceLROnPlateau(opt, patience=3)\n"
    found = translated(f"{plateau}{LOOP.replace('STEP', 'f(x)')}    s.step({told})\n")
    assert f"reduce_lr_on_plateau: {{patience: 4, monitor: {monitor}}}" in found.text


def test_targets_are_standardized_by_a_scaler_of_any_name() -> None:
    found = translated(f"sy = StandardScaler()\ny = sy.fit_transform(y)\n{HEAD}")
    assert "standardize_targets: true" in found.text


def test_an_estimator_is_read_with_the_columns_that_it_is_fitted_to() -> None:
    found = translated(
        "df = pd.read_csv('a.csv')\nclf = MLPClassifier((9,))\nclf.set_params(alpha=1)\n"
        "clf.fit(df[['a', 'b']], df['kind'])\n"
    )
    assert "target: kind\n  features: [a, b]\n" in found.text
    assert "left out: clf.set_params(alpha=1) in line 3" in found.message


def test_a_mapping_that_doubles_is_named_and_not_written_out() -> None:
    doubled = "a = {'units': a, 'more': a}\nb = [b, b]\n" * 40
    found = translated(f"a = b = {{'units': 3}}\n{doubled}{HEAD}model.add(Dense(b, **a))\n")
    assert found.message == "not known, so set it yourself: a in line 83, b in line 83"


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (
            "ReduceLROnPlateau('val_loss', 0.5, 3, 1, 'min', 0.01, 2, 1e-5)",
            ["mode: min", "min_delta: 0.01", "cooldown: 2", "min_lr: 1e-05"],
        ),
        (
            "EarlyStopping('val_accuracy', 0, 4, 0, 'max', 0.3, True, 2)",
            ["patience: 4", "mode: max", "baseline: 0.3", "start_from_epoch: 2"],
        ),
    ],
)
def test_a_callback_is_given_its_arguments_in_the_order_of_keras(call: str, words: list[str]) -> None:
    found = translated(f"{HEAD}model.fit(x, y, 100, 7, 2, [{call}])\n")
    assert [one for one in words if one not in found.text] == []
    assert "(" not in found.message


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("ExponentialDecay(0.1, 100, 0.9, True)", "staircase: true"),
        ("InverseTimeDecay(0.1, 100, 0.9, True)", "staircase: true"),
        ("PolynomialDecay(0.01, 5000, 0.0005, 2.0, True)", "cycle: true"),
        ("CosineDecayRestarts(0.01, 1000, 1.5, 0.9, 0.05)", "alpha: 0.05"),
    ],
)
def test_a_schedule_is_given_its_arguments_in_the_order_of_keras(call: str, words: str) -> None:
    assert words in translated(f"{HEAD}model.compile(SGD({call}, 0.9), 'mse')\n").text


def test_fit_is_given_its_arguments_in_the_order_of_keras() -> None:
    found = translated(f"{HEAD}model.fit(x, y, 100, 7, 2, None, 0.1, None, False, {{1: 5.0}}, None, 3)\n")
    assert "shuffle: false" in found.text
    assert "class_weight: {1: 5}" in found.text
    assert "initial_epoch=3 in line 2" in found.message


def test_a_layer_is_given_all_its_arguments_in_the_order_of_keras() -> None:
    given = "20, 'tanh', True, 'he_normal', 'ones', 'l2', None, None, 'non_neg'"
    found = translated(f"m = Sequential([Dense({given}), Dense(3)])")
    assert "kernel_constraint: non_neg" in found.text
    assert not found.message


@pytest.mark.parametrize("call", ["MLPRegressor((3,)).fit(X, y / 100)", f"{HEAD}model.fit(X, y / 100)"])
def test_targets_that_are_scaled_where_they_are_given_are_named(call: str) -> None:
    assert "y / 100 in line" in translated(f"X, y = load_diabetes(return_X_y=True)\n{call}\n").message


def test_inputs_that_are_divided_by_their_largest_are_named_and_scaled() -> None:
    text = "df = pd.read_csv('a.csv')\nX = df[['a', 'b']] / df[['a', 'b']].max()\ny = df['c']\n"
    found = translated(f"{text}{HEAD}model.fit(X, y, epochs=3)\n")
    assert "left out: df[['a', 'b']] / df[['a', 'b']].max()" in found.message
    assert "it scales nothing" not in found.unasked
