import gzip
import json
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlpcli.inference.answers import names_of_values, predictions_of
from mlpcli.inference.inputs.open_rows import open_rows
from mlpcli.inference.model_description import ModelDescription
from mlpcli.inference.prediction_records import jsonl_lines
from mlpcli.serving.answering import Answering
from mlpcli.serving.bodies import TYPES, order_of
from mlpcli.serving.limits import Limits
from mlpcli.serving.replies import Refused, Reply
from tests.damage import any_bytes_or_damaged, fuzzed
from tests.data.preprocessing.drawings.shapes import seven, training_images
from tests.serving.served import (
    COLOURS,
    DIGITS,
    FORECAST,
    PEOPLE,
    POINTS,
    PRICES,
    Linear,
    npy,
    png,
    predictor,
)

CSV = b"age,sex\n39,male\n5,female\n"
FORM = b"multipart/form-data; boundary=xx"


def answers(
    described: ModelDescription,
    *bodies: tuple[bytes, bytes],
    query: bytes = b"",
    limits: Limits | None = None,
) -> list[Reply]:
    """The replies to bodies of these types that wait together."""
    worker = Answering("run", described, predictor(described), limits or Limits())
    orders, early = [], []
    for kind, body in bodies:
        try:
            orders.append(order_of(body, kind, query))
        except Refused as refused:
            early.append(refused.reply)
    together = worker.prepare(orders)
    replies = [*early, *worker.finish(together, worker.compute(together))]
    found = [reply for reply in replies if isinstance(reply, Reply)]
    assert len(found) == len(replies), replies
    return found


def answer(described: ModelDescription, kind: bytes, body: bytes, query: bytes = b"") -> tuple[int, str]:
    (reply,) = answers(described, (kind, body), query=query)
    return reply.status, reply.body.decode()


def form(*files: tuple[str, str, bytes]) -> bytes:
    start = '--xx\r\nContent-Disposition: form-data; name="f"; filename="{}"\r\nContent-Type: {}\r\n\r\n'
    parts = [start.format(name, kind).encode() + content + b"\r\n" for name, kind, content in files]
    return b"".join([*parts, b"--xx--\r\n"])


def test_a_picture_gets_what_predict_says(tmp_path: Path) -> None:
    path = tmp_path / "image"
    path.write_bytes(png())
    status, body = answer(DIGITS, b"image/png", png())
    (rows,) = open_rows([str(path)], DIGITS).batches
    predictions = predictions_of(DIGITS, rows, predictor(DIGITS).predict(rows.values))
    (line,) = jsonl_lines(predictions, DIGITS.facts.classes, 3, names_of_values(DIGITS))
    assert status == 200
    assert json.loads(body) == {
        "run": "run",
        "predictions": [json.loads(line) | {"input": "image"}],
        "notices": [],
    }


def test_a_drawing_is_fitted_unless_told_otherwise() -> None:
    drawing = png(seven())
    readings = [
        json.loads(answer(DIGITS, b"image/png", drawing, query)[1])["predictions"][0]["drawing"]
        for query in (b"", b"fit=never")
    ]
    assert readings == ["fitted", "resized"]


def test_an_empty_sheet_has_no_answer_and_a_notice_says_what_to_do() -> None:
    status, body = answer(DIGITS, b"image/png", png(np.full((90, 90, 1), 255, np.uint8)))
    found = json.loads(body)
    assert (status, found["predictions"][0]["label"]) == (200, None)
    assert found["notices"] == [
        "nothing stands out from the background of an image, so there is no answer; ?fit=never answers anyway"
    ]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF"])
@pytest.mark.parametrize("type", [b"image/x", b"", b"application/x-www-form-urlencoded"])
def test_pictures_are_recognized(kind: str, type: bytes) -> None:
    assert answer(DIGITS, type, png(kind=kind))[0] == 200


