from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mlpcli.config.dataset_facts import rows_at_once
from mlpcli.errors import RunError
from mlpcli.inference.litert.litert_predictor import LiteRtPredictor, digest_of, open_model
from mlpcli.training.export.litert_conversion import to_litert
from mlpcli.training.tensorflow import keras, quiet, tf

PATH = Path("model.tflite")
PAIR = (2,)
SIGNAL = (4, 3)
DIGIT = (4, 4, 1)
WIDE = (300_000,)


def model_of(shape: tuple[int, ...], *layers: Any) -> Any:
    return keras.Sequential([keras.Input(shape), *layers])


@pytest.fixture(scope="module")
def dense() -> bytes:
    return to_litert(model_of((2,), keras.layers.Dense(3)))


def converted(function: Callable[..., Any], *shapes: list[int | None], custom: bool = False) -> bytes:
    """A model that this tool would not make."""
    traced = tf.function(function, input_signature=[tf.TensorSpec(shape, tf.float32) for shape in shapes])
    converter = tf.lite.TFLiteConverter.from_concrete_functions([traced.get_concrete_function()], tf.Module())
    converter.experimental_lower_to_saved_model = False
    if custom:
        converter.allow_custom_ops = True
    with quiet():
        return bytes(converter.convert())


@pytest.mark.parametrize("count", [0, 1, 5, 256, 300, 513])
@pytest.mark.parametrize(
    ("shape", "layer"), [(PAIR, keras.layers.Dense(3)), (SIGNAL, keras.layers.GRU(3))], ids=["dense", "gru"]
)
def test_any_number_of_rows_equals_keras(shape: tuple[int, ...], layer: Any, count: int) -> None:
    model = model_of(shape, layer)
    predictor = LiteRtPredictor(to_litert(model), PATH, shape, 3)
    for rows in (count, 2):
        values = np.random.default_rng(0).normal(size=(rows, *shape)).astype(np.float32)
        found = predictor.predict(values)
        assert (found.shape, found.dtype.name) == ((rows, 3), "float32")
        np.testing.assert_allclose(found, model(values).numpy().reshape(rows, 3), atol=1e-5)


@pytest.mark.parametrize("count", [0, 1, 32, 33, 100])
def test_a_model_of_a_fixed_batch_answers_any_number_of_rows(count: int) -> None:
    predictor = LiteRtPredictor(converted(lambda rows: rows * 2, [32, 2]), PATH, PAIR, 2)
    values = np.random.default_rng(0).normal(size=(count, 2)).astype(np.float32)
    np.testing.assert_array_equal(predictor.predict(values), values * 2)


@pytest.fixture(scope="module")
def same() -> bytes:
    """A model that answers what it is given."""
    return converted(lambda rows: rows * 1, [None, 2])


@pytest.mark.parametrize("row", [[0.25, 0.75], [0.0, 1.0], [-1e-6, 1 + 1e-6], [np.nan, 0.5]])
def test_a_probability_may_be_rounded_or_unknown(same: bytes, row: list[float]) -> None:
    values = np.array([row], np.float32)
    predictor = LiteRtPredictor(same, PATH, PAIR, 2, probabilities=True)
    np.testing.assert_array_equal(predictor.predict(values), values)


@pytest.mark.parametrize(
    ("row", "shown"), [([0.5, 1.25], "1.25"), ([-0.5, 0.5], "-0.5"), ([np.inf, 0], "inf")]
)
def test_what_is_no_probability_is_no_answer(same: bytes, row: list[float], shown: str) -> None:
    values = np.array([[0.5, 0.5], row], np.float32)
    message = f"model.tflite is not this run's model: it outputs {shown}, expected probabilities"
    with pytest.raises(RunError, match=message):
        LiteRtPredictor(same, PATH, PAIR, 2, probabilities=True).predict(values)
    assert LiteRtPredictor(same, PATH, PAIR, 2).predict(values).shape == (2, 2)


def test_pixels_go_in_as_they_are() -> None:
    model = model_of(
        (4, 4, 1), keras.layers.Rescaling(1 / 255), keras.layers.Flatten(), keras.layers.Dense(2)
    )
    values = np.arange(48, dtype=np.uint8).reshape(3, 4, 4, 1) * 5
    found = LiteRtPredictor(to_litert(model), PATH, DIGIT, 2).predict(values)
    np.testing.assert_allclose(found, model(values.astype(np.float32)).numpy(), atol=1e-5)


def test_large_rows_go_through_a_few_at_a_time() -> None:
    assert [rows_at_once(shape) for shape in (PAIR, WIDE)] == [256, 3]
    predictor = LiteRtPredictor(to_litert(model_of((300_000,), keras.layers.Dense(1))), PATH, WIDE, 1)
    assert predictor.predict(np.zeros((7, 300_000), np.uint8)).shape == (7, 1)


