"""A fix, done to the letter, removes the mistake and brings no new one in its place."""

import re
from pathlib import Path

import pytest
from hypothesis import given

from mlpcli.errors import Problem
from tests.config.broken.row import Broken
from tests.config.fixed import fixed, mistakes
from tests.config.mutated import mutated
from tests.config.test_broken_configs import ROWS
from tests.config.test_load import WHOLE
from tests.damage import fuzzed
from tests.facts import MNIST

# What no edit of a few lines can mend: there is no config yet, or it is not one that a person wrote.
_NO_EDIT = frozenset(
    {
        "alias bomb",
        "byte order mark alone",
        "deep nesting",
        "empty file",
        "JSON in quotes",
        "only a document start",
        "only comments",
        "question mark key",
        "scalar at top level",
        "second file empty",
        "too large",
        "too many values",
    }
)


def written(folder: Path, row: Broken) -> list[Path]:
    files = (
        {"config.yaml": row.text}
        if row.second is None
        else {"config.yaml": row.text, "second.yaml": row.second}
    )
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return [folder / name for name in files]


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_all_fixes_of_one_round_leave_no_mistake(row: Broken, tmp_path: Path) -> None:
    files = written(tmp_path, row)
    told = mistakes(files, row.overrides, row.facts)
    assert told
    if row.name in _NO_EDIT:
        return
    overrides = fixed(files, row.overrides, told)
    assert mistakes(files, overrides, row.facts) == ()


_SEVERAL = [row for row in ROWS if row.more]


@pytest.mark.parametrize("row", _SEVERAL, ids=[row.name for row in _SEVERAL])
def test_each_fix_of_several_removes_its_mistake_and_brings_no_new_one(row: Broken, tmp_path: Path) -> None:
    files = written(tmp_path, row)
    told = mistakes(files, row.overrides, row.facts)
    known = set(map(_named, told))
    for problem in told:
        if row.name in _NO_EDIT:
            continue
        assert problem.edits
        files = written(tmp_path, row)
        overrides = fixed(files, row.overrides, [problem])
        left = set(map(_named, mistakes(files, overrides, row.facts)))
        assert _named(problem) not in left
        assert left <= known


def _named(problem: Problem) -> tuple[str, str]:
    """A mistake, wherever other fixes have moved it to."""
    return re.sub(r"\[\d+\]", "[]", problem.subject), re.sub(r"line \d+", "line", problem.message)


def texts(folder: Path, text: str) -> list[str]:
    """The fixes that a user is told."""
    (folder / "c.yaml").write_text(text)
    return [problem.fix for problem in mistakes([folder / "c.yaml"], (), MNIST)]


def test_lines_of_several_fixes_are_told_once(tmp_path: Path) -> None:
    assert texts(tmp_path, "training: {epochs: 5}\n") == [
        "add data: {source: mnist}",
        "add layers: [Flatten, {Dense: {units: 10, activation: softmax}}]",
    ]
    told = texts(tmp_path, "trainer: {epochs: 5}\n")
    assert [fix.count("source: mnist") for fix in told] == [1, 0, 0]
    assert told[1:] == ["write: the lines of the fix above"] * 2


def test_lines_that_belong_elsewhere_say_where(tmp_path: Path) -> None:
    layers = "layers: [Flatten, {Dense: {units: 10, activation: softmax}}]\n"
    assert texts(tmp_path, f"data: {{source: mnist}}\n{layers}seed: 1\nfit: {{validation_split: 0.2}}\n") == [
        "write instead:\nin place of line 1:\ndata: {source: mnist, validation: 0.2}"
    ]
    assert texts(tmp_path, f"fit: {{validation_split: 0.2}}\nseed: 1\ndata:\n  source: mnist\n{layers}") == [
        "write instead:\nbelow line 4:\n  validation: 0.2"
    ]


@fuzzed
@given(mutated([WHOLE]))
def test_fixes_of_any_config_can_be_made(tmp_path: Path, text: str) -> None:
    file = tmp_path / "c.yaml"
    file.write_bytes(text.encode("utf-8", "replace"))
    told = mistakes([file], (), MNIST)
    fixed([file], (), told)
    assert all(problem.message and problem.fix for problem in mistakes([file], (), MNIST))