def test_those_that_wait_together_get_their_own_answers() -> None:
    """Pictures, rows and errors in one call of the network have what each alone has."""
    images = training_images()[:3]
    bodies = [
        (b"image/png", png(images[0])),
        (b"application/json", json.dumps(images[1, ..., 0].tolist()).encode()),
        (b"image/png", b"no picture"),
        (b"image/png", png(seven())),
        (b"", npy(images[1:3])),
        (b"image/png", png(images[2])),
    ]
    together = answers(DIGITS, *bodies)
    assert [reply.status for reply in together] == [200, 200, 422, 200, 200, 200]
    assert together == [one for body in bodies for one in answers(DIGITS, body)]


@pytest.mark.parametrize(
    ("described", "type", "body", "count"),
    [
        (POINTS, b"application/json", b"[1, 0]", 1),
        (POINTS, b"", b" [[1, 0], [0, 1]]", 2),
        (POINTS, b"", b"\xef\xbb\xbf[[1, 0], [0, 1]]", 2),
        (PEOPLE, b"", b'\xef\xbb\xbf{"age": 39, "sex": "male"}', 1),
        (POINTS, b"application/json", b'{"rows": [[1, 0], [0, 1]]}', 2),
        (POINTS, b"text/csv", b"a,b\n1,0\n0,1\n", 2),
        (POINTS, b"text/plain", b"1 0", 1),
        (POINTS, b"application/octet-stream", npy([[1.0, 0], [0, 1]]), 2),
        (PRICES, b"application/json; charset=utf-8", b"[0.5, 2]", 1),
        (PEOPLE, b"text/csv", CSV, 2),
        (PEOPLE, b"", CSV, 2),
        (PEOPLE, b"application/json", b'{"age": 39, "sex": "male"}', 1),
        (PEOPLE, b"application/json", b'[{"age": null, "sex": "male"}, {"sex": "female", "age": "5"}]', 2),
        (PEOPLE, b"application/x-ndjson", b'{"age": 39, "sex": "male"}\n{"age": 5, "sex": "female"}\n', 2),
        (PEOPLE, b"", b'{"age": 39, "sex": "male"}\r\n{"age": 5, "sex": "female"}\r\n', 2),
        (PEOPLE, b"", b'{"age": 39, "sex": "male"}\n', 1),
        (PEOPLE, b"", b'{\n "age": 39,\n "sex": "male"\n}', 1),
        (PEOPLE, FORM, form(("a.jsonl", "", b'{"age": 39, "sex": "male"}\n{"age": 5, "sex": "female"}')), 2),
        (PEOPLE, FORM, form(("a.csv", "text/csv", CSV), ("b.csv", "text/csv", CSV)), 4),
        (DIGITS, FORM, form(("a.png", "image/png", png()), ("b", "", png(seven()))), 2),
        (DIGITS, b"application/json", json.dumps(training_images()[:2].tolist()).encode(), 2),
    ],
)
def test_rows_are_read_in_every_form(
    described: ModelDescription, type: bytes, body: bytes, count: int
) -> None:
    status, text = answer(described, type, body)
    assert status == 200, text
    assert len(json.loads(text)["predictions"]) == count


@pytest.mark.parametrize("targets", [("load",), ("load", "heat")])
def test_a_forecast_of_windows_in_arrays_names_its_steps(targets: tuple[str, ...]) -> None:
    facts, prepared = FORECAST.facts, FORECAST.preprocessing
    assert prepared.series is not None
    schema = replace(prepared.series, targets=targets)
    described = replace(
        FORECAST,
        facts=replace(facts, targets=2 * len(targets)),
        preprocessing=replace(prepared, series=schema),
    )
    windows = np.ones((2, 3, 2), np.float32)
    bodies = [(b"", npy(windows)), (b"application/json", json.dumps(windows.tolist()).encode())]
    for reply, name in zip(answers(described, *bodies), ("the body", "array"), strict=True):
        found = json.loads(reply.body)["predictions"]
        assert [(one["input"], one["step"], one["target"]) for one in found] == [
            (f"{name}[{row}]", step, target) for row in (0, 1) for step in (1, 2) for target in targets
        ]
        assert all(set(one) == {"input", "step", "target", "value"} for one in found)


