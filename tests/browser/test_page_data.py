import json
from dataclasses import replace

import numpy as np
import pytest

from mlpcli.browser.inline_bytes import text_of_numbers
from mlpcli.browser.page_data import page_data
from mlpcli.data.dataset import Dataset, Split
from mlpcli.inference.inputs.image_rows import RowMaker
from mlpcli.inference.model_description import ModelDescription
from mlpcli.reporting.facts.absent import Absent
from mlpcli.reporting.facts.answered_rows import AnsweredRows
from tests.browser.pages import every_kind, parts_of

_KINDS = ("digits", "grey", "colour", "table", "plane", "thousand", "numbers", "signal")
_PANELS = ("pad", "pad", "picture", "form", "plane", "numbers", "numbers", "signal")


@pytest.mark.parametrize("kind", _KINDS)
def test_a_network_is_tried_without_its_data_too(kind: str) -> None:
    run = every_kind()[kind]
    lost = Absent("It is gone")
    description = ModelDescription(2, "key", run.plan.facts, run.preprocessing)
    found = page_data(description, {}, lost, lost)
    with_data = parts_of(run).data["input"]
    assert found["input"].keys() == with_data.keys()
    assert found["input"]["panel"] == with_data["panel"] == dict(zip(_KINDS, _PANELS, strict=True))[kind]
    assert found["assumed"]
    json.dumps(found, allow_nan=False)


@pytest.mark.parametrize(("border", "ink"), [(0.1, "bright"), (0.4, "dark"), (0.9, "dark"), (None, "dark")])
def test_ink_on_a_pad_without_a_frame_becomes_what_it_becomes_in_a_picture(
    border: float | None, ink: str
) -> None:
    run = every_kind()["grey"]
    prepared = replace(run.preprocessing, border=border, drawing=None)
    lost = Absent("It is gone")
    found = page_data(ModelDescription(2, "key", run.plan.facts, prepared), {}, lost, lost)
    assert found["input"]["ink"] == ink
    black = np.zeros((64, 64, 1), np.uint8)
    white = np.pad(black, ((40, 40), (40, 40), (0, 0)), constant_values=255)
    row = RowMaker(run.plan.facts, prepared, "auto", "auto").picture(white).values
    assert (row.reshape(-1)[0] == 0) == (ink == "bright")


def test_without_its_rows_a_form_has_no_ranges() -> None:
    run = every_kind()["table"]
    lost = Absent("It is gone")
    found = page_data(ModelDescription(2, "key", run.plan.facts, run.preprocessing), {}, lost, lost)
    ranges = [(one["low"], one["high"]) for one in found["input"]["columns"] if "low" in one]
    assert ranges and set(ranges) == {(None, None)}


def test_a_form_has_the_range_of_the_training_rows_and_what_is_typical() -> None:
    run = every_kind()["table"]
    fields = {field["name"]: field for field in parts_of(run).data["input"]["columns"]}
    size = fields["size 0 [cm]"]
    assert size["kind"] == "number" and size["low"] < size["typical"] == 0.5 < size["high"]
    assert fields["found"]["kind"] == "date" and fields["found"]["unit"] == "D"
    assert fields["is wet"]["refuse"] and fields["is wet"]["typical"] == 1
    assert fields["colour"]["names"][0] == "" and fields["colour"]["typical"] in fields["colour"]["names"] + (
        "\0another",
    )


def test_a_plane_says_from_where_to_where_its_rows_go_not_its_area() -> None:
    run = every_kind()["plane"]
    found = parts_of(run).data["input"]
    assert isinstance(run.rows, AnsweredRows)
    assert found["least"] == pytest.approx(run.rows.inputs.min(axis=0))
    assert found["most"] == pytest.approx(run.rows.inputs.max(axis=0))
    assert found["low"][0] < found["least"][0] and found["most"][0] < found["high"][0]


@pytest.mark.parametrize("kind", ["plane", "digits"])
def test_rows_of_a_test_that_are_those_of_training_are_called_so(kind: str) -> None:
    run = every_kind()[kind]
    assert isinstance(run.rows, AnsweredRows)
    description = ModelDescription(2, "key", run.plan.facts, run.preprocessing)
    test = Split(run.rows.inputs, run.rows.targets)
    others = Split(test.inputs[::-1], test.targets[::-1])
    for train, called in (
        (test, "train"),
        (others, "test"),
        (Split(test.inputs[:9], test.targets[:9]), "test"),
    ):
        dataset = Dataset(run.plan.facts, train, None, test, run.preprocessing, "")
        assert page_data(description, {}, dataset, run.rows)["rows"]["split"] == called


@pytest.mark.parametrize(("kind", "count"), [("plane", 2), ("numbers", 4)])
def test_a_network_that_looks_numbers_up_starts_from_such_ones(kind: str, count: int) -> None:
    run = every_kind()[kind]
    assert isinstance(run.rows, AnsweredRows)
    # Its medians are 8.5.
    rows = Split(np.repeat(np.float32([[8], [9]]), count, axis=1), run.rows.targets[:2])
    dataset = Dataset(run.plan.facts, rows, None, rows, run.preprocessing, "")
    description = ModelDescription(2, "key", run.plan.facts, run.preprocessing, indices_below=30)
    for data, wanted in ((dataset, 8), (Absent("It is gone"), 0)):
        found = page_data(description, {}, data, Absent("It is gone"))["input"]
        assert found["panel"] == "numbers" and found["whole"]
        assert (found["low"], found["high"]) == ([0] * count, [29] * count)
        assert found["typical"] == text_of_numbers(np.full(count, wanted))


def test_a_form_of_a_network_that_looks_numbers_up_has_whole_ones() -> None:
    run = every_kind()["table"]
    description = ModelDescription(2, "key", run.plan.facts, run.preprocessing, indices_below=30)
    found = page_data(description, {}, Absent("It is gone"), Absent("It is gone"))["input"]
    assert (found["whole"], found["below"]) == (True, 30)
    assert {one["typical"] for one in found["columns"] if one["kind"] == "number"} == {0}
