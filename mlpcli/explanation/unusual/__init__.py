"""What is valid in a config and probably not meant, and why."""

from collections.abc import Callable, Iterator

from mlpcli.config.config import Config
from mlpcli.config.messages.finding import Finding
from mlpcli.explanation.unusual.activations import unusual_activations
from mlpcli.explanation.unusual.dropout import unusual_dropout
from mlpcli.explanation.unusual.initial_weights import unusual_initial_weights
from mlpcli.explanation.unusual.inputs import unusual_inputs
from mlpcli.explanation.unusual.learning_rate import unusual_learning_rate
from mlpcli.explanation.unusual.objective import unusual_objective
from mlpcli.explanation.unusual.seen import Seen
from mlpcli.explanation.unusual.sizes import unusual_sizes
from mlpcli.explanation.unusual.steps import unusual_steps
from mlpcli.network.plan import Plan

CHECKS: tuple[Callable[[Seen], Iterator[Finding]], ...] = (
    unusual_inputs,
    unusual_activations,
    unusual_dropout,
    unusual_initial_weights,
    unusual_sizes,
    unusual_objective,
    unusual_learning_rate,
    unusual_steps,
)


def unusual(
    config: Config, plan: Plan, rows: int | None = None, largest_input: float | None = None
) -> tuple[Finding, ...]:
    """Everything that is unusual about a config whose `auto` are resolved, each with what to do about it.

    `rows` is the number of training rows, and `largest_input` the largest size of a number in them before
    they are scaled; None if they are not known.
    """
    seen = Seen(config, plan, rows, largest_input)
    found = [finding for check in CHECKS for finding in check(seen)]
    told = {finding.path[:2] for finding in plan.notices}
    # Where a notice says more of the same layer, such as what has no gradient, it is enough.
    return (*plan.notices, *(one for one in found if one.path[0] != "layers" or one.path[:2] not in told))
