import pytest

from mlpcli.config.load import loads
from mlpcli.errors import ConfigError, Problem

CONFIG = "data: {source: wine}\nlayers: [{Dense: {units: 3, activation: softmax}}]\n"


def problems(keys: int) -> list[Problem]:
    with pytest.raises(ConfigError) as caught:
        loads(CONFIG + "".join(f"key{number}: 1\n" for number in range(keys)), "wide.yaml")
    return list(caught.value.problems)


def test_a_mistake_says_what_it_changes() -> None:
    assert all(problem.edits for problem in problems(3))


def test_hundreds_of_keys_are_told_without_comparing_them_for_each_fix() -> None:
    """A config of a stranger can hold any number of them."""
    told = problems(1000)
    assert len(told) == 100
    assert not any(problem.edits for problem in told)
    assert all(problem.fix.startswith("remove it") for problem in told)
