"""What a network predicts, in words."""

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.data.preprocessing import Preprocessing


def task_in_words(facts: DataFacts, preprocessing: Preprocessing) -> str:
    """What is predicted from what: `10 classes from images of 28 x 28 x 1`."""
    what = f"{len(facts.classes):,} classes" if facts.classes else f"{facts.targets:,} numbers"
    if facts.targets == 1:
        what = "A number"
    table = preprocessing.table
    taken = facts.wanted
    if table:
        taken = (
            "a column of a table" if len(table.columns) == 1 else f"{len(table.columns):,} columns of a table"
        )
    return f"{what} from {taken}"
