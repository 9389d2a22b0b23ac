"""Mappings in which a key names a class, as other tools write them: `{type: Adam, params: {lr: 0.01}}`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from mlpcli.config.yaml.nodes import Plain

# Keys under which other tools name the class of a layer or an optimizer.
NAMES_OF_A_CLASS = ("class_name", "class", "type", "layer_type", "layer", "kind", "identifier", "name")
# Those of Lightning and of Hydra, with the module before the class.
PATHS_OF_A_CLASS = ("class_path", "_target_")
# Keys below which the arguments stand; Hydra's last one has them in order.
ARGUMENTS = frozenset(
    """
    init_args config params parameters kwargs args arguments options opts hyperparameters hparams _args_
    """.split()
)
# How Hydra is to make an object.
_OF_HYDRA = frozenset({"_partial_", "_convert_", "_recursive_"})


@dataclass(frozen=True)
class ClassForm:
    """A class by its name, with its arguments by name and in order. `key` names it, `module` is before it."""

    key: str
    name: str
    module: str = ""
    named: Mapping[str, Plain] = field(default_factory=dict)
    in_order: tuple[Plain, ...] = ()

    @property
    def of_pytorch(self) -> bool:
        """Whether its module is one of PyTorch's."""
        return self.module.partition(".")[0] == "torch"


def class_forms(value: Mapping[str, Plain]) -> Iterator[ClassForm]:
    """The classes that a mapping may mean, the likeliest first, in any letters of case."""
    keys = {key.lower(): key for key in reversed([*value])}
    for known in (*PATHS_OF_A_CLASS, *NAMES_OF_A_CLASS):
        written = value.get(key := keys.get(known, known))
        if not isinstance(written, str):
            continue
        module, _, name = written.rpartition(".") if known in PATHS_OF_A_CLASS else ("", "", written)
        named, in_order = arguments_beside(key, value)
        yield ClassForm(key, name, module, named, tuple(in_order))


def arguments_beside(key: str, value: Mapping[str, Plain]) -> tuple[dict[str, Plain], list[Plain]]:
    """The arguments beside the key that names a class, and those below another one; those in order apart."""
    named: dict[str, Plain] = {}
    in_order: list[Plain] = []
    for one, item in value.items():
        if one == key or one in _OF_HYDRA:
            continue
        if one.lower() not in ARGUMENTS or not isinstance(item, dict | list | None):
            named[one] = item
        elif isinstance(item, dict):
            named |= item
        elif isinstance(item, list):
            in_order += item
    return named, in_order
