"""The network that does well on most tables, as the layers, the optimizer and the training of a config."""

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.starters.starter import head


def recipe(facts: DataFacts, rows: int) -> str:
    """The sections `layers`, `optimizer` and `training` for a table with `rows` training rows."""
    return f"""layers:
  - Dense: {{units: 128, activation: relu}}
  - Dropout: 0.15
  - Dense: {{units: 128, activation: relu}}
  - Dropout: 0.15
  - {head(facts)}

optimizer:
  AdamW: {{learning_rate: 1e-3}}

training:
  epochs: 100
  batch_size: {32 if rows < 5_000 else 256}
  early_stopping: {{patience: 16}}
"""
