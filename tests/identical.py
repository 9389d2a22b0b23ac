"""Two runs of one training that are the same to the last bit."""

import numpy as np

from mlpcli.runs.folder import RunFolder
from mlpcli.training.checkpoints import checkpoint_file


def rows(folder: RunFolder) -> list[list[str]]:
    """metrics.csv without the seconds."""
    header, *lines = (line.split(",") for line in folder.metrics.read_text().splitlines())
    seconds = header.index("seconds")
    return [[cell for index, cell in enumerate(cells) if index != seconds] for cells in (header, *lines)]


def assert_same(folder: RunFolder, straight: RunFolder) -> None:
    """The same weights to the last bit, the same rows, and nothing that was left behind."""
    for one, other in ((folder.last, straight.last), (folder.best, straight.best)):
        found, expected = checkpoint_file.read(one), checkpoint_file.read(other)
        assert found.place == expected.place
        assert found.tensors.keys() == expected.tensors.keys()
        for name, value in expected.tensors.items():
            np.testing.assert_array_equal(found.tensors[name], value, err_msg=name)
    assert rows(folder) == rows(straight)
    assert not [*folder.path.rglob("*.tmp")]
