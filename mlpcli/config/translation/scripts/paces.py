"""How often a script steps its schedule: with every batch, once an epoch, or as Lightning is told."""

import ast
import re
from collections.abc import Iterator

from mlpcli.config.translation.pasted_code import last_name
from mlpcli.config.translation.scripts.values import Pace, Unread, dotted

# Either says that a mapping is about a schedule.
_OF_LIGHTNING = frozenset({"scheduler", "interval"})
_STEP = re.compile(r".*sched.*\.step", re.IGNORECASE)


def pace_of(tree: ast.Module) -> tuple[Pace, list[Unread]]:
    """How often a script steps its schedule, and what is said of it that cannot be read."""
    nodes = list(ast.walk(tree))
    loops = (node for node in nodes if isinstance(node, ast.For))
    mappings = (_items(node) for node in nodes if isinstance(node, ast.Dict))
    told = [one for one in mappings if not _OF_LIGHTNING.isdisjoint(one)]
    by_batch = any(_steps(loop.body) for loop in loops if not _is_of_epochs(loop)) or any(
        ast.unparse(one["interval"]) == "'step'" for one in told if "interval" in one
    )
    often = [one["frequency"] for one in told if "frequency" in one]
    each = {one.value if isinstance(one, ast.Constant) else None for one in often} or {1}
    every = each.pop()
    is_known = type(every) is int and every > 0 and not each
    follows = any(
        isinstance(node, ast.Call) and last_name(node.func) == "ReduceLROnPlateau" for node in nodes
    )
    if not isinstance(every, int) or not is_known or (follows and every > 1):
        # A figure that is looked at more seldom is another one.
        return Pace(by_batch), list(_said(often))
    return Pace(by_batch, every), []


def _said(nodes: list[ast.expr]) -> Iterator[Unread]:
    yield from (Unread(f"frequency={ast.unparse(one)}", one.lineno) for one in nodes)


def _items(node: ast.Dict) -> dict[str, ast.expr]:
    """The values of a mapping by the texts that their keys are."""
    return {
        key.value: value
        for key, value in zip(node.keys, node.values, strict=True)
        if isinstance(key, ast.Constant) and isinstance(key.value, str)
    }


def _is_of_epochs(loop: ast.For) -> bool:
    return "epoch" in ast.unparse(loop.target) or last_name(getattr(loop.iter, "func", loop.iter)) == "range"


def _steps(body: list[ast.stmt]) -> bool:
    """Whether a schedule is stepped in some statements, and not in loops within them."""
    calls = (one.value for one in body if isinstance(one, ast.Expr) and isinstance(one.value, ast.Call))
    return any(_STEP.fullmatch(dotted(call.func)) for call in calls)
