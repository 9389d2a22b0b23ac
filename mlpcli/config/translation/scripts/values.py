"""What the names in a Python script stand for, as far as its networks depend on them."""

import ast
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from mlpcli.config.translation.classes import Unreadable
from mlpcli.config.translation.scripts.traces import Traces
from mlpcli.config.yaml.nodes import KeyPath, Plain

_LONGEST = 40
_MOST_PARTS = 500
_MOST_VALUES = 10_000
LARGEST = 1e30
"""Larger numbers are no settings, and too large to compute with."""
MOST_ITEMS = 100
"""The items of the longest list, and the times of the longest loop, that are followed."""


@dataclass(frozen=True)
class Unread:
    """A piece of code that has no counterpart here: `text`, in `line` of the script.

    `is_layer`: it stands where a layer does, and not within one.
    """

    text: str
    line: int
    is_layer: bool = True

    def __str__(self) -> str:
        return f"{self.text} in line {self.line}"

    def is_part_of(self, other: "Unread") -> bool:
        """Whether the other one stands in the same line, and has more of the same code, or less."""
        return self.line == other.line and (self.text in other.text or other.text in self.text)

    def as_left_out(self) -> "Unread":
        """The same piece of code as one that has no counterpart, whole as it is written."""
        return Unread(self.text, self.line)


def unread(node: ast.AST, *, is_layer: bool = True) -> Unread:
    """What to call a piece of code that cannot be read: a call by its name alone."""
    shown: ast.AST = node
    while is_layer and isinstance(shown, ast.Call):
        shown = shown.func
    text = " ".join(ast.unparse(shown).split())
    return Unread(
        text if len(text) <= _LONGEST else f"{text[:_LONGEST]}...", getattr(node, "lineno", 1), is_layer
    )


@dataclass(frozen=True)
class Layer:
    """A layer as a config has it, what of its arguments could not be read, and layers before it."""

    plain: Plain
    unread: tuple[Unread, ...] = ()
    before: tuple[Plain, ...] = ()

    @property
    def parts(self) -> tuple["Part", ...]:
        return (*self.unread, *map(Layer, self.before), replace(self, before=()))


Part = Layer | Unread


@dataclass(frozen=True)
class Tensor:
    """The output of some layers, one after the other from the network's input on."""

    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Decay:
    """A penalty of `factor` times the squared weights that a loss does not say; divided by the `rows` of a
    batch, if there are any. `is_of_all`: of biases too, and whatever else is trained.

    `said` is how to name it where it cannot be written.
    """

    factor: float
    rows: int = 0
    is_of_all: bool = False
    said: Unread | None = None


@dataclass
class Network:
    """A network that the script builds. `is_inner`: another one contains it; `is_trained`: it is fitted.

    `of_fit` is what the last call of `fit` gave it, in line `fitted`. `remarks` are what is told of it.
    """

    parts: list[Part]
    line: int
    settings: dict[str, Any] = field(default_factory=dict)
    notes: list[Unread] = field(default_factory=list)
    data: object = None
    is_inner: bool = False
    is_trained: bool = False
    of_fit: dict[str, Any] = field(default_factory=dict)
    fitted: int = 0
    decay: Decay | None = None
    remarks: list[str] = field(default_factory=list)

    def begin_training(self, line: int, given: dict[str, Any]) -> None:
        """Keep that `fit` is called: again in a loop, for as many more epochs; elsewhere, in place of the
        former training, which is named."""
        epochs, before = given.get("epochs"), self.settings.get("epochs")
        if self.fitted == line and isinstance(epochs, int) and isinstance(before, int):
            given["epochs"] = before + epochs
        elif self.fitted and self.fitted != line:
            self.notes.append(Unread("another training", self.fitted))
            for key in self.of_fit:
                self.settings.pop(key, None)
        self.fitted, self.of_fit = line, dict(given)


@dataclass(frozen=True)
class Callback:
    """A callback of `fit`, as a mapping of its name to its arguments, and those that could not be read."""

    plain: Plain
    unread: tuple[Unread, ...] = ()


@dataclass(frozen=True)
class Defined:
    """A function or a class of the script."""

    node: ast.FunctionDef | ast.ClassDef


Inline = Callable[["Defined", ast.Call | None, "Scope"], Any]
"""What follows a call of a function or a class of the script."""


@dataclass(frozen=True)
class Count:
    """A number of rows, as a share of all rows and what is added to it: `len(rows) - 100`.

    `text` is the same number with all names but those of the rows written out.
    """

    share: float
    more: float = 0.0
    text: str = ""


class Scope:
    """The values of names; `self.units` is a name too. `plain` are those that a config can hold."""

    def __init__(self, other: "Scope | None" = None) -> None:
        self.plain: dict[str, Plain] = dict(other.plain) if other else {}
        self.objects: dict[str, Any] = dict(other.objects) if other else {}

    def bind(self, name: str, value: Any) -> None:
        """Give a name its value, unless it has more parts than can be written: `a = [a, a]` doubles them."""
        self.unbind(name)
        if _is_bounded(value):
            (self.plain if is_plain(value) else self.objects)[name] = value

    def unbind(self, name: str) -> None:
        """Forget a name: what it stands for now is not known."""
        self.plain.pop(name, None)
        self.objects.pop(name, None)