def test_a_model_is_opened_by_its_digest(tmp_path: Path, dense: bytes) -> None:
    path = tmp_path / "model.tflite"
    path.write_bytes(dense)
    assert open_model(path, digest_of(dense), PAIR, 3).predict(np.zeros((2, 2))).shape == (2, 3)
    with pytest.raises(RunError, match="model.tflite is not the model recorded in run.json") as caught:
        open_model(path, digest_of(b""), PAIR, 3)
    assert caught.value.exit_code == 4
    assert "train again" in caught.value.fix


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="model.tflite is missing"):
        open_model(tmp_path / "model.tflite", digest_of(b""), PAIR, 3)


def test_a_model_that_is_too_large_is_not_read(
    tmp_path: Path, dense: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mlpcli.inference.litert.litert_predictor.LARGEST", 100)
    path = tmp_path / "model.tflite"
    path.write_bytes(dense)
    with pytest.raises(RunError, match="model.tflite is larger than 100 bytes"):
        open_model(path, digest_of(dense), PAIR, 3)


@pytest.mark.parametrize("content", [b"", b"no model", b"\x1c\0\0\0TFL3", b"\xff\xff\xff\xffTFL3" * 9])
def test_what_is_no_model_is_refused(content: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(RunError, match="^model.tflite (is not a LiteRT model|cannot be used by LiteRT)"):
        LiteRtPredictor(content, PATH, PAIR, 3)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("shape", "outputs", "found"),
    [
        (SIGNAL, 3, r"it takes float32 of \[-1, 2\], expected float32 of \[-1, 4, 3\]"),
        (PAIR, 2, r"it outputs float32 of \[-1, 3\], expected float32 of \[-1, 2\]"),
    ],
)
def test_another_run_s_model_is_refused(
    dense: bytes, shape: tuple[int, ...], outputs: int, found: str
) -> None:
    with pytest.raises(RunError, match=f"model.tflite is not this run's model: {found}"):
        LiteRtPredictor(dense, PATH, shape, outputs)


def test_a_model_of_two_inputs_is_refused() -> None:
    content = converted(lambda one, two: one + two, [None, 2], [None, 2])
    with pytest.raises(RunError, match="it takes 2 arrays, expected 1"):
        LiteRtPredictor(content, PATH, PAIR, 2)


def test_a_model_of_a_huge_batch_is_refused() -> None:
    content = converted(lambda rows: rows + 1, [5000, 2])
    with pytest.raises(RunError, match="it takes 5000 rows at once, expected at most 1024"):
        LiteRtPredictor(content, PATH, PAIR, 2)


def test_a_model_that_needs_other_operations_is_refused(capfd: pytest.CaptureFixture[str]) -> None:
    content = converted(tf.math.special.dawsn, [None, 2], custom=True)
    capfd.readouterr()
    with pytest.raises(RunError, match="model.tflite cannot be used by LiteRT: "):
        LiteRtPredictor(content, PATH, PAIR, 2)
    assert capfd.readouterr() == ("", "")


def test_opening_a_model_prints_nothing(dense: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    LiteRtPredictor(dense, PATH, PAIR, 3).predict(np.zeros((1, 2), np.float32))
    assert capfd.readouterr() == ("", "")


def test_a_model_with_a_part_that_leads_nowhere_is_a_run_error(dense: bytes) -> None:
    table = int.from_bytes(dense[:4], "little")
    fields = table - int.from_bytes(dense[table : table + 4], "little", signed=True)
    for number, name in {1: "operator codes", 2: "subgraphs", 4: "buffers"}.items():
        place = fields + 4 + 2 * number
        broken = dense[:place] + b"\0\0" + dense[place + 2 :]
        with pytest.raises(RunError, match=f"model.tflite cannot be used by LiteRT: it has no {name}"):
            LiteRtPredictor(broken, PATH, PAIR, 3)


def test_a_table_of_contents_outside_of_the_model_is_a_run_error(dense: bytes) -> None:
    with pytest.raises(RunError, match="it has no table of contents"):
        LiteRtPredictor(b"\xff\xff\xff\x7f" + dense[4:], PATH, PAIR, 3)


def _unreadable(self: Any) -> list[dict[str, Any]]:
    return [{"name": b"\x95".decode()}]


@pytest.mark.parametrize("details", [lambda self: [], _unreadable], ids=["none", "unreadable"])
def test_a_model_whose_answers_cannot_be_told_is_a_run_error(
    details: Callable[[Any], list[dict[str, Any]]], dense: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mlpcli.inference.litert.litert_predictor.Interpreter.get_output_details", details)
    with pytest.raises(RunError, match="model.tflite cannot be used by LiteRT: "):
        LiteRtPredictor(dense, PATH, PAIR, 3)


def test_a_model_answers_as_many_rows_at_once_as_take_a_bounded_time(
    dense: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = np.random.default_rng(0).normal(size=(1000, 2)).astype(np.float32)
    predictor = LiteRtPredictor(dense, PATH, PAIR, 3)
    together = predictor.predict(rows)
    assert predictor._batch > 1
    monkeypatch.setattr("mlpcli.inference.litert.litert_predictor._SECONDS_AT_ONCE", 0.0)
    assert np.array_equal(predictor.predict(rows), together)
    assert predictor._batch == 1
