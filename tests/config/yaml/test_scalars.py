"""Unquoted scalars mean what YAML 1.2 says they mean."""

import math

import pytest

from mlpcli.config.yaml.scalars import resolve


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL"])
def test_null(text: str) -> None:
    assert resolve(text) is None


@pytest.mark.parametrize("text", ["true", "True", "TRUE"])
def test_true(text: str) -> None:
    assert resolve(text) is True


@pytest.mark.parametrize("text", ["false", "False", "FALSE"])
def test_false(text: str) -> None:
    assert resolve(text) is False


@pytest.mark.parametrize(
    ("text", "value"),
    [("0", 0), ("-0", 0), ("12", 12), ("+12", 12), ("-19", -19), ("1" * 40, int("1" * 40))],
)
def test_whole_number(text: str, value: int) -> None:
    assert resolve(text) == value
    assert type(resolve(text)) is int


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1e-3", 0.001),
        ("1E3", 1000.0),
        ("1e+3", 1000.0),
        ("0.5", 0.5),
        (".5", 0.5),
        ("-.5", -0.5),
        ("+1.5", 1.5),
        ("1.", 1.0),
        ("12e03", 12000.0),
        ("-2E+05", -200000.0),
        ("0.", 0.0),
        (".inf", math.inf),
        (".Inf", math.inf),
        ("+.INF", math.inf),
        ("-.inf", -math.inf),
    ],
)
def test_number(text: str, value: float) -> None:
    assert resolve(text) == value
    assert type(resolve(text)) is float


@pytest.mark.parametrize("text", [".nan", ".NaN", ".NAN"])
def test_not_a_number(text: str) -> None:
    value = resolve(text)
    assert isinstance(value, float)
    assert math.isnan(value)


@pytest.mark.parametrize(
    "text",
    [
        # What YAML 1.1 reads as booleans, octals, hours and dates.
        *(
            "no",
            "No",
            "NO",
            "yes",
            "on",
            "off",
            "y",
            "n",
            "012",
            "-012",
            "00",
            "12:30",
            "1_000",
            "2001-12-14",
        ),
        # What the tool reads as neither an octal nor a hexadecimal number.
        *("0x1F", "0o17", "0b1"),
        *(
            "tRUE",
            "nUll",
            "inf",
            "nan",
            "NaN",
            ".Nan",
            "-.nan",
            "1e",
            "e3",
            ".",
            "+",
            "-",
            "1.2.3",
            "1 2",
            "--1",
        ),
        *("=", "<<", "1" * 41, "१"),
    ],
)
def test_text(text: str) -> None:
    assert resolve(text) == text
