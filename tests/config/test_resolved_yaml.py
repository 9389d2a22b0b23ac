"""A config that is written out and read again is the same config."""

from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlpcli.config.config import Config
from mlpcli.config.layers import LAYERS
from mlpcli.config.load import loads
from mlpcli.config.optimizers import OPTIMIZERS
from mlpcli.config.resolved_yaml import to_document, to_yaml
from mlpcli.config.sources import SOURCES, Arrays
from tests.config.broken.row import GOOD, optimizer, schedule, source, stack, training
from tests.config.drawn import CONFIGS, Plain

# An argument for each layer and each source that cannot go without.
_LAYER_NEEDS = {
    "units": 3,
    "filters": 3,
    "kernel_size": 3,
    "activation": "relu",
    "rate": 0.5,
    "scale": 2.0,
    "target_shape": [4, -1],
    "stddev": 0.1,
    "factor": 0.1,
    "height_factor": 0.1,
    "width_factor": 0.1,
    "layer": {"GRU": {"units": 3}},
    "dims": [2, 1],
    "n": 3,
    "height": 4,
    "width": 4,
    "input_dim": 10,
    "output_dim": 2,
}


def again(config: Config) -> Config:
    return loads(to_yaml(config), "/resolved.yaml").config


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(CONFIGS)
def test_written_config_is_read_back(plain: Plain) -> None:
    config = Config.model_validate(plain)
    # Relative paths start from the file; this one stands at the root.
    if isinstance(config.data, Arrays):
        paths = {"path": Path("/") / config.data.path}
        paths |= {"targets": Path("/") / config.data.targets} if config.data.targets else {}
        config = config.model_copy(update={"data": config.data.model_copy(update=paths)})
    assert again(config) == config


@pytest.mark.parametrize("name", LAYERS)
def test_every_layer_is_read_back(name: str) -> None:
    required = [key for key, field in LAYERS[name].model_fields.items() if field.is_required()]
    layer = {name: {key: _LAYER_NEEDS[key] for key in required}}
    config = Config.model_validate({"name": "n", "data": {"source": "iris"}, "layers": [layer]})
    assert again(config) == config


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimizer_is_read_back(name: str) -> None:
    config = loads(optimizer(name), "/c.yaml").config
    assert again(config) == config


@pytest.mark.parametrize("name", SOURCES)
def test_every_source_is_read_back(name: str) -> None:
    required = [key for key, field in SOURCES[name].model_fields.items() if field.is_required()]
    lines = {"source": name, "path": "/x.npz", "target": "y"}
    config = loads(source(*(f"{key}: {lines[key]}" for key in required)), "/c.yaml").config
    assert again(config) == config


@pytest.mark.parametrize(
    "name", ["no", "on", "1e5", "012", "12", "1.5", "true", "null", "0x1F", "1_000", "1e-3", "y", "NaN"]
)
def test_name_that_looks_like_another_value_stays_text(name: str) -> None:
    config = Config.model_validate(to_document(loads(GOOD, "/c.yaml").config) | {"name": name})
    assert again(config).name == name


@pytest.mark.parametrize("name", ["no", "1e5", "012", "null", "1.5"])
def test_other_yaml_readers_read_the_same_text(name: str) -> None:
    config = loads(GOOD + f'name: "{name}"', "/c.yaml").config
    assert yaml.safe_load(to_yaml(config))["name"] == name


@pytest.mark.parametrize(
    "text",
    [
        training("class_weight: {no: 1, 012: 2, 1e3: 3, '': 4, '<<': 5, '~': 6, ': ': 7}"),
        training(r'class_weight: {"\N": 1, " \L ": 2, "a\Pb": 3, "\n": 4, "\r\n ": 5, "\_": 6}'),
        training("class_weight: balanced", "early_stopping: {monitor: val_mse}"),
        stack(
            "Dense: {units: 2, kernel_initializer: [[1, 2.5], [1e-300, -0.0]], bias_initializer: [0.1, 3]}"
        ),
        schedule(
            "ExponentialDecay: {initial_learning_rate: 1e-7, decay_rate: 1, decay_steps: 1.000001 epochs}"
        ),
        source("source: arrays", 'path: "/a\\tb: #c.npz"', 'classes: [no, "1", "\\u00e9", " x ", "\\e[31m"]'),
        source("source: arrays", f"path: /{'long name ' * 30}.npz"),
    ],
)
def test_written_config_with_unusual_values_is_read_back(text: str) -> None:
    config = loads(text, "/c.yaml").config
    assert again(config) == config


def test_every_default_is_written_out() -> None:
    document = to_document(loads(GOOD, "/c.yaml").config)
    assert isinstance(document, dict)
    assert document["version"] == 1
    assert document["optimizer"] == {
        "Adam": {
            "learning_rate": 0.001,
            "weight_decay": None,
            "clipnorm": None,
            "clipvalue": None,
            "global_clipnorm": None,
            "use_ema": False,
            "ema_momentum": 0.99,
            "ema_overwrite_frequency": None,
            "gradient_accumulation_steps": None,
            "beta_1": 0.9,
            "beta_2": 0.999,
            "epsilon": 1e-7,
            "amsgrad": False,
        }
    }


@given(st.floats(0, 3.4e38))
def test_learning_rate_is_read_back_to_the_last_bit(rate: float) -> None:
    config = Config.model_validate(
        {
            "name": "n",
            "data": {"source": "iris"},
            "layers": ["Flatten"],
            "optimizer": {"SGD": {"learning_rate": rate}},
        }
    )
    assert again(config) == config


def test_foreign_value_is_refused() -> None:
    with pytest.raises(TypeError, match="no way to write complex"):
        to_document(1j)
