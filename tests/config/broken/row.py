"""One broken config and what must be said about it, and how the tables write configs briefly."""

from dataclasses import dataclass

from mlpcli.config.dataset_facts import DataFacts
from tests.facts import MNIST


@dataclass(frozen=True)
class Broken:
    """`at` is `line:column` in the first file, or `file:line:column`.

    `message` and `fix` are pieces of the first problem's; `more` counts the problems after it.
    """

    name: str
    text: str | bytes
    at: str
    subject: str
    message: str
    fix: str
    facts: DataFacts = MNIST
    second: str | None = None
    overrides: tuple[str, ...] = ()
    more: int = 0


LAYERS = "layers: [Flatten, {Dense: {units: 10, activation: softmax}}]\n"
GOOD = "data: {source: mnist}\n" + LAYERS


def top(*lines: str) -> str:
    """A good config with `lines` from line 3 on."""
    return GOOD + "".join(f"{line}\n" for line in lines)


def stack(*layers: str) -> str:
    """A config with `layers`, the first in line 3, column 5."""
    return "data: {source: mnist}\nlayers:\n" + "".join(f"  - {layer}\n" for layer in layers)


def source(*lines: str) -> str:
    """A config with `lines` below `data:` from line 3 on."""
    return LAYERS + "data:\n" + "".join(f"  {line}\n" for line in lines)


def training(*lines: str) -> str:
    """A good config with `lines` below `training:` from line 4 on."""
    return top("training:", *(f"  {line}" for line in lines))


def optimizer(text: str) -> str:
    """A good config with an optimizer in line 3, which begins in column 12."""
    return top(f"optimizer: {text}")


def schedule(text: str) -> str:
    """A good config with a schedule in line 3, which begins in column 36."""
    return optimizer(f"{{SGD: {{learning_rate: {{{text}}}}}}}")


def head(dense: str, *lines: str) -> str:
    """A config of one Dense layer, with `lines` below `training:` from line 4 on."""
    below = "".join(f"  {line}\n" for line in lines)
    return f"data: {{source: mnist}}\nlayers: [{{Dense: {dense}}}]\ntraining:\n{below}"
