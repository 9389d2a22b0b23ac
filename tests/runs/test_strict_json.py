import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlpcli.errors import RunError
from mlpcli.runs.strict_json import parse, read_json, with_nulls


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is not valid JSON"),
        (b"{", "is not valid JSON"),
        (b"[NaN]", "NaN is not a JSON number"),
        (b"[-Infinity]", "-Infinity is not a JSON number"),
        (b"[1e999]", "1e999 is too large a number"),
        (b"9" * 5000, "is not valid JSON"),
        (b'{"a": 1, "a": 2}', "the key 'a' appears twice"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b"\xff\xfe", "is not UTF-8 text"),
        (b"\xef\xbb\xbf{}", "is not valid JSON"),
        (b" " * (1024 * 1024 + 1), "is larger than 1,048,576 bytes"),
    ],
)
def test_refuses_what_is_not_strict_json(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "run.json"
    path.write_bytes(content)
    with pytest.raises(RunError) as caught:
        read_json(path)
    assert caught.value.exit_code == 4
    assert caught.value.message.startswith(f"{path} ")
    assert reason in caught.value.message
    assert "restore the file from a copy" in caught.value.fix


def test_a_missing_file_is_a_run_error(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="is missing") as caught:
        read_json(tmp_path / "run.json")
    assert "restore the file from a copy" in caught.value.fix


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="is not a file"):
        read_json(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "run.json")
    with pytest.raises(RunError, match="is not a file"):
        read_json(tmp_path / "run.json")


@given(st.text())
def test_any_text_is_a_value_or_a_value_error(text: str) -> None:
    try:
        parse(text)
    except ValueError:
        pass


def test_what_json_has_no_number_for_becomes_null() -> None:
    value = {"a": float("nan"), "b": [float("inf"), 1, "x"], "c": ({"d": -float("inf")}, None, 0.5)}
    assert with_nulls(value) == {"a": None, "b": [None, 1, "x"], "c": [{"d": None}, None, 0.5]}
