"""What an input really is, where the user or the input itself says so."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.data.bad_values import listed
from mlpcli.data.dataset import Array
from mlpcli.data.preprocessing import Preprocessing
from mlpcli.data.tables.schema import NumberFormat
from mlpcli.errors import UsageError
from mlpcli.inference.inputs.number_rows import numbers_of


@dataclass(frozen=True)
class Truth:
    """`label` as it is shown; `targets` `[1]` int32 class numbers, or `[1, targets]` float32; and where it is
    from, the `source`: `--truth`, `folder` or the name of a column."""

    label: str
    targets: Array
    source: str


def given_truth(text: str, facts: DataFacts) -> Truth:
    """The truth that the user gives: the name of a class, or the numbers to predict with commas between them.

    Raises UsageError for anything else.
    """
    if facts.classes:
        if text not in facts.classes:
            raise UsageError(
                f"--truth {text} is no class of the network: "
                f"{listed([*facts.classes], len(facts.classes), 'class')}",
                f"write a class, such as --truth {facts.classes[0]}",
            )
        return _of_class(text, facts, "--truth")
    numbers = numbers_of(text)
    if numbers is None or len(numbers) != facts.targets:
        expected = "a number" if facts.targets == 1 else f"{facts.targets} numbers"
        example = ",".join(["0.5"] * facts.targets)
        raise UsageError(f"--truth {text}: expected {expected}", f"write --truth {example}")
    return Truth(text, np.array([numbers], np.float32), "--truth")


def own_truth(
    name: str,
    cells: Mapping[str, Any],
    facts: DataFacts,
    preprocessing: Preprocessing,
    form: NumberFormat | None = None,
) -> Truth | None:
    """The truth that an input called `name` has itself: the class of the folder that it is in, or the cells
    of the target's columns, whose numbers have this form or that of the training file. None if it has none,
    or none that the network knows."""
    if preprocessing.table is None:
        folder = Path(name).parent.name
        is_image = facts.kind == "image" and folder in facts.classes
        return _of_class(folder, facts, "folder") if is_image else None
    schema = preprocessing.table
    form = form or schema.numbers
    texts = ["" if cells.get(name) is None else str(cells[name]).strip() for name in schema.targets]
    if facts.classes:
        # Imported here because other data needs no Polars.
        from mlpcli.data.tables.class_spellings import class_of

        label = class_of(texts[0], schema.labels, facts.classes, form)
        return _of_class(label, facts, schema.targets[0]) if label in facts.classes else None
    numbers = [numbers_of(_ungrouped(text, form).replace(form.decimal, ".")) for text in texts]
    if any(found is None or len(found) != 1 for found in numbers):
        return None
    targets = [found[0] for found in numbers if found]
    return Truth(", ".join(texts), np.array([targets], np.float32), ", ".join(schema.targets))


def _ungrouped(text: str, form: NumberFormat) -> str:
    """Blanks of any width group digits alike."""
    return "".join(text.split()) if form.thousands.isspace() else text.replace(form.thousands or "\0", "")


def _of_class(label: str, facts: DataFacts, source: str) -> Truth:
    return Truth(label, np.array([facts.classes.index(label)], np.int32), source)
