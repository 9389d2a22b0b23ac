from pathlib import Path

import polars as pl
import pytest

from mlpcli.errors import DataError
from tests.data.tables.files import read


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ('{"a": NaN, "b": 1}\n{"a": 2, "b": 2}\n', {"a": [None, 2], "b": [1, 2]}),
        ('\ufeff{"a": 1}\n{"a": 2}', {"a": [1, 2]}),
        ('{"a": true}\n{"a": 1}\n{"a": "x"}\n{"a": null}\n', {"a": ["true", "1", "x", None]}),
        ('{"a": true}\n{"a": NaN}\n', {"a": [True, None]}),
        ('{"a": NaN}\n{"a": 1.5}\n{"b": 1}\n', {"a": [None, 1.5, None], "b": [None, None, 1]}),
        (f'{{"a": NaN}}\n{{"a": {2**70}}}\n', {"a": [None, str(2**70)]}),
        ('{"a": "\\": 1", "b": null}\n{"a": "y", "b": 1}\n', {"a": ['": 1', "y"], "b": [None, 1]}),
    ],
)
def test_rows_are_read_as_they_are_meant(tmp_path: Path, text: str, columns: dict[str, list[object]]) -> None:
    assert read(tmp_path, text, "t.jsonl").frame.to_dict(as_series=False) == columns


def test_blank_lines_are_no_rows_and_count_as_lines(tmp_path: Path) -> None:
    file = read(tmp_path, '{"a": 1}\n\n \n{"a": 2}\n', "t.jsonl")
    assert (file.frame.height, file.place(0), file.place(1)) == (2, "line 1", "line 4")


def test_all_lines_that_are_no_objects_are_named(tmp_path: Path) -> None:
    text = '{"a": 1}\n[1]\n{"a": "x\n\n{"a" 1}\n{"a": 1, "b": 2, "a": 3}\n{"a": 2'
    with pytest.raises(DataError) as caught:
        read(tmp_path, text, "t.jsonl")
    assert caught.value.message == (
        f"{tmp_path / 't.jsonl'}: line 2 is no object; line 3 is cut off; line 5 is no JSON at character 6; "
        "line 6 has the key 'a' twice; line 7 is cut off; expected a JSON object in every line, with each "
        "key once"
    )
    assert caught.value.fix == "correct these lines, or remove them"


@pytest.mark.parametrize("text", ["{}", "{}\n{}\n"])
def test_objects_without_keys_are_no_table(tmp_path: Path, text: str) -> None:
    with pytest.raises(DataError, match="no object has a key"):
        read(tmp_path, text, "t.jsonl")


def test_a_key_that_is_there_twice_is_an_error_in_plain_lines_too(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="line 2 has the key 'a' twice; expected"):
        read(tmp_path, '{"a": 1, "b": null}\n{"a": 1, "a": 2}\n', "t.jsonl")


@pytest.mark.parametrize(
    "text", ['{"a": [1], "b": {"c": 1}, "d": 1}\n', '{"a": [1], "b": {"c": NaN}, "d": 1}\n']
)
def test_columns_of_lists_are_texts_that_nothing_is_predicted_from(tmp_path: Path, text: str) -> None:
    file = read(tmp_path, text * 2, "t.jsonl")
    assert list(file.nested) == ["a", "b"]
    assert file.frame.dtypes[:2] == [pl.String, pl.String]
    file.require_plain(["d"])
    with pytest.raises(DataError, match="column a holds .*, b holds .*; expected numbers, texts") as caught:
        file.require_plain(["a", "b", "d"])
    fix = "write columns: {a: ignore, b: ignore}; or write each of their values as a column"
    assert caught.value.fix == fix
    with pytest.raises(DataError) as caught:
        file.require_plain(["a", "d"], "choose another target")
    assert caught.value.fix.startswith("choose another target; or")
