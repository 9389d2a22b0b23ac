"""The orders of arguments are those of Keras, and none of them is short."""

import ast
import inspect
from collections.abc import Iterator

import keras
import pytest

from mlpcli.config.json_schema import KINDS
from mlpcli.config.messages.known_keys import keys_of
from mlpcli.config.translation.classes import positions_of
from mlpcli.config.translation.positions import OF_CALLBACKS
from mlpcli.config.translation.scripts.training_calls import OF_FIT, order_of
from mlpcli.config.translation.scripts.values import Scope

MODULES = (
    *(keras.layers, keras.optimizers, keras.optimizers.schedules, keras.losses, keras.metrics),
    *(keras.initializers, keras.regularizers, keras.constraints),
)


def classes() -> Iterator[tuple[str, type]]:
    """Each class of a config that Keras has too, under its name here."""
    for kind in KINDS:
        for name in kind.models:
            others = [other for other, own in kind.other_names.items() if own == name]
            found = (getattr(module, one, None) for one in (name, *others) for module in MODULES)
            if kept := next((one for one in found if inspect.isclass(one)), None):
                yield name, kept


def in_order(function: object) -> list[str]:
    """What Keras takes without its name."""
    assert callable(function)
    each = inspect.signature(function).parameters.values()
    return [one.name for one in each if one.kind is one.POSITIONAL_OR_KEYWORD and one.name != "self"]


@pytest.mark.parametrize(("name", "made"), list(dict(classes()).items()))
def test_an_order_is_that_of_keras_as_far_as_a_config_knows_its_arguments(name: str, made: type) -> None:
    own, of_keras = list(positions_of(name)), in_order(made.__init__)
    # Keras may take more behind them in another version.
    assert [theirs for mine, theirs in zip(own, of_keras, strict=False) if mine not in (theirs, "")] == []
    assert not {*of_keras[len(own) :]} & {*keys_of((name,))} - {"name"}


@pytest.mark.parametrize("name", OF_CALLBACKS)
def test_the_order_of_a_callback_is_that_of_keras(name: str) -> None:
    assert in_order(getattr(keras.callbacks, name).__init__)[: len(OF_CALLBACKS[name])] == list(
        OF_CALLBACKS[name]
    )


def test_the_order_of_fit_is_that_of_keras() -> None:
    assert in_order(keras.Model.fit)[: len(OF_FIT)] == list(OF_FIT)


def test_the_order_of_compile_is_that_of_keras() -> None:
    (statement,) = ast.parse("model.compile('sgd', 'mse', [0.5], ['mae'])").body
    assert isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)
    assert list(order_of(statement.value, Scope())) == in_order(keras.Model.compile)


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ("['mae']", ["metrics"]),
        ("['mae'], [0.5]", ["metrics", "loss_weights"]),
        ("None, [0.5]", ["metrics", "loss_weights"]),
        ("['mae'], None", ["metrics", "loss_weights"]),
        ("None, ['mae']", ["loss_weights", "metrics"]),
        ("0.5, ['mae']", ["loss_weights", "metrics"]),
        ("{'a': 0.5}", ["loss_weights"]),
    ],
)
def test_metrics_and_weights_of_losses_stood_the_other_way_round(given: str, names: list[str]) -> None:
    (statement,) = ast.parse(f"model.compile('sgd', 'mse', {given})").body
    assert isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)
    assert list(order_of(statement.value, Scope())[2 : 2 + len(names)]) == names
