"""The text after the changes says what the edited document does."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlpcli.config.yaml.changes import changes
from mlpcli.config.yaml.edits import Edit, Insert, Put, Remove, Rename, edited
from mlpcli.config.yaml.line_edits import apply_line_edits, as_lines, split_lines
from mlpcli.config.yaml.nodes import KeyPath, Plain, to_plain
from mlpcli.config.yaml.reader import read_text
from tests.damage import fuzzed

TEXT = """\
# A comment.
name: whole   # not the file's
data: {source: mnist,
  validation: 0.1}
layers:
  - Conv2D: {filters: 8, kernel_size: [3, 3]}

  - Flatten:
  - Dense:
      units: 64  # many
      activation: relu
  - {Dense: {units: 10}}
  -
training:
  metrics: [accuracy]
  early_stopping:
    patience: 2
"""
PATHS: tuple[KeyPath, ...] = (
    ("name",),
    ("data",),
    ("data", "source"),
    ("data", "validation"),
    ("layers",),
    ("layers", 0),
    ("layers", 0, "Conv2D"),
    ("layers", 0, "Conv2D", "kernel_size"),
    ("layers", 1),
    ("layers", 1, "Flatten"),
    ("layers", 2),
    ("layers", 2, "Dense"),
    ("layers", 2, "Dense", "units"),
    ("layers", 2, "Dense", "name"),
    ("layers", 3),
    ("layers", 3, "Dense", "units"),
    ("layers", 4),
    ("training",),
    ("training", "epochs"),
    ("training", "metrics"),
    ("training", "metrics", 0),
    ("training", "early_stopping"),
    ("training", "early_stopping", "patience"),
    ("optimizer", "Adam", "beta_1"),
)
VALUES = st.sampled_from(
    [1, 0.5, "relu", None, True, [1, 2], {}, {"Dense": {"units": 3}}, ["a", {"B": None}], "a: b"]
)
EDITS = st.one_of(
    st.builds(Put, st.sampled_from(PATHS), VALUES),
    st.builds(Remove, st.sampled_from(PATHS)),
    st.builds(
        Rename, st.sampled_from([path for path in PATHS if isinstance(path[-1], str)]), st.just("other")
    ),
    st.builds(Insert, st.sampled_from([("layers", 0), ("layers", 2), ("layers", 5)]), VALUES),
)


def after(text: str, *edits: Edit) -> str:
    before = read_text(text, "c.yaml", Path())
    lines = split_lines(text)
    found = [edit for edit, _ in as_lines(changes(before, edited(before, edits)), "c.yaml", lines)]
    return "".join(f"{line}\n" for line in apply_line_edits(lines, found))


@fuzzed
@given(st.lists(EDITS, min_size=1, max_size=4))
def test_text_and_document_agree(edits: list[Edit]) -> None:
    document = edited(read_text(TEXT, "c.yaml", Path()), edits)
    assert to_plain(read_text(after(TEXT, *edits), "c.yaml", Path())) == to_plain(document)


@pytest.mark.parametrize(
    ("text", "edit", "changed"),
    [
        ("a: 1\nb: 2 # two\n", Put(("b",), 3), "a: 1\nb: 3 # two\n"),
        ("a: 1\nb: 2\n", Remove(("a",)), "b: 2\n"),
        ("a: 1 # one\nb: 2\n", Put(("c",), "x"), "a: 1 # one\nb: 2\nc: x\n"),
        ("a:\n  b: 1\nc: 2\n", Put(("a", "d"), [1, 2]), "a:\n  b: 1\n  d: [1, 2]\nc: 2\n"),
        ("a: {b: 1}\n", Put(("a", "c"), 2), "a: {b: 1, c: 2}\n"),
        ("a: {b: 1, c: 2}\n", Remove(("a", "b")), "a: {c: 2}\n"),
        ("a: {b: 1}\n", Rename(("a", "b"), "c"), "a: {c: 1}\n"),
        ("- a\n- b: 1\n", Insert((1,), "x"), "- a\n- x\n- b: 1\n"),
        ("- a\n- b\n", Insert((2,), {"c": {"d": 1}}), "- a\n- b\n- c: {d: 1}\n"),
        ("- a\n- b: 1\n  c: 2\n- d\n", Remove((1,)), "- a\n- d\n"),
        ("- b: 1\n  c: 2\n", Remove((0, "b")), "- c: 2\n"),
        ("a:\nb: 1\n", Put(("a",), 3), "a: 3\nb: 1\n"),
        ("a: 1", Put(("b",), 2), "a: 1\nb: 2\n"),
        ("a: no\n", Put(("a",), "no"), "a: no\n"),
        ("a: x\n", Put(("a",), "012"), 'a: "012"\n'),
    ],
)
def test_only_what_changes_is_touched(text: str, edit: Any, changed: str) -> None:
    assert after(text, edit) == changed


def test_plain_values_come_back() -> None:
    values: list[Plain] = [
        0,
        -1.5,
        1e-7,
        "",
        " ",
        "no",
        "1",
        "1e3",
        "a: b",
        "# c",
        "- d",
        "é",
        "\n",
        float("inf"),
    ]
    for value in values:
        text = after("a: 1\n", Put(("a",), value))
        assert to_plain(read_text(text, "c.yaml", Path())) == {"a": value}
