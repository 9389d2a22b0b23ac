"""What a pasted row may look like, and what is said of others."""

import pytest

from tests.browser.in_node import in_node

_FILES = tuple(f"panels/{name}.js" for name in ("dom", "words", "sums", "readable", "paste"))


@pytest.mark.parametrize(
    "text", ["1, 2.5, -3e-2", "1 2.5 -3e-2", "1\t2.5\t-3e-2\n", "1,2.5,-.03", "+1\n2.5\n-0.03"]
)
def test_numbers_with_commas_or_blanks_are_a_row(text: str) -> None:
    found = in_node(_FILES, "return [...pastedRow(given, 3, {}).values];", text)
    assert found == pytest.approx([1, 2.5, -0.03])


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("  ", ["pasteEmpty", 3]),
        ("[1, 2, 3]", ["pasteBrackets"]),
        ("1; 2; 3", ["pasteSemicolons"]),
        ("1,5; 2,5; 3,5", ["pasteDecimalCommas"]),
        ("1,5 2,5 3,5", ["pasteDecimalCommas"]),
        ("a,b,c\n1,2,3", ["pasteHeader"]),
        ("1, 2, 0x1F", ["pasteNoNumber", "0x1F"]),
        ("1, 2, Infinity", ["pasteNoNumber", "Infinity"]),
        ("1, 2, \x1b[1m", ["pasteBrackets"]),
        ("1, 2, \x07", ["pasteNoNumber", "\\x07"]),
        ("1, , 3", ["pasteGap"]),
        ("1, 2, 3,", ["pasteGap"]),
        ("1, 2, 1e39", ["pasteTooLarge", "1e39"]),
        ("1 2", ["pasteCount", 3, 2]),
        ("1 2 3\n4 5 6", ["pasteRows", 3, 6, 2]),
    ],
)
def test_what_is_no_row_is_named(text: str, wrong: list[str | int]) -> None:
    assert in_node(_FILES, "return pastedRow(given, 3, {});", text) == {"wrong": wrong}


@pytest.mark.parametrize("part", ["-1", "30", "2.5"])
def test_what_no_field_takes_is_refused_with_its_words(part: str) -> None:
    given = [f"0 {part} 29", {"whole": True, "below": 30}]
    found = in_node(_FILES, "return pastedRow(given[0], 3, given[1]);", given)
    assert found == {"wrong": ["takesWhole", 0, 29], "part": part}


def test_indices_are_a_row() -> None:
    script = "return [...pastedRow(given, 3, { whole: true, below: 30 }).values];"
    assert in_node(_FILES, script, "0 1e1 29") == [0, 10, 29]


def test_every_message_is_filled_in() -> None:
    script = "return ['en', 'ja'].map((one) => wordsIn(one)('pasteRows', 3, 6, 2));"
    for text in in_node(_FILES, script):
        assert {"3", "6", "2"} <= set(text) and "{" not in text
