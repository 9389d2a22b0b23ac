"""Weights in 8 bits as they were before they became letters."""

from typing import Any

import numpy as np

from mlpcli.browser.weight_blobs import LETTERS


def whole_from(text: str) -> Any:
    """The int8 `[weights]` of a text."""
    numbers = {letter: number for number, letter in LETTERS.items()}
    return np.array([numbers[letter] for letter in text], np.int8)
