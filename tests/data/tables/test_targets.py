from pathlib import Path

import numpy as np
import polars as pl
import pytest

from mlpcli.data.tables.read_table import read_table
from mlpcli.data.tables.schema import MISSING, NumberFormat
from mlpcli.data.tables.targets import Targets, find_targets, known_classes
from mlpcli.errors import DataError
from tests.data.tables.files import read


def found(folder: Path, values: list[object], **more: object) -> Targets:
    text = "x,y\n" + "".join(f"{number},{value}\n" for number, value in enumerate(values))
    options = {"task": "auto", "labels": {}, "names": ["y"]} | more
    return find_targets(
        read(folder, text, header=True),
        form=NumberFormat(),
        missing=MISSING,
        **options,  # type: ignore[arg-type]
    )


def test_texts_are_classes_in_the_order_of_the_alphabet(tmp_path: Path) -> None:
    targets = found(tmp_path, ["b", " a", "b "])
    assert targets.classes == ("a", "b")
    assert (targets.values.tolist(), targets.values.dtype) == ([1, 0, 1], np.int32)
    assert targets.notices == ()


def test_a_few_whole_numbers_are_classes_and_that_is_said(tmp_path: Path) -> None:
    targets = found(tmp_path, [10, 9, 2.0] * 5)
    assert targets.classes == ("2", "9", "10")
    assert targets.values[:3].tolist() == [2, 1, 0]
    assert targets.notices == (
        "y has 3 different whole numbers, which are taken as classes; task: regression predicts numbers",
    )


def test_an_age_is_no_class(tmp_path: Path) -> None:
    targets = found(tmp_path, list(range(17, 90)) * 3)
    assert targets.classes == ()
    assert (targets.values.shape, targets.values.dtype) == ((219, 1), np.float32)
    assert "y has 73 different whole numbers, which are predicted as numbers" in targets.notices[0]


def test_whole_numbers_with_few_rows_each_are_numbers(tmp_path: Path) -> None:
    assert found(tmp_path, [1, 2, 3, 4]).classes == ()


def test_fractions_are_numbers_and_that_needs_no_words(tmp_path: Path) -> None:
    assert found(tmp_path, [0.5, 1] * 10).notices == ()


def test_the_task_can_be_said(tmp_path: Path) -> None:
    assert found(tmp_path, [1, 2] * 9, task="regression").classes == ()
    assert found(tmp_path, [0.5, 1.5] * 9, task="classification").classes == ("0.5", "1.5")


def test_booleans_are_classes(tmp_path: Path) -> None:
    assert found(tmp_path, ["yes", "no", "yes"]).classes == ("no", "yes")


@pytest.mark.parametrize(
    ("values", "classes"),
    [
        (["1_1", "11", "2"], ("11", "1_1", "2")),
        (["1", "\u0661", "2"], ("1", "2", "\u0661")),
        (["01", "1", "2.0", "2"], ("01", "1", "2")),
        (["12345678901234567", "12345678901234568"], ("12345678901234567", "12345678901234568")),
        (["+1", "1", "-1", "-0", "0.0"], ("-1", "0", "1")),
    ],
)
@pytest.mark.parametrize("task", ["auto", "classification"])
def test_classes_are_merged_only_if_they_are_the_same_number(
    tmp_path: Path, values: list[object], classes: tuple[str, ...], task: str
) -> None:
    targets = found(tmp_path, values * 25, task=task)
    assert targets.classes == classes
    assert len(set(targets.values.tolist())) == len(classes)


def test_numbers_of_64_bits_are_classes_of_their_own(tmp_path: Path) -> None:
    frame = pl.DataFrame({"x": range(20), "y": [2**60, 2**60 + 1] * 10})
    frame.write_parquet(tmp_path / "t.parquet")
    targets = find_targets(read_table(tmp_path / "t.parquet"), ["y"], "auto", {}, NumberFormat(), MISSING)
    assert targets.classes == (str(2**60), str(2**60 + 1))
    assert targets.notices[0].startswith("y has 2 different whole numbers")


def test_numbers_are_the_same_class_in_any_form_that_columns_have(tmp_path: Path) -> None:
    file = read(tmp_path, "x;y\n1;1,0\n2;1\n3;1.000\n4;1000\n")
    targets = find_targets(file, ["y"], "classification", {}, NumberFormat(",", "."), MISSING)
    assert (targets.classes, targets.values.tolist()) == (("1", "1000"), [0, 0, 1, 1])


