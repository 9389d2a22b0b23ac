"""A small network that does well on forecasts."""

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.starters.starter import falling_rate, head, pace


def forecast_network(facts: DataFacts, rows: int, validated: bool = True) -> str:
    """The sections `layers`, `optimizer` and `training` for windows, of which `rows` are for training,
    and unless `validated` none for validation."""
    return f"""layers:
  - Conv1D: {{filters: 32, kernel_size: {min(5, facts.shape[0])}, padding: same, activation: relu}}
  - Flatten   # every row of the window has weights of its own: when something was matters
  - Dense: {{units: 64, activation: relu}}
  - {head(facts)}

{falling_rate(facts, *pace(rows), validated)}"""
