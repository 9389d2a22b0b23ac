import pytest

from mlpcli.config import sources
from mlpcli.data.files.http import open_url
from mlpcli.data.sources import open_source


@pytest.mark.parametrize(
    ("gate", "answers"),
    [("and", [0, 0, 0, 1]), ("or", [0, 1, 1, 1]), ("nand", [1, 1, 1, 0]), ("xor", [0, 1, 1, 0])],
)
def test_truth_tables(gate, answers):
    original = open_source(sources.Gates(source="gates", gate=gate)).read(0, None, open_url)
    assert original.train.inputs.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert original.train.targets.tolist() == answers
    assert original.test is original.train
