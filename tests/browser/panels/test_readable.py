import pytest

from tests.browser.in_node import in_node

_FILES = ("panels/words.js", "panels/readable.js")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ([1000008.125, 999960, 1000041], "1000008.13"),
        ([1000000060, 999999936, 1000000064], "1000000060"),
        ([140.123456, 25, 341], "140.123"),
        ([0.123456, 0, 1, 4], "0.1235"),
        ([7, 7, 7], "7"),
        ([None, 0, 1], "NaN"),
    ],
)
def test_a_number_has_the_digits_that_tell_it_from_others_of_its_range(
    given: list[float | None], shown: str
) -> None:
    numbers = "given.map((one) => (one === null ? NaN : one))"
    assert in_node(_FILES, f"return readableIn(...{numbers});", given) == shown