def _is_bounded(value: Any) -> bool:
    left, count = [value], 0
    while left and count <= _MOST_VALUES:
        one, count = left.pop(), count + 1
        left += one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
    return count <= _MOST_VALUES


def is_plain(value: Any) -> bool:
    """Whether it is a value that a config could have, in lists or not."""
    if isinstance(value, list):
        return all(map(is_plain, value))
    return value is None or isinstance(value, bool | int | float | str | dict)


def dotted(node: ast.expr) -> str:
    """`self.fc1` as it is written; empty for anything but names."""
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return node.id if isinstance(node, ast.Name) else ""


@dataclass(frozen=True)
class Setting:
    """A value that a script sets, and how to name it where the config has no place for it."""

    value: Plain
    said: Unread


@dataclass(frozen=True)
class Pace:
    """How often a schedule is stepped: after `every` so many batches if it `is_by_batch`, or epochs."""

    is_by_batch: bool = False
    every: int = 1


@dataclass(eq=False)
class RowPart:
    """Some of the rows, which the script calls `names`: `share` of all rows, split off from `whole`.

    `is_first`: they are trained on, unless they are split again. `uses` are train, validation and test;
    `default` is what rows are for that are held back and not used. `said` is how to name the split.
    """

    names: tuple[str, ...]
    share: float
    said: Unread
    default: KeyPath
    is_first: bool = False
    whole: "RowPart | None" = None
    is_split: bool = False
    uses: set[str] = field(default_factory=set)

    @property
    def is_held_back(self) -> bool:
        return not self.is_first and not self.is_split


@dataclass
class Reading:
    """What was read so far.

    `loose` are layers that stand alone, `last` is the last tensor, `others` are settings from other calls
    than `compile` and `fit` by their paths, `of_training` those paths that calls for the training rows set.
    `scalers` are the names of what standardizes numbers, `computed` is what makes other numbers of columns,
    which may be a series.
    `other_targets` are what is computed from the targets, by other names, and `traces` say what has become
    of rows.
    `row_calls` make other rows of the rows, which have the `row_names` besides the usual ones.
    `batched` says of names whether what they stand for is counted in batches.
    `parts` are those that rows are split into, `row_parts` are they by the names that they have now, and
    `of_parts` the settings that come of them; `cuts` are the shares of slices by what they are,
    `uncounted` the slices whose shares are not known, and `slices` the shares of slices that nothing was done
    with yet, by their names.
    `augmentation` are layers before all others, `of_logits` is the activation that a loss of PyTorch's
    applies, `clipping` are the arguments of an optimizer that clip gradients, `decay` is that of PyTorch's
    optimizer, `fall` is a cosine that rises again after so many epochs, `pace` is that of a schedule,
    `counts_epochs` whether a loop over epochs was seen, and `left` is how many
    expressions may still be looked at.
    """

    networks: list[Network] = field(default_factory=list)
    loose: list[Part] = field(default_factory=list)
    last: Tensor = Tensor()
    settings: dict[str, Any] = field(default_factory=dict)
    notes: list[Unread] = field(default_factory=list)
    data: Any = None
    other_targets: dict[str, Unread] = field(default_factory=dict)
    traces: Traces = field(default_factory=Traces)
    row_calls: list[Unread] = field(default_factory=list)
    row_names: set[str] = field(default_factory=set)
    others: dict[KeyPath, Setting] = field(default_factory=dict)
    batched: dict[str, bool] = field(default_factory=dict)
    parts: list[RowPart] = field(default_factory=list)
    row_parts: dict[str, RowPart] = field(default_factory=dict)
    of_parts: set[KeyPath] = field(default_factory=set)
    cuts: dict[str, float] = field(default_factory=dict)
    uncounted: dict[str, Unread] = field(default_factory=dict)
    slices: dict[str, tuple[float, Unread]] = field(default_factory=dict)
    of_training: set[KeyPath] = field(default_factory=set)
    augmentation: list[Part] = field(default_factory=list)
    scalers: set[str] = field(default_factory=set)
    computed: list[Unread] = field(default_factory=list)
    of_logits: str = ""
    clipping: dict[str, Setting] = field(default_factory=dict)
    decay: Decay | None = None
    counts_epochs: bool = False
    fall: tuple[float, Unread] | None = None
    pace: Pace = Pace()
    left: int = 20_000

    def network(self, parts: list[Part], line: int) -> Network:
        """A new network of `parts`."""
        self.networks.append(Network(parts, line))
        return self.networks[-1]


def bounded(items: list[Any]) -> list[Any]:
    """The items, if they are not more than a network has. Raises Unreadable."""
    if len(items) > _MOST_PARTS:
        raise Unreadable
    return items
