"""A config to start from, and how it is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING

from mlpcli.config.dataset_facts import DataFacts

if TYPE_CHECKING:
    # It imports Polars.
    from mlpcli.data.tables.table_file import TableFile

SEED = 0
_WIDTH = 100
# Comments begin below each other, unless a line is longer than this.
_COLUMN = 40


@dataclass(frozen=True)
class Starter:
    """`text` is the config with its comments; `seen` are sentences on what was found and decided. `file` is
    the table that was looked at, if it was one."""

    text: str
    seen: tuple[str, ...]
    file: "TableFile | None" = None


def heading(about: str) -> str:
    """The first lines of a config, which say what it is `about`."""
    more = "Every line can be changed. All keys and their defaults:  mlpcli schema --format markdown"
    return f"{comment(about)}{comment(more)}\nseed: {SEED}\n"


def comment(sentence: str, indent: int = 0) -> str:
    """A sentence as lines of a comment."""
    start = f"{' ' * indent}# "
    return "".join(f"{start}{line}\n" for line in wrap(sentence, _WIDTH - len(start)))


def settings(lines: Sequence[tuple[str, str]]) -> str:
    """Keys of a section with their values, and what each is for."""
    width = max((len(line) for line, why in lines if why and len(line) <= _COLUMN), default=0)
    return "".join(f"  {line:<{width}}   # {why}\n" if why else f"  {line}\n" for line, why in lines)


def head(facts: DataFacts) -> str:
    """The last layer of a network."""
    if not facts.classes:
        return f"Dense: {{units: {facts.targets}}}"
    if facts.task == "binary":
        return "Dense: {units: 1, activation: sigmoid}"
    return f"Dense: {{units: {len(facts.classes)}, activation: softmax}}"


def falling_rate(facts: DataFacts, epochs: int) -> str:
    """The sections `optimizer` and `training` of convolutional networks."""
    monitor = "val_accuracy" if facts.classes else "val_loss"
    return f"""optimizer:
  # The learning rate falls to zero by the last epoch: change both numbers of epochs together.
  Adam: {{learning_rate: {{CosineDecay: {{initial_learning_rate: 2e-3, decay_steps: {epochs} epochs}}}}}}

training:
  epochs: {epochs}
  batch_size: 32
  checkpoint: {{monitor: {monitor}}}   # keep the weights of the best epoch
"""
