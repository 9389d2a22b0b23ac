"""The held-back rows that a page offers: those that say most about the network."""

from collections import Counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlpcli.browser.form_data import fields_of
from mlpcli.browser.inline_bytes import text_of_bytes, text_of_numbers
from mlpcli.browser.input_data import plain
from mlpcli.config.dataset_facts import DataFacts
from mlpcli.data.dataset import Array
from mlpcli.data.decoded_rows import decoded
from mlpcli.data.preprocessing import Preprocessing
from mlpcli.readable import shortened
from mlpcli.reporting.facts.absent import Absent
from mlpcli.reporting.facts.answered_rows import AnsweredRows
from mlpcli.reporting.facts.mistakes import class_mistakes, number_mistakes

_MOST, _MOST_MISTAKES, _MOST_CLOSE = 10, 5, 2
# Of large rows there are fewer.
_MOST_BYTES = 80_000
_CELLS, _LONGEST = 3, 24


def rows_data(facts: DataFacts, prepared: Preprocessing, rows: AnsweredRows | Absent) -> dict[str, Any]:
    """Up to ten rows with the truth and the network's answer: class numbers, or numbers to predict.

    Mistakes come first, then right answers that were nearly wrong, then clear ones of different classes.
    """
    if isinstance(rows, Absent):
        return {"chosen": [], "why": f"{rows.reason}."}
    is_bytes = rows.inputs.dtype == np.uint8
    row_bytes = facts.count * (1 if is_bytes else 4)
    places = telling_rows(rows, facts.classes)[: min(_MOST, _MOST_BYTES // row_bytes)]
    return {
        "split": rows.split,
        "type": "uint8" if is_bytes else "float32",
        "chosen": [_row(facts, prepared, rows, int(place)) for place in places],
        "why": "",
    }


def telling_rows(rows: AnsweredRows, classes: tuple[str, ...]) -> NDArray[np.intp]:
    """The places of such rows among the answered ones, most telling first."""
    if not classes:
        worst = [one.place for one in number_mistakes(rows)[:_MOST_MISTAKES]]
        order = np.argsort(rows.targets[:, 0], kind="stable")
        spread = order[np.linspace(0, len(order) - 1, min(_MOST, len(order))).round().astype(np.intp)]
        return _first_of(worst, spread.tolist())
    wrong = [one.place for one in class_mistakes(rows, classes)[1][:_MOST_MISTAKES]]
    predicted = rows.outputs.argmax(axis=1)
    right = np.flatnonzero(predicted == rows.targets)
    sure = rows.outputs[right, predicted[right]]
    close = right[np.argsort(sure, kind="stable")][:_MOST_CLOSE].tolist()
    return _first_of(wrong, close, _in_turn(right[np.argsort(-sure, kind="stable")], predicted).tolist())


def _in_turn(places: NDArray[np.intp], classes: NDArray[np.intp]) -> NDArray[np.intp]:
    """The first of `places` of each class, then the second ones, and so on."""
    seen: Counter[int] = Counter()
    turns = np.zeros(len(places), np.intp)
    for at, one in enumerate(classes[places].tolist()):
        turns[at] = seen[one]
        seen[one] += 1
    return places[np.argsort(turns, kind="stable")]


def _first_of(*groups: list[int]) -> NDArray[np.intp]:
    return np.array(list(dict.fromkeys(place for group in groups for place in group)), np.intp)


def _row(facts: DataFacts, prepared: Preprocessing, rows: AnsweredRows, place: int) -> dict[str, Any]:
    row, outputs, truth = rows.inputs[place], rows.outputs[place], rows.targets[place]
    found: dict[str, Any] = {"number": int(rows.numbers[place])} | _encoded(row)
    if facts.classes:
        best = int(outputs.argmax())
        found |= {"truth": int(truth), "answer": best, "wrong": best != int(truth)}
    else:
        found |= {"truth": plain(truth), "answer": plain(outputs), "wrong": False}
    if facts.kind != "vector":
        return found
    named = decoded(prepared, row) or [(f"feature {at}", f"{value:.4g}") for at, value in enumerate(row)]
    cells = [[shortened(name, _LONGEST), shortened(value, _LONGEST)] for name, value in named[:_CELLS]]
    fields = {"fields": fields_of(prepared, row)} if prepared.table else {}
    return found | {"cells": cells} | fields


def _encoded(row: Array) -> dict[str, Any]:
    if row.dtype != np.uint8:
        return {"values": text_of_numbers(row)}
    # A third of MNIST's pixels are zeros before the first stroke and after the last.
    pixels = row.tobytes()
    inked = pixels.lstrip(b"\0")
    return {"from": len(pixels) - len(inked), "values": text_of_bytes(inked.rstrip(b"\0"))}
