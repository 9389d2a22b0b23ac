"""Whatever a beginner writes, the fixes of one round, done to the letter, leave a config that trains."""

from pathlib import Path

import pytest

from tests.config.beginners import MISTAKES, Beginner
from tests.config.fixed import fixed, mistakes


@pytest.mark.parametrize("beginner", MISTAKES, ids=[one.name for one in MISTAKES])
def test_fixes_of_one_round_are_enough(beginner: Beginner, tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    file.write_text(beginner.text)
    told = mistakes([file], (), beginner.facts)
    assert told
    fixed([file], (), told)
    assert mistakes([file], (), beginner.facts) == ()
    for line in beginner.keeps:
        assert line in file.read_text()


def test_there_are_fifty_of_them() -> None:
    assert len({one.name for one in MISTAKES}) >= 50
