"""What the template shows of the data."""

from collections.abc import Collection, Iterator

from mlpcli.config.config import Config
from mlpcli.data.sources.open_source import Treatment
from mlpcli.network.plan import Plan
from mlpcli.python_code import Call, Name

SHORT = {"train": "train", "validation": "val", "test": "test"}
"""What the script calls the rows of each split, behind `x_` and `y_`."""


def data_values(
    config: Config, plan: Plan, splits: Collection[str], wanted: Treatment, apart: bool
) -> dict[str, object]:
    """The template's variables, but for how the rows are read; `apart` says that test rows are by then."""
    classes = list(plan.facts.classes)
    given = config.training.class_weight
    return {
        "draws": list(_draws(wanted, splits, apart)),
        "classes": classes,
        "class_weight": given
        if given is None or given == "balanced"
        else {index: given.get(name, 1.0) for index, name in enumerate(classes)},
        "encoding": plan.objective.encoding,
        "splits": [short for name, short in SHORT.items() if name in splits],
    }


def _draws(wanted: Treatment, splits: Collection[str], apart: bool) -> Iterator[tuple[str, Call]]:
    """What is assigned, and the call: test rows are drawn first, and validation rows of what is left."""
    rest = ("x_train", "y_train") if apart else ("x", "y")
    for number, (split, share) in enumerate((("test", wanted.test), ("validation", wanted.validation))):
        if split not in splits or (split == "test" and apart):
            continue
        arguments = {"share": share, "seed": [Name("SEED"), number]}
        names = f"x_train, y_train, x_{SHORT[split]}, y_{SHORT[split]}"
        yield names, Call("hold_back", list(map(Name, rest)), arguments)
        rest = ("x_train", "y_train")