def test_a_column_can_be_said_to_hold_categories_or_numbers(tmp_path: Path) -> None:
    assert found(tmp_path, ["1", "1.0", "2"] * 5, kind="category").classes == ("1", "1.0", "2")
    assert found(tmp_path, ["2020-01-02", "2020-01-03"], kind="category").classes[0] == "2020-01-02"
    assert found(tmp_path, [1, 2] * 9, kind="number").classes == ()
    assert found(tmp_path, [1, 2] * 9, kind="number", task="classification").classes == ("1", "2")


def test_several_targets_are_numbers(tmp_path: Path) -> None:
    assert found(tmp_path, [0.5, 1], names=["y", "x"]).values.tolist() == [[0.5, 0], [1, 1]]


def test_several_targets_that_are_true_or_false_by_type_are_1_or_0(tmp_path: Path) -> None:
    pl.DataFrame({"a": [1, 2], "wet": [True, False], "cold": [1, 0]}).write_parquet(tmp_path / "t.parquet")
    file = read_table(tmp_path / "t.parquet")
    found = find_targets(file, ["wet", "cold"], "auto", {}, NumberFormat(), MISSING)
    assert (found.values.tolist(), found.classes) == ([[1, 1], [0, 0]], ())


def test_spellings_are_mapped(tmp_path: Path) -> None:
    targets = found(tmp_path, ["yes.", "no", "yes"], labels={"yes.": "yes"})
    assert (targets.classes, targets.values.tolist()) == (("no", "yes"), [1, 0, 1])


@pytest.mark.parametrize(
    ("values", "more", "message"),
    [
        (["a", "", "b", "NA"], {}, "the target y is missing in line 3, line 5"),
        ([1, "", 2], {}, "the target y is missing in line 3"),
        (["a", "a"], {}, "the target y has only one class, 'a'"),
        ([1, 1, 1, 1, 1, 1], {}, "the target y has only one class, '1'"),
        ([f"name {n}" for n in range(30)], {}, "has 30 different texts in 30 rows"),
        (["2020-01-02", "2020-01-03"], {}, "the target y holds dates"),
        ([0.5] * 9 + ["x"], {}, "column y: found 'x' in line 11; expected numbers"),
        (
            ["a", "b"],
            {"task": "regression"},
            "column y: found 'a' in line 2, 'b' in line 3; expected numbers",
        ),
        ([0.5, "1e39", 3], {"task": "regression"}, "found '1e39' in line 3; expected finite numbers"),
    ],
)
def test_targets_that_cannot_be_learned_are_errors(
    tmp_path: Path, values: list[object], more: dict[str, object], message: str
) -> None:
    with pytest.raises(DataError) as caught:
        found(tmp_path, values, **more)
    assert message in caught.value.message
    assert caught.value.fix


def test_amounts_with_a_unit_are_no_classes(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        found(tmp_path, [f"{n % 25}%" for n in range(200)])
    assert caught.value.message.endswith("has 25 different texts in 200 rows; expected numbers")
    assert caught.value.fix == (
        "0% is read as a number if it is written without its unit; or choose another target"
    )
    assert len(found(tmp_path, [f"{n % 25} mm" for n in range(250)]).classes) == 25


def test_the_classes_of_another_file_are_those_of_training(tmp_path: Path) -> None:
    file = read(tmp_path, "x,y\n1,b\n2,1.0\n3,c!\n")
    numbers = known_classes(
        file, "y", ("1", "b", "c"), {"c!": "c"}, NumberFormat(), MISSING, lambda unknown: ""
    )
    assert numbers.tolist() == [1, 0, 2]


def test_an_unknown_class_of_another_file_is_named_with_its_rows(tmp_path: Path) -> None:
    file = read(tmp_path, "x,y\n1,b\n2,z\n3,q\n4,z\n")
    with pytest.raises(DataError) as caught:
        known_classes(file, "y", ("a", "b"), {}, NumberFormat(), MISSING, lambda unknown: f"map {unknown}")
    assert (
        "column y: found 'z' in 2 rows, first in line 3; 'q' in 1 row, first in line 4; "
        "expected the classes of the training rows: a, b" in caught.value.message
    )
    assert caught.value.fix == "map ['z', 'q']"
