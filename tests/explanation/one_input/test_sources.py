import pytest

from mlpcli.explanation.one_input.followed import Place
from mlpcli.explanation.one_input.sources import source_of
from tests.explanation.one_input.networks import Written, drawn_row, followed

COLUMNS = ("age", "sex=male")


@pytest.mark.parametrize("between", ["BatchNormalization", {"Dropout": {"rate": 0.5}}, "PReLU"], ids=str)
def test_a_column_keeps_its_name_while_it_is_changed_by_itself(between: Written) -> None:
    layers = followed({"Rescaling": {"scale": 2.0}}, between, row=[1.0, 2.0])
    assert source_of(layers, 2, (1,), COLUMNS) == "sex=male"


def test_what_mixes_values_gives_them_its_own_name() -> None:
    layers = followed({"Dense": {"units": 3}}, "BatchNormalization", row=[1.0, 2.0])
    assert source_of(layers, 0, (0,), COLUMNS) == "age"
    assert source_of(layers, 2, (2,), COLUMNS) == "dense[2]"


@pytest.mark.parametrize(("number", "place"), [(0, (0, 0, 0)), (7, (1, 0, 1))])
def test_a_flattened_value_has_its_place_in_the_image(number: int, place: Place) -> None:
    layers = followed("RandomFlip", "Flatten", row=drawn_row(2, 3, 2))
    assert source_of(layers, 2, (number,), ()) == f"input{list(place)}"


def test_a_cropped_value_has_its_place_in_the_crop() -> None:
    layers = followed({"RandomCrop": {"height": 1, "width": 1}}, row=drawn_row(3, 3, 1))
    assert source_of(layers, 1, (0, 0, 0), ()) == "random_crop[0, 0, 0]"
