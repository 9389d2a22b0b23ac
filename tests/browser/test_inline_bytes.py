from base64 import b85encode

import numpy as np
import pytest

from mlpcli.browser import inline_bytes
from mlpcli.browser.inline_bytes import LETTERS, text_of_bytes, text_of_numbers
from tests.browser.in_node import in_node

_CONTENTS = [
    b"",
    b"\0",
    b"\xff",
    b"\xff\xff\xff\xff",
    *(np.random.default_rng(size).bytes(size) for size in (2, 3, 5, 6, 7, 4000)),
]


@pytest.mark.parametrize("content", _CONTENTS)
def test_it_is_base_85_but_for_a_letter_that_ends_scripts(content: bytes) -> None:
    assert text_of_bytes(content) == b85encode(content).decode().replace("<", "/")
    assert not set('<"\\') & set(LETTERS)


def test_long_contents_are_the_same_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    content = np.random.default_rng(0).bytes(1001)
    whole = text_of_bytes(content)
    monkeypatch.setattr(inline_bytes, "_BLOCK", 8)
    assert text_of_bytes(content) == whole


def test_a_page_reads_it_back() -> None:
    files = ("runtime/tensor.js", "runtime/network.js")
    read = "return given.map((text) => Array.from(new Uint8Array(bytesOf(text))));"
    found = in_node(files, read, [text_of_bytes(one) for one in _CONTENTS])
    assert [bytes(one) for one in found] == _CONTENTS


def test_numbers_are_float32() -> None:
    values = np.array([1.5, -0.0, np.nan, 3e38])
    assert text_of_numbers(values) == text_of_bytes(values.astype("<f4").tobytes())
