"""Rows of a table with their targets, other than a run's own."""

from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.data.preprocessing import Preprocessing
from mlpcli.data.tables.matching import matched
from mlpcli.data.tables.targets import known_classes, numbers
from mlpcli.errors import DataError
from mlpcli.inference.inputs.labelled_rows import LabelledRows
from mlpcli.inference.inputs.predict_inputs import Inputs
from mlpcli.inference.inputs.table_rows import batches_of, notices_of, open_file, read_part, schema_of

_AS_TRAINED = "give numbers as the training file has them, or remove these rows"


def open_labelled_table(path: Path, facts: DataFacts, preprocessing: Preprocessing) -> LabelledRows:
    """The rows of a table and their targets, which are in the columns that they were in for training.

    Raises DataError as `open_tables` does, and for targets that are missing or unknown.
    """
    schema = schema_of(preprocessing)
    file = open_file(str(path), schema)
    found = matched(file, schema, targets=True)
    if facts.classes:
        targets: NDArray[Any] = known_classes(
            found.file,
            schema.targets[0],
            facts.classes,
            schema.labels,
            found.numbers.form,
            schema.missing,
            lambda unknown: "write the classes as in training, or remove these rows",
        )
    else:
        try:
            targets = numbers(found.file, schema.targets, found.numbers.form, schema.missing)
        except DataError as error:
            raise DataError(error.message, _AS_TRAINED) from error
    part, _ = read_part(file, schema)
    batches = batches_of([part], (), facts, preprocessing)
    notices = tuple(notices_of(part, found, preprocessing))
    return LabelledRows(Inputs(len(file), batches, (), notices), targets)
