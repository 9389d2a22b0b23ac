from pathlib import Path

import pytest

from mlpcli.config.load import load, loads
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


def test_what_several_keys_are_moved_to_is_written_once() -> None:
    text = "data: {source: mnist}\nlayers: [Flatten, Dense: 10]\nepochs: 9\nbatch: 64\n"
    with pytest.raises(ConfigError) as caught:
        loads(text, "c.yaml")
    first, second = caught.value.problems
    assert first.fix.endswith("training:\n  epochs: 9\n  batch_size: 64")
    assert second.fix == "take it out: the lines of the fix above have it"


def test_the_lines_between_mended_ones_are_shown_too(tmp_path: Path) -> None:
    text = "data\uff1a\n  source: mnist\nlayers\uff1a [Flatten, Dense: 10]\n"
    (tmp_path / "c.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load([tmp_path / "c.yaml"])
    assert "data:\n  source: mnist\nlayers: [" in caught.value.problems[0].fix
