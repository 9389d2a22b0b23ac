"""What is valid in a config and probably not meant, and why."""

from mlpcli.config.config import Config
from mlpcli.config.messages.finding import Finding
from mlpcli.network.plan import Plan


def unusual(config: Config, plan: Plan, rows: int | None = None) -> tuple[Finding, ...]:
    """Everything that is unusual about a config whose `auto` are resolved, each with what to do about it.

    `rows` is the number of training rows, None if it is not known.
    """
    return plan.notices
