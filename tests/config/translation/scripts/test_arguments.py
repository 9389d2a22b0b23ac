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
        ("model.add(Dense(int(1e2)))\n", ["Dense: {units: 100}"]),
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
