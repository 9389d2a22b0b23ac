"""What is done to rows between file and first layer, as a value: fitted on training rows, and kept whole.

What reads text or pictures is done here, by `Preprocessing.on_host`, which training, evaluation and
prediction share. What is arithmetic on numbers is the network's first layers.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from math import prod
from typing import Any

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.data.preprocessing.base import (
    Array,
    Columns,
    FirstLayer,
    HostStep,
    NetworkStep,
    Shape,
    TableStep,
)
from mlpcli.data.preprocessing.fit_to_box import FitToBox
from mlpcli.data.preprocessing.impute import Impute
from mlpcli.data.preprocessing.one_hot import OneHot
from mlpcli.data.preprocessing.pixels import Pixels
from mlpcli.data.preprocessing.resize import MODES, Resize
from mlpcli.data.preprocessing.robust_scale import RobustScale
from mlpcli.data.preprocessing.standardize import Scale
from mlpcli.data.preprocessing.text_columns import Table
from mlpcli.errors import DataError

__all__ = [
    "FitToBox",
    "Impute",
    "OneHot",
    "Pixels",
    "Preprocessing",
    "Resize",
    "RobustScale",
    "Scale",
    "Step",
    "takes_pictures",
]

Step = FitToBox | Impute | OneHot | Pixels | Resize | RobustScale | Scale
"""All steps there are, told apart in JSON by their field `step`."""

# Far more than are ever fitted: each one costs time with every row.
_MOST_STEPS = 16


@dataclass(frozen=True)
class Preprocessing:
    """The steps in their order, those on the host first.

    `border` is the mean brightness of the outermost pixels of the training images, 0 black to 1 white, by
    which an image with black and white swapped is recognized; None for anything but images, and for images
    of floats that leave that range. Raises ValueError where a step on the host follows one in the network,
    and for more than 16 steps.
    """

    steps: tuple[Step, ...] = ()
    border: float | None = None

    def __post_init__(self) -> None:
        if len(self.steps) > _MOST_STEPS:
            raise ValueError(f"steps: expected at most {_MOST_STEPS}, found {len(self.steps)}")
        if self.steps != (*self.host, *self.in_network):
            raise ValueError("steps: those in the network come last")
        if self.border is not None and not 0 <= self.border <= 1:
            raise ValueError("border: expected 0 to 1, or null")

    @cached_property
    def host(self) -> tuple[HostStep, ...]:
        return tuple(step for step in self.steps if isinstance(step, HostStep))

    @property
    def in_network(self) -> tuple[NetworkStep, ...]:
        return tuple(step for step in self.steps if isinstance(step, NetworkStep))

    @property
    def first_layers(self) -> tuple[FirstLayer, ...]:
        """The layers of the steps in the network, in their order, each with a name of its own."""
        layers: list[FirstLayer] = []
        names: Counter[str] = Counter()
        for layer in (layer for step in self.in_network for layer in step.layers):
            number = names[layer.name] or ""
            names[layer.name] += 1
            layers.append(replace(layer, name=f"{layer.name}{number}"))
        return tuple(layers)

    def on_host(self, rows: Any) -> Array:
        """Rows as read, to the rows `[rows, *shape]` that the network takes.

        `rows` are an array `[rows, ...]`, pictures uint8 `[height, width, channels]` each of its own size, or
        a Table: what the first step takes. Raises DataError for anything else where that is a Table.
        """
        if self.host and isinstance(self.host[0], TableStep) and not isinstance(rows, Table):
            raise DataError("the network takes the rows of a table, and these are none", "give it a table")
        for step in self.host:
            rows = step.apply(rows)
        given: Array = rows.matrix() if isinstance(rows, Table) else rows
        return given

    def check(self, facts: DataFacts) -> None:
        """Raises ValueError where the steps cannot be those of data that is as `facts` say.

        Every step must take what the one before it gives, the network what the last one on the host gives.
        None gives more numbers a row than the network takes, so that time and memory have its bounds.
        """
        if self.border is not None and facts.kind != "image":
            raise ValueError("border: expected null for anything but images")
        if {step.takes for step in self.host} not in _possible(facts):
            raise ValueError(f"steps: they do not make {facts.wanted}")
        given: Shape | Columns = facts.shape
        for number, step in enumerate(self.host):
            with _naming(number):
                given = _checked(step, given if number else None, facts.count)
        if isinstance(given, Columns) and not any(given.texts):
            given = (len(given.texts),)
        if given != facts.shape:
            raise ValueError(f"steps: give {_written(given)}, and the network takes {_written(facts.shape)}")
        for number, layers in enumerate(self.in_network, start=len(self.host)):
            with _naming(number):
                layers.check(facts.shape)


@contextmanager
def _naming(number: int) -> Iterator[None]:
    try:
        yield
    except ValueError as error:
        raise ValueError(f"steps[{number}]: {error}") from error


def _checked(step: HostStep, given: Shape | Columns | None, most: int) -> Shape | Columns:
    """What a step gives for what the one before it has `given`, None for the first one.

    Raises ValueError for a step that was fitted on something else, or that gives over `most` numbers a row.
    """
    if isinstance(step, TableStep) and given not in (None, step.fitted_on):
        raise ValueError("columns: not those that the step before gives")
    count = len(step.gives.texts) if isinstance(step, TableStep) else prod(step.gives)
    if count > most:
        raise ValueError(f"gives {count:,} numbers a row, and the network takes {most:,}")
    return step.gives


def _written(given: Shape | Columns) -> str:
    if isinstance(given, Columns):
        return f"{len(given.texts)} columns, {sum(given.texts)} of them texts"
    return " x ".join(map(str, given))


def _possible(facts: DataFacts) -> tuple[set[str], ...]:
    """What the steps on the host may take."""
    if takes_pictures(facts):
        return ({"pictures"},)
    return (set(), {"cells"}) if facts.kind == "vector" else (set(),)


def takes_pictures(facts: DataFacts) -> bool:
    """Whether picture files can be rows of such data: 8-bit pixels, grey or RGB."""
    return facts.pixels and facts.kind == "image" and facts.shape[-1] in MODES
