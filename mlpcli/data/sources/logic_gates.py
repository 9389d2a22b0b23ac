"""Truth tables of logic gates."""

from typing import TYPE_CHECKING

from mlpcli.config.sources import generated as schemas
from mlpcli.data.sources.make_facts import facts_of, numbered
from mlpcli.data.sources.open_source import OpenSource, Reading

if TYPE_CHECKING:
    from mlpcli.data.dataset import SourceRows
    from mlpcli.data.files.http import Opener, Progress

_ROWS = ((0, 0), (0, 1), (1, 0), (1, 1))
_ANSWERS = {"and": (0, 0, 0, 1), "or": (0, 1, 1, 1), "nand": (1, 1, 1, 0), "xor": (0, 1, 1, 0)}


class Gates(OpenSource):
    """Four rows, used for both training and test."""

    section: schemas.Gates
    facts = facts_of("gates", "vector", (2,), numbered(2))
    training_count = len(_ROWS)

    def read(self, seed: int, progress: "Progress | None", opener: "Opener") -> "SourceRows":
        import numpy as np

        from mlpcli.data.dataset import SourceRows, Split

        targets = np.array(_ANSWERS[self.section.gate], dtype=np.int32)
        table = Split(np.array(_ROWS, dtype=np.float32), targets)
        return SourceRows(table, table)

    def script(self) -> Reading:
        code = (
            f'x_train = np.array({list(map(list, _ROWS))}, dtype="float32")\n'
            f"y_train = np.array({list(_ANSWERS[self.section.gate])})\n"
            "x_test, y_test = x_train, y_train\n"
        )
        return Reading(code, frozenset({"import numpy as np"}), apart=("test",))
