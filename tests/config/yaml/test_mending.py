"""A text that is no YAML is mended where a likely slip of the pen explains it."""

from pathlib import Path

import pytest
from hypothesis import given

from mlpcli.config.yaml.mending import mend
from mlpcli.config.yaml.nodes import Node
from mlpcli.config.yaml.reader import read_text
from tests.config.yaml.test_reader import YAML_LIKE
from tests.damage import fuzzed


def read(text: str) -> Node:
    return read_text(text, "c.yaml", Path())


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("a:\n  b: 1\n   c: 2\n", "a:\n  b: 1\n  c: 2\n"),
        ("a:\n   b: 1\n  c: 2\n", "a:\n   b: 1\n   c: 2\n"),
        ("a:\n  - b\n - c\n", "a:\n  - b\n  - c\n"),
        ("a:\n\tb: 1\n", "a:\n  b: 1\n"),
        ("a: [1, 2\nb: 3\n", "a: [1, 2]\nb: 3\n"),
        ("a: {b: 1 c: 2}\n", "a: {b: 1, c: 2}\n"),
        ('a: "b\n', 'a: "b"\n'),
        ("a 1\nb: 2\n", "a: 1\nb: 2\n"),
        ("a: @b\n", 'a: "@b"\n'),
        ("a: 1\na: 2\n", "a: 1\n"),
        ("a: !!str 1\n", "a: 1\n"),
        ("a: {b: 1},\nc: 2\n", "a: {b: 1}\nc: 2\n"),
        ("a:\n  - b: {c: 1},\n  - d\n", "a:\n  - b: {c: 1}\n  - d\n"),
        ("a:\n  - b: {c: 1} // d\n  - e\n", "a:\n  - b: {c: 1} # d\n  - e\n"),
        ("a: {b: 1}; c: [2]\n", "a: {b: 1}\nc: [2]\n"),
        ("a: &x {b: 1e-3}\nc:\n  - d: {<<: *x, e: 2}\n", "a: &x {b: 1e-3}\nc:\n  - d: {b: 0.001, e: 2}\n"),
        ("a: &x {b: 1, e: 3}\nc:\n  - d: {e: 2, <<: *x}\n", "a: &x {b: 1, e: 3}\nc:\n  - d: {e: 2, b: 1}\n"),
        ("a: &x {b: 1}\nc: {<<: *x, b: 2}\n", "a: &x {b: 1}\nc: {b: 2}\n"),
        ("a: &x\n  b: 1\nc:\n  <<: *x\n  d: 2\n", "a: &x\n  b: 1\nc:\n  b: 1\n  d: 2\n"),
        ("a: &x {b: 1, d: 3}\nc:\n  d: 2\n  <<: *x\n", "a: &x {b: 1, d: 3}\nc:\n  d: 2\n  b: 1\n"),
        ("c:\n  <<: {b: [1, 2]}\n", "c:\n  b: [1, 2]\n"),
        (
            "a:\n  Dense:\n    b: 1\n  Dense:\n    b: 2\n",
            "a:\n  - Dense:\n      b: 1\n  - Dense:\n      b: 2\n",
        ),
    ],
)
def test_slip_is_mended(text: str, mended: str) -> None:
    found = mend(text, "c.yaml", read)
    assert found is not None
    assert found.text == mended
    assert len(found.problems) == 1


def test_every_slip_is_told_at_its_place() -> None:
    found = mend("a:\n\tb: 1\nd: @e\nc: [1, 2\n", "c.yaml", read)
    assert found is not None
    assert [problem.where for problem in found.problems] == ["c.yaml:2:1", "c.yaml:3:4", "c.yaml:4:4"]


def test_what_cannot_be_explained_is_left() -> None:
    assert mend("? {a: 1}\n: 2\n", "c.yaml", read) is None


@fuzzed
@given(YAML_LIKE)
def test_any_text_is_mended_or_left(text: str) -> None:
    found = mend(text, "c.yaml", read)
    if found is not None:
        read(found.text)
