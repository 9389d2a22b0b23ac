"""Predictions as lines of CSV and of JSON."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence

from mlpcli.inference.prediction import ClassPrediction, Prediction, rank

# `runs` writes JSON too; a second copy here would drift.
from mlpcli.runs.strict_json import with_nulls

Cell = str | float

# The last four are the first four in full width, which spreadsheets in some languages treat alike.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def csv_lines(predictions: Iterable[Prediction], classes: Sequence[str], targets: int) -> Iterator[str]:
    """The header, then one line per prediction as it arrives, each with its line end.

    Columns: `input,label,confidence,p_<class>...`, or for a regression `input,value`, with more than one
    target `input,value_0,value_1...`. A text that a spreadsheet would run as a formula is prefixed with an
    apostrophe (https://owasp.org/www-community/attacks/CSV_Injection); numbers stay numbers.
    """
    if classes:
        yield _line(["input", "label", "confidence", *(f"p_{name}" for name in classes)])
    else:
        yield _line(["input", *_value_names(targets)])
    for prediction in predictions:
        if isinstance(prediction, ClassPrediction):
            answer: list[Cell] = [prediction.label, prediction.confidence]
            yield _line([prediction.input, *answer, *prediction.probabilities])
        else:
            yield _line([prediction.input, *prediction.values])


def jsonl_lines(predictions: Iterable[Prediction], classes: Sequence[str], top_k: int) -> Iterator[str]:
    """One JSON object per prediction as it arrives, each with its line end.

    `{"input", "label", "confidence", "top_k": [{"label", "probability"}, ...]}`, or for a regression
    `{"input", "value"}` or `{"input", "value_0", "value_1", ...}`. A number that is not finite is null.
    """
    for prediction in predictions:
        text = json.dumps(with_nulls(_entry(prediction, classes, top_k)), ensure_ascii=False, allow_nan=False)
        # A file name that is not UTF-8 contains lone surrogates; `\udcff` is JSON's own escape for one.
        yield text.encode("utf-8", "backslashreplace").decode() + "\n"


def _entry(prediction: Prediction, classes: Sequence[str], top_k: int) -> dict[str, object]:
    if isinstance(prediction, ClassPrediction):
        ranked = rank(prediction.probabilities, classes, top_k)
        return {
            "input": prediction.input,
            "label": prediction.label,
            "confidence": prediction.confidence,
            "top_k": [{"label": one.label, "probability": one.probability} for one in ranked],
        }
    names = _value_names(len(prediction.values))
    values = zip(names, prediction.values, strict=True)
    return {"input": prediction.input, **dict(values)}


def _value_names(targets: int) -> list[str]:
    return ["value"] if targets == 1 else [f"value_{number}" for number in range(targets)]


def _line(cells: Sequence[Cell]) -> str:
    text = io.StringIO()
    # The writer quotes a carriage return only if its own line end contains one.
    csv.writer(text, lineterminator="\r\n").writerow([_inert(cell) for cell in cells])
    return text.getvalue().removesuffix("\r\n") + "\n"


def _inert(cell: Cell) -> Cell:
    if isinstance(cell, str) and cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell
