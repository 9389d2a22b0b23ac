"""The template's variables for the data."""

from collections.abc import Collection, Iterator

from mlpcli.config.config import Config
from mlpcli.data.sources.open_source import Reading, Treatment
from mlpcli.network.plan import Plan
from mlpcli.python_code import Call, Name

SHORT = {"train": "train", "validation": "val", "test": "test"}
"""The script's name of each split, after `x_` and `y_`."""


def data_values(
    config: Config, plan: Plan, splits: Collection[str], wanted: Treatment, reading: Reading
) -> dict[str, object]:
    """All except the code that reads the rows, which is `reading`."""
    classes = list(plan.facts.classes)
    given = config.training.class_weight
    return {
        "draws": list(_draws(wanted, splits, reading)),
        "classes": classes,
        "class_weight": given
        if given is None or given == "balanced"
        else {index: given.get(name, 1.0) for index, name in enumerate(classes)},
        "encoding": plan.objective.encoding,
        "splits": [short for name, short in SHORT.items() if name in splits],
    }


def _draws(wanted: Treatment, splits: Collection[str], reading: Reading) -> Iterator[tuple[str, Call]]:
    """Assigned names and calls: test rows are drawn first, then validation rows from the rest."""
    rest = ["x_train", "y_train"] if reading.apart else ["x", "y"]
    hold_back, groups = ("hold_back_groups", ["group"]) if reading.is_grouped else ("hold_back", [])
    for number, (split, share) in enumerate((("test", wanted.test), ("validation", wanted.validation))):
        if split not in splits or split in reading.apart:
            continue
        arguments = {"share": share, "seed": [Name("SEED"), number]}
        names = ", ".join(["x_train", "y_train", *groups, f"x_{SHORT[split]}", f"y_{SHORT[split]}"])
        yield names, Call(hold_back, list(map(Name, [*rest, *groups])), arguments)
        rest = ["x_train", "y_train"]
