"""Numbers as people write them, and what they mean."""

import pytest

from mlpcli.config.messages.number_fixes import meant_number
from mlpcli.config.yaml.nodes import Plain


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0,001", 0.001),
        ("3,14", 3.14),
        ("-0,5", -0.5),
        ("1,5e-3", 0.0015),
        ("1.000", 1),
        ("1_000", 1000),
        ("20%", 0.2),
        ("0,5 %", 0.05),
        ("012", 12),
        ("0x1F", 31),
        ("(3, 3)", [3, 3]),
        ("(784,)", 784),
        ("3x3", [3, 3]),
        ("10;", 10),
        ("ten", None),
        ("", None),
    ],
)
def test_meaning_of_a_text(text: str, value: Plain) -> None:
    meant = meant_number(text, whole=False)
    assert (meant.value if meant else None) == value


@pytest.mark.parametrize(("text", "value"), [("1,000", 1000), ("60,000", 60_000), ("1,234,567", 1_234_567)])
def test_commas_of_whole_numbers_are_separators(text: str, value: int) -> None:
    meant = meant_number(text, whole=True)
    assert meant and meant.value == value


def test_the_words_say_the_number() -> None:
    meant = meant_number("0,001", whole=False)
    assert meant and meant.fix == "write 0.001, with a decimal point"
