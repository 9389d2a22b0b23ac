"""Preprocessing as a value: steps fitted on the training rows and stored with the model.

Steps that read text or pictures run on the host, in `Preprocessing.on_host`, which training, evaluation and
prediction share. Steps that are arithmetic on numbers are the network's first layers.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import prod
from typing import Any, Literal

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
from mlpcli.data.preprocessing.date_parts import DateParts
from mlpcli.data.preprocessing.drawings.convention import DrawingConvention
from mlpcli.data.preprocessing.impute import Impute
from mlpcli.data.preprocessing.one_hot import OneHot
from mlpcli.data.preprocessing.pixels import Pixels
from mlpcli.data.preprocessing.resize import MODES, Resize
from mlpcli.data.preprocessing.robust_scale import RobustScale
from mlpcli.data.preprocessing.shift import Shift
from mlpcli.data.preprocessing.standardize import Scale
from mlpcli.data.preprocessing.target_units import TargetUnits
from mlpcli.data.preprocessing.text_columns import Table
from mlpcli.data.series.schema import SeriesSchema
from mlpcli.data.tables.schema import TableSchema
from mlpcli.errors import DataError

__all__ = [
    "DateParts",
    "DrawingConvention",
    "Impute",
    "OneHot",
    "Pixels",
    "Preprocessing",
    "Resize",
    "RobustScale",
    "Scale",
    "Shift",
    "Step",
    "TargetUnits",
    "takes_pictures",
]

Step = DateParts | Impute | OneHot | Pixels | Resize | RobustScale | Scale | Shift
"""All steps; in JSON the field `step` says which one it is."""

# Far more than are ever fitted; each step costs time for every row.
_MOST_STEPS = 16


@dataclass(frozen=True)
class Preprocessing:
    """The steps in order, host steps first.

    `border` is the mean brightness of the outermost pixels of the training images, 0 black to 1 white, by
    which images with black and white swapped are recognized; None if the data is not images, or is images
    of floats outside that range. `drawing` is the frame of their ink, which predictions fit other drawings
    to; None if they have none, and for older runs. `table` says how the columns of a table are read, and
    `series` how series are read from one; None if the data is none. `targets` are the units of a regression's
    targets, if the network is trained on standardized ones or its answers are bounded. Raises ValueError if a
    host step follows a network step, and for more than 16 steps.
    """

    steps: tuple[Step, ...] = ()
    border: float | None = None
    # Older runs do not have these keys.
    drawing: DrawingConvention | None = field(default=None, metadata={"later": True})
    table: TableSchema | None = field(default=None, metadata={"later": True})
    targets: TargetUnits | None = field(default=None, metadata={"later": True})
    series: SeriesSchema | None = field(default=None, metadata={"later": True})

    def __post_init__(self) -> None:
        if len(self.steps) > _MOST_STEPS:
            raise ValueError(f"steps: expected at most {_MOST_STEPS}, found {len(self.steps)}")
        if self.steps != (*self.host, *self.in_network):
            raise ValueError("steps: expected all steps in the network after those on the host")
        if self.border is not None and not 0 <= self.border <= 1:
            raise ValueError("border: expected 0 to 1, or null")

    @cached_property
    def host(self) -> tuple[HostStep, ...]:
        return tuple(step for step in self.steps if isinstance(step, HostStep))

    @property
    def in_network(self) -> tuple[NetworkStep, ...]:
        return tuple(step for step in self.steps if isinstance(step, NetworkStep))

    @cached_property
    def resize(self) -> Resize | None:
        """The step that brings pictures to the size of the training images, if there is one."""
        return next((step for step in self.host if isinstance(step, Resize)), None)

    @property
    def keep(self) -> Literal["fill", "fit", "stretch"]:
        """What happens to pictures of other proportions than the training images."""
        return self.resize.keep if self.resize else "stretch"

    @property
    def first_layers(self) -> tuple[FirstLayer, ...]:
        """The layers of the network steps in order, each with a unique name."""
        layers: list[FirstLayer] = []
        names: Counter[str] = Counter()
        for layer in (layer for step in self.in_network for layer in step.layers):
            number = names[layer.name] or ""
            names[layer.name] += 1
            layers.append(replace(layer, name=f"{layer.name}{number}"))
        return tuple(layers)

    def on_host(self, rows: Any) -> Array:
        """The rows `[rows, *shape]` that the network takes, from rows as read.

        `rows` is what the first step takes: an array `[rows, ...]`, pictures uint8 `[height, width,
        channels]` of any size, or a Table. Raises DataError if the first step takes a Table and `rows` is
        something else.
        """
        if self.host and isinstance(self.host[0], TableStep) and not isinstance(rows, Table):
            raise DataError("the network takes the rows of a table, but these are not", "give it a table")
        for step in self.host:
            rows = step.apply(rows)
        given: Array = rows.matrix() if isinstance(rows, Table) else rows
        return given

    def check(self, facts: DataFacts) -> None:
        """Raises ValueError if the steps do not fit data with these `facts`.

        Every step must take what the step before it outputs, and the network what the last host step outputs.
        No step may output more numbers per row than the network takes, which bounds time and memory.
        """
        if self.border is not None and facts.kind != "image":
            raise ValueError("border: expected null if the data is not images")
        if self.targets is not None:
            self.targets.check(facts.targets)
        if self.drawing is not None:
            _check_drawing(self.drawing, facts)
        if {step.takes for step in self.host} not in _possible(facts):
            raise ValueError(f"steps: they do not output {facts.wanted}")
        self._check_table(facts)
        if self.series is not None:
            _check_series(self.series, facts)
        given: Shape | Columns = facts.shape
        for number, step in enumerate(self.host):
            with _naming(number):
                given = _checked(step, given if number else None, facts.count)
        if isinstance(given, Columns) and not any(given.texts):
            given = (len(given.texts),)
        if given != facts.shape:
            raise ValueError(
                f"steps: output {_written(given)}, but the network takes {_written(facts.shape)}"
            )
        for number, layers in enumerate(self.in_network, start=len(self.host)):
            with _naming(number):
                layers.check(facts.shape)

    def _check_table(self, facts: DataFacts) -> None:
        cells = [step for step in self.host if isinstance(step, TableStep)]
        if (self.table is None) != (not cells):
            raise ValueError("table: expected with steps that take the cells of a table, and only with them")
        if self.table and cells[0].fitted_on.texts != self.table.texts:
            raise ValueError("table: columns: expected those that the first step takes")
        groups = next((step.groups for step in cells if isinstance(step, OneHot)), ())
        if cells and facts.one_hot != groups:
            raise ValueError("steps: one_hot: expected the widths that the facts of the data have")


@contextmanager
def _naming(number: int) -> Iterator[None]:
    try:
        yield
    except ValueError as error:
        raise ValueError(f"steps[{number}]: {error}") from error


def _checked(step: HostStep, given: Shape | Columns | None, most: int) -> Shape | Columns:
    """What a step outputs, if the step before it has `given` this; None for the first step.

    Raises ValueError if the step was fitted on something else, or outputs over `most` numbers per row.
    """
    if isinstance(step, TableStep) and given not in (None, step.fitted_on):
        raise ValueError("columns: expected those that the step before outputs")
    count = len(step.gives.texts) if isinstance(step, TableStep) else prod(step.gives)
    if count > most:
        raise ValueError(f"outputs {count:,} numbers per row, but the network takes {most:,}")
    return step.gives


def _written(given: Shape | Columns) -> str:
    if isinstance(given, Columns):
        return f"{len(given.texts)} columns, {sum(given.texts)} of them texts"
    return " x ".join(map(str, given))


def _check_series(series: SeriesSchema, facts: DataFacts) -> None:
    if facts.kind != "signal" or facts.shape != series.shape:
        raise ValueError(f"series: outputs {_written(series.shape)}, but the network takes {facts.wanted}")
    if not facts.classes and facts.targets != series.steps * len(series.targets):
        raise ValueError("series: expected a target for every number that the network answers")


def _check_drawing(drawing: DrawingConvention, facts: DataFacts) -> None:
    given = (drawing.height, drawing.width, 1)
    if not takes_pictures(facts) or given != facts.shape:
        raise ValueError(f"drawing: outputs {_written(given)}, but the network takes {facts.wanted}")


def _possible(facts: DataFacts) -> tuple[set[str], ...]:
    """The possible values of `takes` among the host steps."""
    if takes_pictures(facts):
        return ({"pictures"},)
    return (set(), {"cells"}) if facts.kind == "vector" else (set(),)


def takes_pictures(facts: DataFacts) -> bool:
    """Whether rows of such data can be read from image files: 8-bit pixels, grayscale or RGB."""
    return facts.pixels and facts.kind == "image" and facts.shape[-1] in MODES
