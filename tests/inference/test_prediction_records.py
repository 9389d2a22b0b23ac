import csv
import io
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlpcli.inference.prediction import ClassPrediction, Unanswered, ValuePrediction
from mlpcli.inference.prediction_records import answer_names, csv_lines, jsonl_lines, value_names

SURE = ClassPrediction("a.png", "yes", 0.75, (0.25, 0.75))


def _label_cell(label: str) -> str:
    lines = csv_lines([ClassPrediction("a", label, 1.0, (1.0,))], ["c"], ())
    return list(csv.reader(io.StringIO("".join(lines), newline="")))[1][1]


def test_csv_of_classes() -> None:
    assert list(csv_lines([SURE], ["no", "yes"], ())) == [
        "input,label,confidence,p_no,p_yes\n",
        "a.png,yes,0.75,0.25,0.75\n",
    ]


def test_where_drawings_are_read_csv_says_how_and_leaves_out_what_has_no_answer() -> None:
    read = ClassPrediction("a.png", "yes", 0.75, (0.25, 0.75), "fitted")
    assert list(csv_lines([read, Unanswered("b.png", "empty")], ["no", "yes"], (), drawings=True)) == [
        "input,label,confidence,p_no,p_yes,drawing\n",
        "a.png,yes,0.75,0.25,0.75,fitted\n",
        "b.png,,,,,empty\n",
    ]
    number = ValuePrediction("a.png", (1.5,), "as_is")
    assert list(csv_lines([number, Unanswered("b.png", "several")], [], ("value",), drawings=True)) == [
        "input,value,drawing\n",
        "a.png,1.5,as_is\n",
        "b.png,,several\n",
    ]


def test_where_drawings_are_read_jsonl_says_how_and_has_null_for_no_answer() -> None:
    read = ClassPrediction("a.png", "yes", 0.75, (0.25, 0.75), "fitted")
    first, second = jsonl_lines([read, Unanswered("b.png", "unclear")], ["no", "yes"], 1)
    assert json.loads(first)["drawing"] == "fitted"
    assert json.loads(second) == {
        "input": "b.png",
        "label": None,
        "confidence": None,
        "top_k": [],
        "drawing": "unclear",
    }
    (third,) = jsonl_lines([Unanswered("b.png", "empty")], [], 1, ("value_0", "value_1"))
    assert json.loads(third) == {"input": "b.png", "value_0": None, "value_1": None, "drawing": "empty"}


@pytest.mark.parametrize(
    ("values", "header"), [((-1.5,), "input,value\n"), ((-1.5, 2.0), "input,value_0,value_1\n")]
)
def test_csv_of_values(values: tuple[float, ...], header: str) -> None:
    lines = list(csv_lines([ValuePrediction("a", values)], [], value_names(len(values))))
    assert lines == [header, "a," + ",".join(map(str, values)) + "\n"]


@pytest.mark.parametrize(
    "label",
    ["=1+1", "+cmd", "-x", "@SUM(A1)", "\t=1", "\r=1", "-1,0+A1", "\n=1", "--x", "+49 1|x", "\0=1", "＝1+1"],
)
def test_a_text_that_a_spreadsheet_would_run_is_neutralized(label: str) -> None:
    assert _label_cell(label) == f"'{label}"


@pytest.mark.parametrize(
    "label", ["-1", "+1.5", "-.5", "-1e-3", "-", "--", "-6.0%", "+49 (0)30/12-34", "-1,0", "a=b", "yes"]
)
def test_numbers_and_plain_texts_stay_as_they_are(label: str) -> None:
    assert _label_cell(label) == label


@given(st.text(st.characters(codec="utf-8")))
def test_any_name_is_one_cell_of_one_row(name: str) -> None:
    lines = list(csv_lines([ValuePrediction(name, (1.0,))], [], ("value",)))
    (_, row) = csv.reader(io.StringIO("".join(lines), newline=""))
    assert row in ([name, "1.0"], [f"'{name}", "1.0"])


def test_jsonl_of_classes_has_the_top_k() -> None:
    (line,) = jsonl_lines([SURE], ["no", "yes"], 1)
    assert line.endswith("}\n")
    assert json.loads(line) == {
        "input": "a.png",
        "label": "yes",
        "confidence": 0.75,
        "top_k": [{"label": "yes", "probability": 0.75}],
    }


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((1.5,), {"value": 1.5}),
        ((1.5, 2.0), {"value_0": 1.5, "value_1": 2.0}),
        ((math.nan,), {"value": None}),
    ],
)
def test_jsonl_of_values(values: tuple[float, ...], expected: dict[str, float | None]) -> None:
    (line,) = jsonl_lines([ValuePrediction("a", values)], [], 1, value_names(len(values)))
    assert json.loads(line) == {"input": "a", **expected}


@given(st.text())
def test_any_name_is_one_line_of_utf8_json(name: str) -> None:
    (line,) = jsonl_lines([ValuePrediction(name, (1.0,))], [], 1, ("value",))
    assert line.count("\n") == 1
    assert json.loads(line.encode("utf-8"))["input"] == name


def test_rows_of_tables_have_their_own_columns() -> None:
    row = ClassPrediction("t.csv: line 2", "yes", 0.75, (0.25, 0.75), cells=("39", "=male", None))
    columns = ("age", "sex", "label")
    assert list(csv_lines([row], ["no", "yes"], (), columns=columns)) == [
        "age,sex,label,predicted_label,confidence,p_no,p_yes\n",
        "39,'=male,,yes,0.75,0.25,0.75\n",
    ]
    (line,) = jsonl_lines([row], ["no", "yes"], 1, columns=columns, numbers={"age"})
    assert json.loads(line) == {
        "age": 39,
        "sex": "=male",
        "label": None,
        "predicted_label": "yes",
        "confidence": 0.75,
        "top_k": [{"label": "yes", "probability": 0.75}],
    }


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("39", 39),
        ("1.5e3", 1500.0),
        (".5", 0.5),
        ("-.5", -0.5),
        ("5.", 5.0),
        ("", None),
        ("007", "007"),
        ("1,5", "1,5"),
        ("NA", "NA"),
        ("nan", "nan"),
    ],
)
def test_texts_of_columns_of_numbers_are_json_numbers(text: str, number: object) -> None:
    row = ValuePrediction("a", (1.0,), cells=(text,))
    (line,) = jsonl_lines([row], [], 1, ("value",), ("age",), {"age"})
    assert json.loads(line) == {"age": number, "value": 1.0}


def test_names_of_answers_are_not_those_of_columns() -> None:
    assert answer_names([], ("value",), ("value", "predicted_value")) == ["predicted_predicted_value"]
    assert answer_names([], value_names(2)) == ["value_0", "value_1"]
    assert answer_names([], ("height", "age"), ("age",)) == ["height", "predicted_age"]
