"""What a network answers all over the area of its two inputs, and what every hidden neuron does there."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.data.dataset import Array, Split
from mlpcli.data.encoded_columns import column_groups, subtracted_constants
from mlpcli.data.preprocessing import Preprocessing
from mlpcli.inference.arithmetic.arithmetic_network import ArithmeticNetwork
from mlpcli.inference.arithmetic.forward import LayerValues
from mlpcli.inference.scoring.class_scores import class_probabilities

Numbers = NDArray[np.float32]

MOST_NEURONS = 64
"""Of more neurons in a layer the first are drawn."""

# A page of some hundred small pictures takes some hundred thousand bytes.
_MOST_DRAWN = 256
_FEWEST_OF_A_LAYER = 4
_FINE, _COARSE, _COARSEST = 96, 40, 16
# Multiply-adds for all points of an area: a tenth of a second.
_MOST_WORK = 100_000_000
_MARGIN = 0.08
_LARGEST = float(np.finfo(np.float32).max)
# One row a thousand times as far out as all others would leave a point of all others.
_FAR = 3.0
_MOST_POINTS = 150
_MOST_ROWS = 20_000


@dataclass(frozen=True)
class Axis:
    """One of the two inputs: its name, the ends of the area, and the `constant` that was subtracted from its
    column before the network takes it."""

    name: str
    low: float
    high: float
    constant: float = 0.0


@dataclass(frozen=True)
class PlaneRows:
    """Up to 20,000 rows of a split of `total`, evenly spread: `inputs` `[n, 2]` and `targets` as in Split."""

    inputs: Array
    targets: Array
    total: int


@dataclass(frozen=True)
class Points:
    """Rows of the split called `split`, up to 150 evenly spread over the `total`, no two the same.

    `places` `[n, 2]`: the inputs. `targets`: class numbers `[n]`, or the numbers to predict `[n, targets]`.
    `is_wrong` `[n]`: whether another class is predicted. `outside` counts the rows that the area leaves out.
    """

    split: str
    places: Numbers
    targets: Array
    is_wrong: NDArray[np.bool_]
    total: int
    outside: int = 0


@dataclass(frozen=True)
class NeuronLayer:
    """A hidden layer of so many `units`, of which `values` `[shown, side, side]` are drawn.

    `sums` are the values before the activation in the same shape, or the values themselves without one.
    `flat` is the number of all units that are the same everywhere.
    """

    name: str
    kind: str
    units: int
    values: Numbers
    sums: Numbers
    flat: int


@dataclass(frozen=True)
class Regions:
    """The area of the data, with the `outputs` `[side, side, outputs]`: probabilities of classes, or numbers.

    Points are the middles of cells, in rows from the highest second input down, from the lowest first one.
    `points` are those of the training rows and of the held-back ones. `undrawn` counts hidden neurons of
    layers for which there is no room.
    """

    across: Axis
    up: Axis
    outputs: Numbers
    layers: Sequence[NeuronLayer]
    points: Sequence[Points]


def rows_of(split: Split) -> PlaneRows:
    """Rows of a split, which may be on disk. Raises DataError if they cannot be read."""
    numbers = _spread(len(split), _MOST_ROWS)
    return PlaneRows(split.inputs[numbers], split.targets[numbers], len(split))


def input_names(
    facts: DataFacts, preprocessing: Preprocessing, indices_below: int | None = None
) -> tuple[str, str] | None:
    """The names of the two numbers that a row is made of; None for other data, for two numbers that are one
    column: its value and whether it is missing, or one of two categories; and for numbers that are looked up,
    between which there are none."""
    if facts.kind != "vector" or facts.shape != (2,) or indices_below is not None:
        return None
    groups = column_groups(preprocessing)
    if not groups:
        return "feature 0", "feature 1"
    if len(groups) != 2 or any(column.kind == "category" for column, _ in groups):
        return None
    first, second = (f"{one.name} (days since 1970)" if one.kind == "date" else one.name for one, _ in groups)
    return first, second


def area_of(
    names: tuple[str, str], preprocessing: Preprocessing, splits: Collection[PlaneRows]
) -> tuple[Axis, Axis]:
    """The area of the rows, and a margin; where a few rows are far outside all others, that of the others."""
    rows = np.concatenate([np.zeros((0, 2)), *(split.inputs.astype(np.float64) for split in splits)])
    rows = rows[np.isfinite(rows).all(axis=1)]
    constants = subtracted_constants(preprocessing)
    columns = [column for _, (column,) in column_groups(preprocessing)] or names
    first, second = (
        Axis(name, *_ends(rows[:, at]), constants.get(columns[at], 0.0)) for at, name in enumerate(names)
    )
    return first, second


def grid(across: Axis, up: Axis, side: int) -> Numbers:
    """The middles of `side` times `side` cells `[side * side, 2]`, in the order of `Regions`."""
    middles = (np.arange(side) + 0.5) / side
    first = across.low + middles * (across.high - across.low)
    second = up.high - middles * (up.high - up.low)
    return np.stack([np.tile(first, side), np.repeat(second, side)], axis=1).astype(np.float32)


def answers_on(network: ArithmeticNetwork, across: Axis, up: Axis, side: int, has_classes: bool) -> Numbers:
    """The answers `[side, side, outputs]`: probabilities of classes, or numbers."""
    found = network.predict(grid(across, up, side))
    found = class_probabilities(found) if has_classes else found
    return np.asarray(found, np.float32).reshape(side, side, -1)


def side_for(multiply_adds: int, most: int = _FINE, work: int = _MOST_WORK) -> int:
    """How many points a side of an area has, for a network of this cost: the fewer, the larger it is."""
    return int(np.clip(np.sqrt(work / max(1, multiply_adds)), _COARSEST, most))


def regions(
    network: ArithmeticNetwork,
    axes: tuple[Axis, Axis],
    splits: Mapping[str, PlaneRows],
    hidden: Collection[str],
    cost: int,
    has_classes: bool,
) -> Regions:
    """The answers over the area between the `axes`, and what the layers called `hidden` do there.

    `splits` are those to draw by their names, and `cost` the multiply-adds of the network for one point.
    """
    across, up = axes
    return Regions(
        across,
        up,
        answers_on(network, across, up, side_for(cost), has_classes),
        _layers(network, across, up, side_for(cost, _COARSE), hidden),
        [_points(network, across, up, name, split, has_classes) for name, split in splits.items()],
    )


def _layers(
    network: ArithmeticNetwork, across: Axis, up: Axis, side: int, hidden: Collection[str]
) -> list[NeuronLayer]:
    found = network.forward(grid(across, up, side))
    changed = list(_changing(found, hidden))
    most = min(MOST_NEURONS, max(_FEWEST_OF_A_LAYER, _MOST_DRAWN // max(1, len(changed))))
    if sum(min(MOST_NEURONS, _flat(one.after).shape[1]) for one in changed) <= _MOST_DRAWN:
        most = MOST_NEURONS
    return [_layer(one, side, most) for one in changed]


def _changing(found: Sequence[LayerValues], hidden: Collection[str]) -> Iterator[LayerValues]:
    """The hidden layers that change numbers, unlike Flatten, and Dropout after the training."""
    for before, one in zip([None, *found], found, strict=False):
        same = before is not None and np.array_equal(_flat(before.after), _flat(one.after), equal_nan=True)
        if one.name in hidden and not same:
            yield one


def _layer(one: LayerValues, side: int, most: int) -> NeuronLayer:
    values = _flat(one.after)
    sums = values if one.before is None or one.before.shape != one.after.shape else _flat(one.before)
    flat = int(np.sum(values.max(axis=0) == values.min(axis=0)))

    def pictures(numbers: Numbers) -> Numbers:
        return np.nan_to_num(numbers[:, :most].T.reshape(-1, side, side))

    return NeuronLayer(one.name, one.kind, values.shape[1], pictures(values), pictures(sums), flat)


def _flat(values: Numbers) -> Numbers:
    return values.reshape(len(values), -1)


def _points(
    network: ArithmeticNetwork, across: Axis, up: Axis, name: str, rows: PlaneRows, has_classes: bool
) -> Points:
    inputs, targets = rows.inputs, rows.targets
    low, high = (across.low, up.low), (across.high, up.high)
    inside = np.flatnonzero(((inputs >= low) & (inputs <= high)).all(axis=1))
    together = np.column_stack([inputs[inside], targets[inside]])
    distinct = inside[np.sort(np.unique(together, axis=0, return_index=True)[1])]
    shown = distinct[_spread(len(distinct), _MOST_POINTS)]
    places = inputs[shown].astype(np.float32)
    is_wrong = np.zeros(len(shown), np.bool_)
    if has_classes and len(shown):
        is_wrong = class_probabilities(network.predict(places)).argmax(axis=1) != targets[shown]
    return Points(name, places, targets[shown], is_wrong, rows.total, len(inputs) - len(inside))


def _spread(count: int, most: int) -> NDArray[np.intp]:
    """Up to so many of `count` places, evenly spread."""
    return np.unique(np.linspace(0, count - 1, min(most, count)).round().astype(np.intp))


def _ends(values: NDArray[np.float64]) -> tuple[float, float]:
    if not len(values):
        return 0.0, 1.0
    low, high = float(values.min()), float(values.max())
    first, last = np.quantile(values, [0.02, 0.98]).tolist()
    spread = last - first
    if spread > 0 and high - low > _FAR * spread:
        low, high = max(low, first - spread / 2), min(high, last + spread / 2)
    margin = (high - low or abs(high) or 1.0) * _MARGIN
    return max(low - margin, -_LARGEST), min(high + margin, _LARGEST)
