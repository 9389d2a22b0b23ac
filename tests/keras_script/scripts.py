"""Scripts, and parts of them, executed in this process."""

import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from mlpcli.config.config import Config
from mlpcli.config.dataset_facts import DataFacts
from mlpcli.data.preprocessing import Preprocessing
from mlpcli.data.sources import open_source
from mlpcli.keras_script.write import write_script
from mlpcli.network.loss_and_metrics import Objective
from mlpcli.network.plan import Plan
from mlpcli.network.stack import walk_through
from mlpcli.training.building.model import adapt_layers, build_model

ROWS = {"train": 50, "validation": 10}


def part_of(
    config: Config,
    plan: Plan,
    title: str,
    preprocessing: Preprocessing = Preprocessing(),  # noqa: B008
    rows: Mapping[str, int] = ROWS,
) -> str:
    """The section of the script that stands under `title`, behind the imports and the functions."""
    source = open_source(config.data, config.seed)
    script = write_script(config, source, plan, preprocessing, rows, "script.py")
    head, *sections = re.split(r"^(?=# The \w+\n)", script, flags=re.MULTILINE)
    (section,) = (section for section in sections if section.startswith(f"# {title}\n"))
    return head + section


def execute(code: str, **names: Any) -> dict[str, Any]:
    """The names that are there once the code has run with `names`."""
    namespace: dict[str, Any] = {**names}
    exec(compile(code, "script.py", "exec"), namespace)
    return namespace


def stack_of(shape: tuple[int, ...], layers: list[Any], **training: Any) -> tuple[Config, Plan]:
    """A config of layers alone, whatever they end in, and its plan."""
    config = Config.model_validate(
        {"name": "n", "data": {"source": "gates"}, "layers": layers, "training": training}
    )
    facts = DataFacts("rows", "vector", shape, "regression", targets=1)
    stack = walk_through(config.layers, shape)
    return config, Plan(facts, stack, Objective("mean_squared_error", (), "numbers"), ())


def both_models(shape: tuple[int, ...], layers: list[Any], **training: Any) -> tuple[Any, Any]:
    """The model that the script builds, and the one that training builds."""
    config, plan = stack_of(shape, layers, **training)
    rows = np.random.default_rng(0).normal(size=(50, *shape))
    script = execute(part_of(config, plan, "The model"), x_train=rows)["model"]
    ours = build_model(config, plan, Preprocessing())
    adapt_layers(ours, config.layers, rows)
    return script, ours
