"""Layers written as in a config, for tests of what is done with them."""

from typing import Any

from mlpcli.config.config import Config
from mlpcli.config.dataset_facts import DataFacts
from mlpcli.config.layers import LAYERS
from mlpcli.config.layers.base import Layer

_SOURCES = {"mnist", "cifar10", "iris", "breast_cancer", "california_housing", "waves"}


def layers(*plain: Any) -> tuple[Layer, ...]:
    """`Flatten` or `{"Dense": {"units": 3}}` to layers."""
    named = [item if isinstance(item, dict) else {item: {}} for item in plain]
    return tuple(LAYERS[name].model_validate(item[name]) for item in named for name in item)


def dense(units: int, activation: str = "linear", **more: Any) -> dict[str, Any]:
    return {"Dense": {"units": units, "activation": activation, **more}}


def config(facts: DataFacts, *stack: Any, data: dict[str, Any] | None = None, **training: Any) -> Config:
    """A config for the dataset that `facts` are of."""
    assert facts.name in _SOURCES
    document = {
        "name": "n",
        "data": {"source": facts.name, **(data or {})},
        "layers": stack,
        "training": training,
    }
    return Config.model_validate(document)
