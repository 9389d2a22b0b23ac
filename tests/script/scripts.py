"""Scripts, and parts of them, executed in this process."""

from typing import Any

from mlpcli.config.config import Config
from mlpcli.config.facts import DataFacts
from mlpcli.data.preprocessing import Preprocessing
from mlpcli.network.objective import Objective
from mlpcli.network.plan import Plan
from mlpcli.network.stack import walk_through
from mlpcli.script.model import model_section
from mlpcli.script.section import Section
from mlpcli.training.build import build_model


def execute(section: Section, **names: Any) -> dict[str, Any]:
    """The names that are there once the section has run, by itself but for `names`."""
    parts = (*sorted(section.imports), *section.functions, section.code)
    namespace: dict[str, Any] = {"SEED": 0, **names}
    exec(compile("\n".join(parts), "script.py", "exec"), namespace)
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
    plain = Preprocessing()
    return execute(model_section(config, plan, plain))["model"], build_model(config, plan, plain)
