"""The template's variables for the data."""

from collections.abc import Collection, Iterator

from mlpcli.config.config import Config
from mlpcli.data.sources.open_source import Treatment
from mlpcli.network.plan import Plan
from mlpcli.python_code import Call, Name

SHORT = {"train": "train", "validation": "val", "test": "test"}
"""The script's name of each split, after `x_` and `y_`."""


def data_values(
    config: Config, plan: Plan, splits: Collection[str], wanted: Treatment, apart: bool
) -> dict[str, object]:
    """All except the code that reads the rows; `apart` says whether that separates the test rows."""
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
    """Assigned names and calls: test rows are drawn first, then validation rows from the rest."""
    rest = ("x_train", "y_train") if apart else ("x", "y")
    for number, (split, share) in enumerate((("test", wanted.test), ("validation", wanted.validation))):
        if split not in splits or (split == "test" and apart):
            continue
        arguments = {"share": share, "seed": [Name("SEED"), number]}
        names = f"x_train, y_train, x_{SHORT[split]}, y_{SHORT[split]}"
        yield names, Call("hold_back", list(map(Name, rest)), arguments)
        rest = ("x_train", "y_train")
