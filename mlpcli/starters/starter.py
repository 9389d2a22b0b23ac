"""A config to start from, and how it is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.readable import literal

if TYPE_CHECKING:
    # They import Polars and Pillow.
    from mlpcli.data.sources.images import OpenImages
    from mlpcli.data.tables.table_file import TableFile

SEED = 0
# So few rows need small batches, or a network is trained before its batch statistics are known.
_FEW_ROWS, _SMALL_BATCH, _BATCH = 500, 16, 32
_STEPS = 1_000
_FEWEST_EPOCHS, _MOST_EPOCHS = 30, 300
_WIDTH = 100
# Comments begin below each other, unless a line is longer than this.
_COLUMN = 40


@dataclass(frozen=True)
class Starter:
    """`text` is the config with its comments; `seen` are sentences on what was found and decided. `file` is
    the table that was looked at, if it was one, and `images` the folder of images, as the config reads it.
    `dates` are those of `seen` that tell of numbers which the config reads as dates."""

    text: str
    seen: tuple[str, ...]
    file: "TableFile | None" = None
    images: "OpenImages | None" = None
    dates: tuple[str, ...] = ()


def heading(about: str) -> str:
    """The first lines of a config, which say what it is `about`."""
    more = "Every line can be changed. All keys and their defaults:  mlpcli schema --format markdown"
    return f"{comment(about)}{comment(more)}\nseed: {SEED}\n"


def comment(sentence: str, indent: int = 0) -> str:
    """A sentence as lines of a comment; what YAML does not allow in a name of the data is escaped."""
    start = f"{' ' * indent}# "
    return "".join(f"{start}{line}\n" for line in wrap(literal(sentence), _WIDTH - len(start)))


def settings(lines: Sequence[tuple[str, str]]) -> str:
    """Keys of a section with their values, and what each is for."""
    width = max((len(line) for line, why in lines if why and len(line) <= _COLUMN), default=0)
    return "".join(f"  {line:<{width}}   # {literal(why)}\n" if why else f"  {line}\n" for line, why in lines)


def head(facts: DataFacts) -> str:
    """The last layer of a network."""
    if not facts.classes:
        return f"Dense: {{units: {facts.targets}}}"
    if facts.task == "binary":
        return "Dense: {units: 1, activation: sigmoid}"
    return f"Dense: {{units: {len(facts.classes)}, activation: softmax}}"


WITHOUT_VALIDATION = "few rows: all of them train, and the epoch of the lowest loss is kept"
"""Why there are no validation rows."""
FEW_IN_EACH = f"few rows in each series: {WITHOUT_VALIDATION.partition(': ')[2]}"


def share_lines(validated: bool, has_own_test: bool) -> list[tuple[str, str]]:
    """The lines of the section `data` that say which rows are held back, with what each is for."""
    lines = [("validation: 0", WITHOUT_VALIDATION)]
    if validated:
        lines = [("validation: 0.1", "share of the training rows that finds the best epoch")]
    if not has_own_test:
        lines.append(("test: 0.2", "share of all rows for the final score"))
    return lines


def pace(rows: int, fewest: int = _FEWEST_EPOCHS) -> tuple[int, int]:
    """The epochs, at least the `fewest`, and the batch size with which so many training rows are seen in
    enough steps."""
    batch = _SMALL_BATCH if rows < _FEW_ROWS else _BATCH
    return min(_MOST_EPOCHS, max(fewest, round(_STEPS * batch / max(1, rows)))), batch


def falling_rate(facts: DataFacts, epochs: int, batch: int = _BATCH, validated: bool = True) -> str:
    """The sections `optimizer` and `training` of networks that are not for tables; unless `validated`, there
    are no validation rows to choose an epoch by."""
    monitor = "val_accuracy" if facts.classes else "val_loss"
    best = (
        f"  checkpoint: {{monitor: {monitor}}}   # keep the weights of the best epoch\n" if validated else ""
    )
    return f"""optimizer:
  # The learning rate falls to zero by the last epoch: change both numbers of epochs together.
  Adam: {{learning_rate: {{CosineDecay: {{initial_learning_rate: 2e-3, decay_steps: {epochs} epochs}}}}}}

training:
  epochs: {epochs}
  batch_size: {batch}
{best}"""
