"""Checks of an Ensemble: where its head is, and that the layers between treat each member by itself."""

from collections.abc import Iterator, Sequence

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.config.layers import activation, core, normalization, table
from mlpcli.config.layers.base import Layer
from mlpcli.config.messages.finding import Finding, Fix
from mlpcli.config.types.axes import listed
from mlpcli.config.yaml.edits import Insert, Put, Remove
from mlpcli.config.yaml.nodes import KeyPath, Plain
from mlpcli.config.yaml.notation import item_text

_SHARED: tuple[type[Layer], ...] = (
    *core.LAYERS.values(),
    *activation.LAYERS.values(),
    *normalization.LAYERS.values(),
    table.Scale,
)


def ensemble_misfits(layers: Sequence[Layer], facts: DataFacts) -> Iterator[Finding]:
    """An Ensemble without its head or a head without its Ensemble, and layers that mix the members."""
    first = _place(layers, table.Ensemble)
    head = _place(layers, table.EnsembleHead)
    if first is None and head is not None:
        message = "gets a sequence, whose steps are no members: there is no Ensemble before it"
        yield Finding(_path(layers, head), message, "use Dense, or add Ensemble as the first layer")
    elif first is not None and (head is None or head < first):
        yield Finding(_path(layers, first), "has no EnsembleHead after it", _with_head(layers, facts))
    elif first is not None and head is not None:
        yield from _mixing(layers, first, head)
        for index in range(head + 1, len(layers)):
            yield Finding(
                _path(layers, index),
                "comes after EnsembleHead, which must be the last layer: it answers with the members' mean",
                Fix("remove it, or put it before EnsembleHead", (Remove(("layers", index)),)),
            )


def has_members(layers: Sequence[Layer]) -> bool:
    """Whether the network is an ensemble."""
    return _place(layers, table.EnsembleHead) is not None


def _mixing(layers: Sequence[Layer], first: int, head: int) -> Iterator[Finding]:
    for index in range(first + 1, head):
        layer = layers[index]
        axes = listed(getattr(layer, "axis", -1))
        if not isinstance(layer, _SHARED) or not set(axes) <= {-1, 2}:
            what = "mixes the members of the Ensemble" if isinstance(layer, _SHARED) else "takes no members"
            yield Finding(
                _path(layers, index),
                f"{what}: each must be computed by itself",
                Fix("remove it, or put it before Ensemble", (Remove(("layers", index)),)),
            )


def _with_head(layers: Sequence[Layer], facts: DataFacts) -> Fix:
    arguments: dict[str, Plain] = {"units": facts.targets or len(facts.classes)}
    if facts.task != "regression":
        arguments["activation"] = "softmax"
    head: Plain = {"EnsembleHead": arguments}
    last = len(layers) - 1
    if isinstance(layers[last], core.Dense):
        return Fix(f"write {item_text(head)} in place of the last Dense", (Put(("layers", last), head),))
    return Fix(f"add {item_text(head)} at the end", (Insert(("layers", last + 1), head),))


def _place(layers: Sequence[Layer], kind: type[Layer]) -> int | None:
    return next((index for index, layer in enumerate(layers) if isinstance(layer, kind)), None)


def _path(layers: Sequence[Layer], index: int) -> KeyPath:
    return ("layers", index, type(layers[index]).__name__)