def test_files_of_a_form_keep_their_names() -> None:
    """Without folders, which are no business of this machine."""
    names = ("a.png", "ü.png", "../../dev/stdin", "C:\\\\temp\\\\b.png")
    _, text = answer(DIGITS, FORM, form(*((name, "image/png", png()) for name in names)))
    found = [one["input"] for one in json.loads(text)["predictions"]]
    assert found == ["a.png", "ü.png", "stdin", "b.png"]


def test_columns_of_a_table_stand_beside_its_predictions() -> None:
    _, text = answer(PEOPLE, b"application/json", b'{"age": 39, "sex": "Male", "who": "x"}')
    found = json.loads(text)
    assert list(found["predictions"][0])[:4] == ["age", "sex", "who", "label"]
    assert found["notices"] == [
        "the body has columns that training did not have, which are not used: who",
        "the body: sex holds categories that training never saw, in 1 row: 'Male' (did you mean 'male'?)",
    ]


def test_top_k_bounds_the_classes_that_are_listed() -> None:
    _, text = answer(DIGITS, b"image/png", png(), b"top_k=1")
    assert len(json.loads(text)["predictions"][0]["top_k"]) == 1


def test_numbers_that_are_not_finite_are_null() -> None:
    worker = Answering("run", PRICES, Linear(2, 2, 0), Limits())
    together = worker.prepare([order_of(b"[1, 2]", b"", b"")])
    (reply,) = worker.finish(together, np.array([[np.nan, 2]], np.float32))
    assert isinstance(reply, Reply)
    assert json.loads(reply.body)["predictions"] == [{"input": "array", "value_0": None, "value_1": 2.0}]


