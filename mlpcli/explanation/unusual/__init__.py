"""What is valid in a config and probably not meant, and why."""

from collections.abc import Callable, Iterator, Sequence

from mlpcli.config.config import Config
from mlpcli.config.messages.finding import Finding
from mlpcli.explanation.unusual.activations import unusual_activations
from mlpcli.explanation.unusual.dropout import unusual_dropout
from mlpcli.explanation.unusual.frozen import unusual_frozen_layers
from mlpcli.explanation.unusual.initial_weights import unusual_initial_weights
from mlpcli.explanation.unusual.inputs import unusual_inputs
from mlpcli.explanation.unusual.learning_rate import unusual_learning_rate
from mlpcli.explanation.unusual.objective import unusual_loss, unusual_objective
from mlpcli.explanation.unusual.seen import Seen
from mlpcli.explanation.unusual.sizes import unusual_sizes
from mlpcli.explanation.unusual.steps import unusual_steps
from mlpcli.network.plan import Plan

_Check = Callable[[Seen], Iterator[Finding]]
# Which keep a network from learning, however long it is trained.
_OBSTACLES: tuple[_Check, ...] = (unusual_activations, unusual_dropout, unusual_initial_weights)
CHECKS: tuple[_Check, ...] = (
    unusual_inputs,
    *_OBSTACLES,
    unusual_frozen_layers,
    unusual_sizes,
    unusual_objective,
    unusual_learning_rate,
    unusual_steps,
)


def unusual(
    config: Config,
    plan: Plan,
    rows: int | None = None,
    largest_input: float | None = None,
    targets: tuple[float, float] | None = None,
) -> tuple[Finding, ...]:
    """Everything that is unusual about a config whose `auto` are resolved, each with what to do about it.

    `rows` is the number of training rows, and `largest_input` the largest size of a number in them before
    they are scaled; `targets` are the lowest and the highest number to predict. None if they are not known.
    """
    return _beside_notices(plan.notices, Seen(config, plan, rows, largest_input, targets), CHECKS)


def obstacles(config: Config, plan: Plan, targets: tuple[float, float] | None = None) -> tuple[Finding, ...]:
    """What of it, about the layers and the loss, keeps a network from learning however long it is trained;
    `targets` as above."""
    notices = tuple(one for one in plan.notices if one.path[0] == "layers")
    return _beside_notices(notices, Seen(config, plan, None, None, targets), (*_OBSTACLES, unusual_loss))


def _beside_notices(notices: Sequence[Finding], seen: Seen, checks: Sequence[_Check]) -> tuple[Finding, ...]:
    found = [finding for check in checks for finding in check(seen)]
    # What is said of the very same is known better here: where, and how it is changed.
    known = {finding.path for finding in found}
    notices = [one for one in notices if one.path not in known]
    told = {finding.path[:2] for finding in notices}
    # Where a notice says more of the same layer, such as what has no gradient, it is enough.
    return (*notices, *(one for one in found if one.path[0] != "layers" or one.path[:2] not in told))
