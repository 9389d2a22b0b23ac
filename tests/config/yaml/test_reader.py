"""The reader gives plain values with their positions, or says what it cannot read."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mlpcli.config.yaml.missing_files import other_file
from mlpcli.config.yaml.nodes import (
    MappingNode,
    Node,
    Position,
    ScalarNode,
    SequenceNode,
    position_of,
    to_plain,
)
from mlpcli.config.yaml.reader import OF_A_CONFIG, OF_A_RESOLVED_CONFIG, Limits, read_file, read_text
from mlpcli.errors import ConfigError

MOST_EXAMPLES = max(300, settings().max_examples)
# Characters and words that YAML gives a meaning to.
PIECES = st.sampled_from(
    [
        *"[]{}:,-?&*!|>'\"%@`#\n\t \r\\",
        "---",
        "...",
        "<<",
        ": ",
        "- ",
        "\n  ",
        "&a ",
        "*a",
        "!!str ",
        "%YAML 1.1\n",
    ]
    + ["layers", "Dense", "1e-3", "no", "~", "\ufeff", "\x00", "\x85", "\u2028", "\ud800", "\U0001f600"]
)
YAML_LIKE = st.lists(PIECES | st.text(max_size=3), max_size=40).map("".join)


def read(text: str) -> Node:
    return read_text(text, "f.yaml", Path("folder"))


def test_values_are_plain() -> None:
    text = "a: 1\nb: [x, 2.5, null, true]\nc: {d: 'no', e: \"1\"}\n"
    assert to_plain(read(text)) == {"a": 1, "b": ["x", 2.5, None, True], "c": {"d": "no", "e": "1"}}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no: 1", {"no": 1}),
        ("1: a", {"1": "a"}),
        ("1e3: a", {"1e3": "a"}),
        ("true: a", {"true": "a"}),
        ("a: |\n  x\n  y\n", {"a": "x\ny\n"}),
        ("a: &x [1]\nb: *x\n", {"a": [1], "b": [1]}),
        ("# only a comment before\na: 1", {"a": 1}),
        ("a: 'it''s'", {"a": "it's"}),
        ("a: '012'", {"a": "012"}),
        ("a: é", {"a": "é"}),
        ("a:\n", {"a": None}),
        ("a: '<<'\n'<<': 1", {"a": "<<", "<<": 1}),
    ],
)
def test_reads(text: str, value: object) -> None:
    assert to_plain(read(text)) == value


def test_every_node_knows_its_position() -> None:
    node = read("a: 1\nb:\n  - x\n  - c: 3\n")
    assert isinstance(node, MappingNode)
    assert position_of(node, ("b",)) == Position("f.yaml", 2, 1)
    assert position_of(node, ("b", 1)) == Position("f.yaml", 4, 5)
    assert position_of(node, ("b", 1, "c")) == Position("f.yaml", 4, 5)
    assert position_of(node, ("b", 9)) == Position("f.yaml", 2, 1)


def test_columns_count_characters_and_not_bytes() -> None:
    node = read("é: {ü: 1}")
    assert position_of(node, ("é", "ü")) == Position("f.yaml", 1, 5)


def test_scalars_know_the_folder_they_came_from() -> None:
    node = read("a")
    assert node == ScalarNode("a", Position("f.yaml", 1, 1), Path("folder"))


def test_alias_keeps_the_position_of_what_it_names() -> None:
    node = read("a: &x [1]\nb: *x\n")
    assert isinstance(node, MappingNode)
    assert isinstance(node.entries[1].value, SequenceNode)
    assert node.entries[1].value.position == Position("f.yaml", 1, 4)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_file_may_begin_with_a_byte_order_mark(mark: str, tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text(f"{mark}a: 1", encoding="utf-8")
    assert to_plain(read_file(tmp_path / "c.yaml")) == {"a": 1}


def test_file_of_the_largest_size_is_read(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_bytes(b"a: 1 #".ljust(OF_A_CONFIG.bytes, b"x"))
    assert to_plain(read_file(tmp_path / "c.yaml")) == {"a": 1}


@pytest.mark.parametrize(
    ("name", "message", "fix"),
    [
        ("missing.yaml", "there is no such file", "check the path, or create one: mlpcli init"),
        (".", "this is a folder", "name a YAML file in it"),
        ("file.yaml/c.yaml", "cannot be read: Not a directory", "check the path and its permissions"),
        ("nul\0.yaml", "cannot be read: embedded null byte", "check the path and its permissions"),
        ("x" * 300, "cannot be read: File name too long", "check the path and its permissions"),
    ],
)
def test_unreadable_path(name: str, message: str, fix: str, tmp_path: Path) -> None:
    (tmp_path / "file.yaml").touch()
    with pytest.raises(ConfigError) as caught:
        read_file(tmp_path / name)
    (problem,) = caught.value.problems
    assert (problem.message, problem.fix) == (message, fix)
    assert problem.where == str(tmp_path / name)


@pytest.mark.parametrize("depth", [30, 5000])
def test_depth_ends_in_a_message_and_not_in_a_recursion_error(depth: int) -> None:
    text = "[" * depth + "]" * depth
    if depth < 32:
        assert isinstance(read(text), SequenceNode)
    else:
        with pytest.raises(ConfigError):
            read(text)


def test_aliases_count_as_much_as_they_stand_for() -> None:
    ten_thousand = f"[{'x,' * 9_999}x]"
    assert isinstance(read(f"[&a {ten_thousand}, *a, *a, *a]"), SequenceNode)
    with pytest.raises(ConfigError, match="1 mistake"):
        read(f"[&a {ten_thousand}, *a, *a, *a, *a]")


@settings(max_examples=MOST_EXAMPLES)
@given(st.text(max_size=60) | YAML_LIKE)
@example("? - a\n: b")
@example("!<tag:yaml.org,2002:python/none> ''")
@example("a: \ud800")
def test_any_text_gives_a_node_or_a_config_error(text: str) -> None:
    try:
        node = read(text)
    except ConfigError as error:
        assert len(error.problems) == 1
    else:
        assert isinstance(node, ScalarNode | SequenceNode | MappingNode)


@pytest.mark.parametrize("limits", [OF_A_CONFIG, OF_A_RESOLVED_CONFIG], ids=["config", "resolved"])
@pytest.mark.parametrize("text", ["a: é\x07b", "éééééé\x07", "a:\n  é: \x07"])
def test_a_character_that_is_not_allowed_is_found_by_both_parsers(text: str, limits: Limits) -> None:
    with pytest.raises(ConfigError) as caught:
        read_text(text, "f.yaml", Path(), limits)
    (problem,) = caught.value.problems
    line = text.splitlines()[-1]
    assert problem.where == f"f.yaml:{text.count(chr(10)) + 1}:{line.index(chr(7)) + 1}"
    assert problem.message == "the character U+0007 is not allowed in YAML"


@pytest.mark.parametrize("text", ['a: "\\ud800"', '["\\udce9"]', '{"\\ud83d\\ude00": 1}'])
def test_half_a_character_is_refused(text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(text)
    (problem,) = caught.value.problems
    assert problem.message.endswith("is half of a surrogate pair")
    assert problem.fix == "write the whole character, such as \\U0001F600"


@pytest.mark.parametrize("limits", [OF_A_CONFIG, OF_A_RESOLVED_CONFIG], ids=["config", "resolved"])
@settings(max_examples=MOST_EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=60) | YAML_LIKE.map(lambda text: text.encode("utf-8", "replace")))
@example(data=b"\xff\xfea\x00")
@example(data=b"a: \xed\xa0\x80")
def test_any_bytes_give_a_node_or_a_config_error(tmp_path: Path, limits: Limits, data: bytes) -> None:
    file = tmp_path / "c.yaml"
    file.write_bytes(data)
    try:
        node = read_file(file, limits)
    except ConfigError as error:
        assert error.problems[0].where.startswith(f"{file}:")
    else:
        assert isinstance(node, ScalarNode | SequenceNode | MappingNode)


@pytest.mark.parametrize("name", ["mlp", "mlp.yml", "mlp.json"])
def test_a_missing_file_beside_one_of_nearly_its_name(name: str, tmp_path: Path) -> None:
    (tmp_path / "mlp.yaml").touch()
    with pytest.raises(ConfigError) as caught:
        read_file(tmp_path / name)
    assert caught.value.problems[0].fix == f"did you mean {tmp_path / 'mlp.yaml'}?"


def test_a_key_in_place_of_a_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        read_file(tmp_path / "epochs=5")
    assert "such as --set training.epochs=5" in caught.value.problems[0].fix


def test_a_missing_file_of_a_name_that_can_be_no_longer(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        read_file(tmp_path / ("x" * 253))
    assert caught.value.problems[0].fix == "check the path, or create one: mlpcli init"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("xor_mpl.yaml", "xor_mlp.yaml"),
        ("xor_mpl", "xor_mlp.yaml"),
        ("digits", "configs/digits.yaml"),
        ("configs/digts.yaml", "configs/digits.yaml"),
    ],
)
def test_a_misspelled_path_is_suggested(written: str, meant: str, tmp_path: Path) -> None:
    (tmp_path / "configs").mkdir()
    (tmp_path / "xor_mlp.yaml").touch()
    (tmp_path / "configs" / "digits.yaml").touch()
    assert other_file(tmp_path / written) == f"did you mean {tmp_path / meant}?"


@pytest.mark.parametrize(
    ("written", "fix"),
    [
        ("wine_dropout_mlp", "write that example first: mlpcli init --template wine_dropout_mlp"),
        ("letters.yaml", "check the path, or create one: mlpcli init"),
        ("nowhere/letters.yaml", "check the path, or create one: mlpcli init"),
    ],
)
def test_a_path_like_no_other_is_made(written: str, fix: str, tmp_path: Path) -> None:
    assert other_file(tmp_path / written) == fix