@pytest.mark.parametrize(
    ("described", "type", "body", "status", "error"),
    [
        (POINTS, b"application/json", b"[1, 0", 400, "the body is not valid JSON"),
        (POINTS, b"application/json", b"[1, NaN]", 400, "NaN is not a JSON number"),
        (POINTS, b"application/json", b"[1, 1e999]", 400, "too large a number"),
        (POINTS, b"application/json", b"\xff", 400, "the body is not UTF-8"),
        (POINTS, b"application/json", b"[" + b"1" * 5000 + b"]", 400, "a whole number has too many digits"),
        (POINTS, b"application/json", b"[" * 100_000, 400, "nested too deeply"),
        (POINTS, b"application/json", b"[]", 422, "has no rows"),
        (POINTS, b"application/json", b"[[1, 0], [1]]", 422, "rows of different lengths"),
        (POINTS, b"application/json", b'[["a", 0]]', 422, "something else than numbers"),
        (POINTS, b"application/json", b"[[1, null]]", 422, "something else than numbers"),
        *((POINTS, b"", word, 422, "something else than numbers") for word in (b"null", b" true\n")),
        (POINTS, b"application/json", b"[1, true]", 422, "has true or false among its numbers"),
        (POINTS, b"application/json", b"[[false, false]]", 422, "something else than numbers"),
        (POINTS, b"application/json", b"[1" + b"0" * 400 + b", 1]", 422, "numbers that are too large"),
        (POINTS, b"application/json", b"[1, 2, 3]", 422, "shape (3,); expected (rows, 2)"),
        (POINTS, b"application/json", b'{"a": 1}', 422, "inputs have no names"),
        (POINTS, b"application/json", b'{"a": 1, "a": 2}', 400, "'a' appears twice"),
        (POINTS, b"image/png", png(), 415, "the body is an image, but the network takes 2 numbers"),
        (PEOPLE, b"", png(), 415, "the body is an image, but the network takes rows of a table"),
        (POINTS, b"video/mp4", b"x", 415, "'video/mp4', which is not read here"),
        (POINTS, b"", b"PK\3\4", 415, "is packed"),
        (PEOPLE, b"", b"\x1f\x8b", 415, "is packed"),
        (PEOPLE, b"", b"PAR1", 415, "is packed"),
        (PEOPLE, FORM, form(("a.csv", "text/csv", gzip.compress(CSV))), 415, "is packed"),
        (PEOPLE, FORM, form(("a.parquet", "", b"PAR1")), 415, "is packed"),
        (PEOPLE, b"text/csv", zlib.compress(CSV), 415, "is packed"),
        (PEOPLE, b"", npy([[39, 1]]), 422, "the body is an array, whose columns have no names"),
        (PEOPLE, b"", b"\x89HDF\r\n\x1a\n", 415, "the body is an HDF5 file"),
        (PEOPLE, FORM, form(("a", "text/csv", b"FEA1")), 415, "is a Feather or Arrow file"),
        (PEOPLE, b"text/csv", npy([[39, 1]]), 415, "the body is a NumPy array"),
        (PEOPLE, b"application/json", b"{}", 422, "has no columns"),
        (PEOPLE, b"application/json", b"[{}, {}]", 422, "has no columns"),
        (PEOPLE, b"application/x-ndjson", b"{}", 422, "has no columns"),
        (POINTS, b"", b"", 400, "the body is empty"),
        (DIGITS, b"image/png", b"GIF87a", 422, "image is"),
        (DIGITS, b"image/svg+xml", b"<svg/>", 422, "image is not an image"),
        (DIGITS, b"image/png", png()[:-30], 422, "image is a broken image"),
        (DIGITS, b"application/json", b"[[0.5]]", 422, "expected (rows, 28, 28, 1)"),
        (COLOURS, b"application/json", json.dumps(np.full((4, 4, 3), 0.5).tolist()).encode(), 422, "0.5"),
        (PEOPLE, b"application/json", b"[]", 422, "has no rows"),
        (PEOPLE, b"application/json", b"[1, 2]", 422, "row 0 is no object with the names of columns"),
        (PEOPLE, b"application/json", b'{"age": [1], "sex": "male"}', 422, "row 0 holds lists or objects"),
        (PEOPLE, b"application/json", b'{"sex": "male"}', 422, "lacks the column age"),
        (PEOPLE, b"text/csv", b"age,sex\nold,male\n", 422, "old"),
        (PEOPLE, b"text/csv", b"age,sex\ntrue,male\n", 422, "column age: found 'true'"),
        (PEOPLE, b"application/json", b'{"age": true, "sex": "male"}', 422, "column age: found 'true'"),
        (PEOPLE, FORM, b"--yy--", 400, "the form is empty or cut off"),
        (PEOPLE, FORM, form(("a", "text/csv", CSV))[:-6], 400, "the form is empty or cut off"),
        (PEOPLE, b"multipart/form-data", form(), 400, "has no boundary"),
        (PEOPLE, FORM, form(("a", "text/html", CSV)), 415, "text/html"),
        (PEOPLE, FORM, form(*[("a", "text/csv", CSV)] * 101), 413, "more than 100 files"),
    ],
)
def test_what_is_no_input_is_refused_with_a_fix(
    described: ModelDescription, type: bytes, body: bytes, status: int, error: str
) -> None:
    found, text = answer(described, type, body)
    assert (found, error in json.loads(text)["error"]) == (status, True), text
    assert json.loads(text)["fix"]


@pytest.mark.parametrize(
    ("described", "example"),
    [(PEOPLE, '{"age": 0.5, "sex": "..."}'), (FORECAST, '{"load": 0.5, "heat": 0.5}')],
)
def test_a_row_without_names_is_shown_one_that_is_taken(described: ModelDescription, example: str) -> None:
    for body in (b'[{"x": 1}, 2]', *((b'{"rows": []}',) if described is PEOPLE else ())):
        _, text = answer(described, b"application/json", body)
        assert f"send rows as {example}, with" in json.loads(text)["fix"]


