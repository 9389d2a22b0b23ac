"""What a network answers over the area of its two inputs."""

import numpy as np
import pytest

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.data.dataset import Split
from mlpcli.data.preprocessing import Impute, OneHot, Preprocessing, Shift
from mlpcli.data.preprocessing.impute import Filled
from mlpcli.data.preprocessing.one_hot import Categories
from mlpcli.data.tables.schema import TableColumn, TableSchema
from mlpcli.reporting.facts.regions import (
    Axis,
    Regions,
    area_of,
    grid,
    input_names,
    regions,
    rows_of,
    side_for,
)
from tests.reporting.planes import network, split

UNIT = Axis("a", -0.5, 1.5), Axis("b", -0.5, 1.5)


def seen(cost: int = 1) -> Regions:
    rows = {"train": rows_of(split(times=3)), "test": rows_of(split((0, 1, 1, 1)))}
    return regions(network(), UNIT, rows, ("dense", "dropout"), cost, has_classes=True)


def test_points_go_from_the_upper_left_to_the_right_and_down() -> None:
    found = grid(Axis("a", 0, 2), Axis("b", 10, 30), 2)
    assert found.tolist() == [[0.5, 25], [1.5, 25], [0.5, 15], [1.5, 15]]


def test_xor_is_true_along_one_diagonal() -> None:
    chosen = seen().outputs.argmax(axis=-1)
    side = len(chosen)
    near, far = side // 4, 3 * side // 4
    corners = [[chosen[row, column] for column in (near, far)] for row in (near, far)]
    assert corners == [[1, 0], [0, 1]]


def test_hidden_neurons_are_those_of_layers_that_change_something() -> None:
    (layer,) = seen().layers
    assert (layer.name, layer.units, layer.flat) == ("dense", 3, 1)
    assert np.unique(layer.values).tolist() == [0, 1]
    assert ((layer.sums >= 0) == (layer.values == 1)).mean() > 0.99


def test_rows_in_the_same_place_are_drawn_once_and_wrong_ones_are_told() -> None:
    train, test = seen().points
    assert (len(train.places), train.total, train.outside) == (4, 12, 0)
    assert train.is_wrong.sum() == 0
    assert test.places[test.is_wrong].tolist() == [[1, 1]]


def test_the_costlier_a_network_the_fewer_points() -> None:
    assert [side_for(cost) for cost in (1, 50_000, 10**9)] == [96, 44, 16]


def test_the_area_has_a_margin_and_leaves_out_what_is_far_from_all_other_rows() -> None:
    inputs = np.zeros((201, 2), np.float32)
    inputs[:, 0] = np.linspace(0, 1, 201)
    inputs[:, 1] = np.linspace(0, 1, 201)
    inputs[200, 1] = 1000
    rows = rows_of(Split(inputs, np.zeros(201, np.int32)))
    first, second = area_of(("a", "b"), Preprocessing(), [rows])
    assert (first.low, first.high) == pytest.approx((-0.08, 1.08))
    assert second.high < 2
    found = regions(network(), (first, second), {"train": rows}, (), 1, has_classes=True)
    assert found.points[0].outside == 1
    assert len(found.points[0].places) <= 150


def test_equal_rows_have_an_area_too() -> None:
    rows = rows_of(Split(np.full((3, 2), 5, np.float32), np.zeros(3, np.int32)))
    first, _ = area_of(("a", "b"), Preprocessing(), [rows])
    assert first.low < 5 < first.high


def _table(*columns: TableColumn, steps: tuple[object, ...] = ()) -> Preprocessing:
    schema = TableSchema(columns, ("kind",), (*(one.name for one in columns), "kind"), True)
    filled = Impute(tuple(Filled(0.5, False) for _ in columns))
    return Preprocessing((filled, *steps), table=schema)  # type: ignore[arg-type]


def test_axes_have_the_names_of_columns_and_their_constants() -> None:
    facts = DataFacts("t", "vector", (2,), "binary", ("a", "b"))
    table = _table(
        TableColumn("size [cm]", "number"),
        TableColumn("weight", "number"),
        steps=(Shift((0.0, 1e9), (False, False)),),
    )
    names = input_names(facts, table)
    assert names == ("size [cm]", "weight")
    rows = rows_of(split())
    assert [axis.constant for axis in area_of(names, table, [rows])] == [0, 1e9]


@pytest.mark.parametrize("shape", [(3,), (1,), (2, 1), (1, 2, 1)])
def test_other_data_has_no_area(shape: tuple[int, ...]) -> None:
    kind = ("vector", "signal", "image")[len(shape) - 1]
    assert input_names(DataFacts("t", kind, shape, "binary", ("a", "b")), Preprocessing()) is None  # type: ignore[arg-type]


def test_numbers_that_are_looked_up_have_none_between_them_and_no_area() -> None:
    facts = DataFacts("t", "vector", (2,), "binary", ("a", "b"))
    assert input_names(facts, Preprocessing()) is not None
    assert input_names(facts, Preprocessing(), 30) is None


def test_two_numbers_of_one_column_are_no_area() -> None:
    facts = DataFacts("t", "vector", (2,), "binary", ("a", "b"), one_hot=(2,))
    column = TableColumn("colour", "category")
    schema = TableSchema((column,), ("kind",), ("colour", "kind"), True)
    steps = (Impute((None,)), OneHot((Categories(("red", "blue"), False),)))
    assert input_names(facts, Preprocessing(steps, table=schema)) is None
