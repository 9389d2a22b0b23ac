import numpy as np
import pytest

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.data.preprocessing import Preprocessing
from mlpcli.data.tables.schema import NumberFormat, TableColumn, TableSchema
from mlpcli.errors import UsageError
from mlpcli.explanation.one_input.truth import given_truth, own_truth

PICTURES = DataFacts("pictures", "image", (8, 8, 1), "binary", ("cat", "dog"), pixels=True)
ANIMALS = DataFacts("animals", "vector", (1,), "binary", ("1", "2"))
PRICES = DataFacts("prices", "vector", (1,), "regression", targets=1)


def table(labels: dict[str, str] | None = None, decimal: str = ".") -> Preprocessing:
    form = NumberFormat(decimal, "," if decimal == "." else ".")
    column = TableColumn("size", "number")
    return Preprocessing(
        table=TableSchema((column,), ("kind",), ("size", "kind"), True, form, labels=labels or {})
    )


def test_a_class_is_given_by_its_name() -> None:
    found = given_truth("dog", PICTURES)
    assert (found.label, found.targets.tolist(), found.source) == ("dog", [1], "--truth")


def test_a_name_of_no_class_is_refused() -> None:
    with pytest.raises(UsageError) as caught:
        given_truth("cow", PICTURES)
    assert caught.value.message == "--truth cow is no class of the network: cat, dog"
    assert caught.value.fix == "write a class, such as --truth cat"


def test_numbers_are_given_with_commas_between_them() -> None:
    facts = DataFacts("two", "vector", (1,), "regression", targets=2)
    assert given_truth("1.5, -2", facts).targets.tolist() == [[1.5, -2.0]]
    with pytest.raises(UsageError, match="expected 2 numbers"):
        given_truth("1.5", facts)


@pytest.mark.parametrize("text", ["much", "nan", "1,2", ""])
def test_a_number_to_predict_is_a_number(text: str) -> None:
    with pytest.raises(UsageError, match="expected a number"):
        given_truth(text, PRICES)


def test_a_picture_is_of_the_class_of_its_folder() -> None:
    found = own_truth("photos/dog/1.png", {}, PICTURES, Preprocessing())
    assert found is not None
    assert (found.label, found.targets.dtype, found.source) == ("dog", np.int32, "folder")
    assert own_truth("photos/1.png", {}, PICTURES, Preprocessing()) is None
    assert own_truth("dog/1.npy", {}, ANIMALS, Preprocessing()) is None


def test_a_row_of_a_table_is_what_its_targets_column_says() -> None:
    found = own_truth("a.csv: line 2", {"size": 3, "kind": "2.0"}, ANIMALS, table())
    assert found is not None
    assert (found.label, found.targets.tolist(), found.source) == ("2", [1], "kind")
    spelled = own_truth("a.csv: line 2", {"kind": "two"}, ANIMALS, table({"two": "2"}))
    assert spelled is not None
    assert spelled.label == "2"


@pytest.mark.parametrize("cells", [{}, {"kind": None}, {"kind": "3"}])
def test_a_row_without_a_known_class_has_no_truth(cells: dict[str, object]) -> None:
    assert own_truth("typed", cells, ANIMALS, table()) is None


def test_numbers_of_a_table_are_written_as_in_its_file() -> None:
    found = own_truth("a.csv: line 2", {"kind": "1.200,5"}, PRICES, table(decimal=","))
    assert found is not None
    assert found.targets.tolist() == [[1200.5]]
    assert own_truth("a.csv: line 2", {"kind": "none"}, PRICES, table()) is None


def test_a_number_of_another_file_is_read_in_its_form() -> None:
    cells = {"kind": "1,217.5"}
    found = own_truth("a.csv: line 2", cells, PRICES, table(decimal=","), NumberFormat(".", ","))
    assert found is not None and found.targets.tolist() == [[1217.5]]


def test_blanks_between_digits_are_those_of_any_width() -> None:
    form = NumberFormat(",", " ")
    found = own_truth("a.csv: line 2", {"kind": "1\u202f217,5"}, PRICES, table(decimal=","), form)
    assert found is not None and found.targets.tolist() == [[1217.5]]