@pytest.mark.parametrize(
    ("described", "type", "body", "error"),
    [
        (POINTS, b"application/json", b"[" + b"[1, 0]," * 10 + b"[1, 0]]", "11 rows"),
        (POINTS, b"text/csv", b"1,0\n" * 12, "11 rows"),
        (POINTS, b"", npy(np.zeros((11, 2))), "11 rows"),
        (POINTS, b"application/x-ndjson", b"{}\n" * 11, "12 rows"),
        (
            PEOPLE,
            b"application/json",
            json.dumps([{str(number): 1} for number in range(9)]).encode(),
            "columns",
        ),
        (PEOPLE, b"text/csv", b",".join([b"a"] * 9), "columns"),
        (PEOPLE, b"text/csv", b"age,sex\n" + b"1,male\n" * 8, "18 cells"),
        (PEOPLE, b"application/json", json.dumps([{"age": 1, "sex": "male"}] * 8).encode(), "16 cells"),
        (DIGITS, b"", npy(np.zeros((5, 28, 28), np.uint8)), "5 rows"),
    ],
)
def test_what_is_too_much_is_refused(
    described: ModelDescription, type: bytes, body: bytes, error: str
) -> None:
    limits = Limits(rows=10, columns=8, cells=15, numbers=4 * 784)
    (reply,) = answers(described, (type, body), limits=limits)
    assert (reply.status, error in json.loads(reply.body)["error"]) == (413, True), reply.body


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded() -> None:
    for type, body in ((b"image/png", png(seven())), (FORM, form(("a", "image/png", png(seven()))))):
        (reply,) = answers(DIGITS, (type, body), limits=Limits(pixels=59_999))
        assert (reply.status, "more than 59,999 pixels" in reply.body.decode()) == (422, True)


def test_the_pictures_of_a_form_have_the_pixels_of_one_together() -> None:
    body = form(("a", "image/png", png(seven())), ("b", "image/png", png(seven())))
    (reply,) = answers(DIGITS, (FORM, body), limits=Limits(pixels=100_000))
    assert (reply.status, "more than 100,000 pixels together" in reply.body.decode()) == (413, True)


@pytest.mark.parametrize(
    ("query", "error"),
    [
        (b"top_k=0", "top_k is '0'"),
        (b"top_k=x", "top_k is 'x'"),
        (b"fit=maybe", "fit is 'maybe'"),
        (b"top_k=1&top_k=2", "top_k is given twice"),
        (b"size=3", "there is no option 'size'"),
        (b"top_k", "cannot be read"),
        (b"\xff=1", "cannot be read"),
    ],
)
def test_queries_are_checked(query: bytes, error: str) -> None:
    status, text = answer(POINTS, b"", b"[1, 0]", query)
    assert (status, error in json.loads(text)["error"]) == (400, True), text


def test_fitting_needs_a_frame() -> None:
    plain = replace(DIGITS, preprocessing=replace(DIGITS.preprocessing, drawing=None))
    assert answer(plain, b"image/png", png(), b"fit=always")[0] == 400


def test_small_work_is_told_by_its_beginning() -> None:
    def is_small(body: bytes, type: bytes = b"") -> bool:
        return order_of(body, type, b"").is_small

    assert is_small(png()) and is_small(b"[1, 0]") and is_small(npy([1, 2]))
    # A few hundred bytes may be a picture of any size.
    large = np.zeros((3000, 3000, 1), np.uint8)
    assert len(png(large)) < 65_536
    assert not is_small(png(large)) and not is_small(png(kind="GIF")) and not is_small(b"[1]" * 30_000)
    assert not is_small(form(("a", "text/csv", CSV)), FORM)


@fuzzed
@given(
    st.sampled_from([POINTS, PRICES, PEOPLE, DIGITS]),
    st.sampled_from([*(type for type in TYPES if type != b"multipart/form-data"), FORM, b"image/png"]),
    any_bytes_or_damaged(
        {
            "picture": png(),
            "objects": b'[{"age": 39, "sex": "male"}]',
            "numbers": b"[[1, 0], [0, 1]]",
            "csv": CSV,
            "arrays": npy([1.0, 0]),
            "form": form(("a", "text/csv", CSV)),
        }
    ),
)
def test_no_body_is_a_bug(described: ModelDescription, type: bytes, body: bytes) -> None:
    (reply,) = answers(described, (type, body))
    assert reply.status in (200, 400, 413, 415, 422), reply.body
    found = json.loads(reply.body)
    assert set(found) == ({"run", "predictions", "notices"} if reply.status == 200 else {"error", "fix"})
