"""Numbers that a script standardizes, by scikit-learn's scaler or by a step of a pipeline."""

import ast
import re

from mlpcli.config.translation.pasted_code import last_name
from mlpcli.config.translation.scripts.kept import note, put
from mlpcli.config.translation.scripts.values import Reading, dotted, unread
from mlpcli.config.translation.scripts.without_counterpart import NAMED


def add_scaling(reading: Reading, call: ast.Call, owner: str) -> None:
    """Keep that numbers are standardized, by scikit-learn's class for it or what is called like one."""
    is_scaler = owner in reading.scalers or "standardscaler" in owner
    if is_scaler or re.match(r"sc|.*scal", owner.rpartition(".")[2]):
        standardize(reading, call, is_of_targets=is_targets(call.args[0]))


def standardize(reading: Reading, node: ast.expr, *, is_of_targets: bool) -> None:
    key = "standardize_targets" if is_of_targets else "standardize"
    put(reading, ("data", key), True, unread(node, is_layer=False).as_left_out())


def add_step(reading: Reading, step: ast.expr, *, is_of_targets: bool) -> None:
    """Keep that a step of a pipeline standardizes, or name it."""
    made = step.func if isinstance(step, ast.Call) else step
    if dotted(step).lower() in reading.scalers or last_name(made) == "StandardScaler":
        standardize(reading, step, is_of_targets=is_of_targets)
    elif dotted(made) and last_name(made) not in NAMED:
        note(reading, unread(step))


def is_targets(node: ast.expr) -> bool:
    """Whether an expression is of what is to be predicted, in whatever shape."""
    names = [one.id.lower() for one in ast.walk(node) if isinstance(one, ast.Name)]
    return any(one == "y" or one.startswith("y_") for one in names)
