from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import pytest

from mlpcli.runs.typed_json import build


@dataclass(frozen=True)
class Sample:
    text: str
    whole: int
    number: float
    flag: bool
    choice: Literal["a", "b"]
    maybe: int | None
    many: tuple[int, ...]
    table: Mapping[str, Mapping[str, float | None]]


GOOD: dict[str, object] = {
    "text": "t",
    "whole": 1,
    "number": 1.5,
    "flag": True,
    "choice": "a",
    "maybe": None,
    "many": [1, 2],
    "table": {"x": {"y": None}},
}


def test_builds_the_dataclass() -> None:
    assert build(Sample, GOOD) == Sample("t", 1, 1.5, True, "a", None, (1, 2), {"x": {"y": None}})


@dataclass(frozen=True)
class Numbered:
    version: Literal[1]


@pytest.mark.parametrize("value", [True, 1.0, "1"])
def test_a_choice_has_the_type_that_it_is_declared_with(value: object) -> None:
    assert build(Numbered, {"version": 1}).version == 1
    with pytest.raises(ValueError, match="version: expected 1, found"):
        build(Numbered, {"version": value})


def test_a_whole_number_is_a_number() -> None:
    number = build(Sample, {**GOOD, "number": 2}).number
    assert (number, type(number)) == (2.0, float)


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("text", 1, "text: expected a string, found 1"),
        ("text", None, "text: expected a string, found null"),
        ("whole", 1.0, "whole: expected a whole number, found 1.0"),
        ("whole", True, "whole: expected a whole number, found true"),
        ("whole", "x" * 99, 'whole: expected a whole number, found "' + "x" * 36 + "..."),
        ("whole", 2**63, "whole: the number is too large"),
        ("number", False, "number: expected a number, found false"),
        ("number", 10**400, "number: the number is too large"),
        ("flag", 1, "flag: expected true or false, found 1"),
        ("choice", "c", 'choice: expected a, b, found "c"'),
        ("choice", [], "choice: expected a, b, found a list"),
        ("maybe", "x", 'maybe: expected a whole number, found "x"'),
        ("many", 1, "many: expected a list, found 1"),
        ("many", [1, None], "many[1]: expected a whole number, found null"),
        ("table", [], "table: expected an object, found a list"),
        ("table", {"x": {"y": {}}}, "table.x.y: expected a number, found an object"),
        ("other", 1, "the key 'other' is unknown"),
        ("x" * 99, 1, "the key '" + "x" * 36 + "... is unknown"),
    ],
)
def test_converts_nothing(key: str, value: object, message: str) -> None:
    with pytest.raises(ValueError) as caught:
        build(Sample, {**GOOD, key: value})
    assert str(caught.value) == message


@pytest.mark.parametrize("key", GOOD)
def test_every_key_must_be_there(key: str) -> None:
    with pytest.raises(ValueError, match=f"the key '{key}' is missing"):
        build(Sample, {name: value for name, value in GOOD.items() if name != key})


def test_only_an_object_will_do() -> None:
    with pytest.raises(ValueError, match="expected an object, found a list"):
        build(Sample, [])


@dataclass(frozen=True)
class Circle:
    radius: float
    shape: Literal["circle"] = "circle"


@dataclass(frozen=True)
class Polygon:
    sides: int
    shape: Literal["triangle", "square"]


@dataclass(frozen=True)
class Drawing:
    shapes: tuple[Circle | Polygon, ...]
    frame: Circle | Polygon | None = None


def test_dataclasses_are_told_apart_by_the_literal_that_they_share() -> None:
    square = {"shape": "square", "sides": 4}
    found = build(Drawing, {"shapes": [{"radius": 2, "shape": "circle"}, square], "frame": None})
    assert found == Drawing((Circle(2.0), Polygon(4, "square")))
    assert build(Drawing, {"shapes": [], "frame": square}).frame == Polygon(4, "square")


@pytest.mark.parametrize(
    ("shape", "message"),
    [
        (1, "shapes[1]: expected an object, found 1"),
        (None, "shapes[1]: expected an object, found null"),
        ({"radius": 1.0}, "shapes[1]: the key 'shape' is missing"),
        ({"shape": "line"}, 'shapes[1]: shape: expected circle, triangle, square, found "line"'),
        ({"shape": ["circle"]}, "shapes[1]: shape: expected circle, triangle, square, found a list"),
        ({"shape": "circle", "sides": 4}, "shapes[1]: the key 'radius' is missing"),
        ({"shape": "circle", "radius": "1"}, 'shapes[1]: radius: expected a number, found "1"'),
        ({"shape": "square", "sides": 4, "radius": 1.0}, "shapes[1]: the key 'radius' is unknown"),
    ],
)
def test_what_is_none_of_several_dataclasses_is_told_as_for_one(shape: object, message: str) -> None:
    with pytest.raises(ValueError) as caught:
        build(Drawing, {"shapes": [{"radius": 1.0, "shape": "circle"}, shape], "frame": None})
    assert str(caught.value) == message
