"""Networks handed on, and what became of them, read by the libraries of their formats."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
import pytest
from ai_edge_litert.interpreter import Interpreter
from safetensors import safe_open

import mlpcli
from mlpcli.browser.trial.engines import Engine
from mlpcli.config.layers.reshaping import UpSampling2D
from mlpcli.data.dataset import Array
from mlpcli.errors import DataError, StorageError, UsageError
from mlpcli.export_formats import FORMATS, ExportFormat
from mlpcli.training.tensorflow import keras, tf
from mlpcli.workflows.export import check_expressible
from mlpcli.workflows.run.open_run import open_run
from mlpcli.workflows.train import TrainedRun
from tests.browser.programs import engine_of
from tests.data.loading import load
from tests.workflows.test_evaluate import ARRAYS, rows
from tests.workflows.trainings import AND, BLOBS, DIABETES, Recorder, train

Get = Callable[[str], TrainedRun]
EVERYTHING = """\
data: {source: wine, validation: 0.2, test: 0.2}
layers:
  - Normalization
  - Dense: {units: 8, activation: tanh}
  - Dropout: {rate: 0.2}
  - GaussianNoise: {stddev: 0.1}
  - BatchNormalization
  - Dense: {units: 3, activation: softmax}
training: {epochs: 2, baselines: false}
"""
IMAGES = """\
data: {source: digits}
layers:
  - RandomRotation: {factor: 0.1}
  - RandomCrop: {height: 7, width: 6}
  - Conv2D: {filters: 2, kernel_size: 3, activation: {leaky_relu: {negative_slope: 0.1}}}
  - GroupNormalization: {groups: 2}
  - SpatialDropout2D: {rate: 0.2}
  - Flatten
  - Dense: {units: 10, activation: softmax}
training: {epochs: 1, baselines: false}
"""
SEQUENCES = """\
data: {source: waves, rows: 100, steps: 16}
layers:
  - Masking
  - Bidirectional: {layer: {GRU: {units: 2, dropout: 0.1}}}
  - Dense: {units: 4, activation: softmax}
training: {epochs: 1, baselines: false}
"""
TABLE = """\
data: {source: wine, validation: 0.2, test: 0.2}
layers:
  - CategoryEmbedding: {widths: [2, 3], limit: 2, units: 2}
  - PeriodicEmbedding: {features: 8}
  - PiecewiseLinearEncoding: {features: 5, bins: 3}
  - Ensemble: {members: 3}
  - Scale
  - Dense: {units: 4, activation: relu, kernel_initializer: RandomSigns}
  - EnsembleHead: {units: 3, activation: softmax}
training: {epochs: 2, baselines: false}
"""
UNITS = """\
data: {source: diabetes, standardize_targets: true, clamp_predictions: true}
layers: [{Ensemble: 2}, {Dense: {units: 8, activation: relu}}, {EnsembleHead: {units: 1}}]
optimizer: {SGD: {learning_rate: 0.1}}
training: {epochs: 3, baselines: false}
"""
DENSE = """\
data: {source: digits}
layers: [Flatten, {Dense: {units: 64, activation: relu}}, {Dense: {units: 10, activation: softmax}}]
training: {epochs: 3, baselines: false}
"""
HALF = BLOBS.replace("epochs: 3,", "epochs: 3, precision: mixed_bfloat16,")
# The extra onnx may be missing: it has tests of its own.
COMPARED = [name for name, kind in FORMATS.items() if kind.written_by == "training" and name != "onnx"]

# Keras hands its variables to NumPy in a way that NumPy 2 warns of.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


def short(text: str) -> str:
    return text.partition("source: ")[2][:8]


@pytest.fixture
def page_engine() -> Engine:
    return engine_of("Node")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def questions(run: TrainedRun) -> tuple[Array, Array]:
    """Training rows as they were read, and the network's answers in full precision."""
    opened = open_run(str(run.folder.path), Path())
    inputs = load(opened.config.data, opened.config.seed).train.inputs[:40]
    return inputs, opened.network().predict(inputs)


@pytest.mark.parametrize("format", COMPARED)
@pytest.mark.parametrize(
    "text", [EVERYTHING, IMAGES, SEQUENCES, TABLE, UNITS, DIABETES, HALF], ids=lambda text: text[15:30]
)
def test_what_is_written_answers_as_the_network(
    text: str, format: ExportFormat, trained: Get, here: Path
) -> None:
    run = trained(text)
    exported = mlpcli.export(str(run.folder.path), format)
    assert exported.path == Path(f"{run.folder.id}{FORMATS[format].suffix}")
    assert [path.name for path in here.iterdir()] == [exported.path.name]
    assert exported.bytes > 500
    assert exported.comparison is not None
    assert exported.comparison.is_same
    assert (exported.comparison.split, exported.comparison.rows) == ("test", run.record.rows["test"])
    assert exported.comparison.before == pytest.approx(exported.comparison.after)


@pytest.mark.parametrize("text", [EVERYTHING, IMAGES, SEQUENCES, TABLE, UNITS], ids=lambda text: text[15:30])
def test_a_page_answers_as_the_network(text: str, trained: Get, here: Path, page_engine: Engine) -> None:
    run = trained(text)
    recorder = Recorder()
    exported = mlpcli.export(str(run.folder.path), "html", watcher=recorder)
    assert recorder.notices == []
    assert [path.name for path in here.iterdir()] == [exported.path.name]
    assert exported.comparison is not None
    assert exported.comparison.is_same
    assert exported.comparison.before == pytest.approx(exported.comparison.after)
    assert exported.page is not None
    assert exported.page.engine.startswith("Node ")
    assert exported.page.available == exported.comparison.rows


def test_a_page_in_8_bits_is_smaller_and_answers_nearly_as_the_network(
    trained: Get, page_engine: Engine
) -> None:
    run = str(trained(DENSE).folder.path)
    whole = mlpcli.export(run, "html", output="whole.html")
    small = mlpcli.export(run, "html", quantize="int8", output="small.html")
    # 4,736 weights, five letters each, of which one or two are left.
    assert whole.bytes - small.bytes > 4_736 * 3
    assert small.comparison is not None
    assert 0 < small.comparison.difference < 0.05
    assert small.comparison.after == pytest.approx(small.comparison.before, abs=0.01)


def test_without_a_program_that_runs_it_a_page_is_written_and_not_compared(
    trained: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mlpcli.workflows.export_page.engines", lambda: iter(()))
    recorder = Recorder()
    exported = mlpcli.export(str(trained(BLOBS).folder.path), "html", watcher=recorder)
    assert recorder.notices == ["not compared: there is neither Node nor Chromium here"]
    assert (exported.comparison, exported.page) == (None, None)
    assert exported.path.read_text().startswith("<!doctype html>")


def test_a_program_that_says_nothing_is_named(
    trained: Get, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = Engine("Node", str(here / "broken"))
    monkeypatch.setattr("mlpcli.workflows.export_page.engines", lambda: iter((broken,)))
    recorder = Recorder()
    exported = mlpcli.export(str(trained(BLOBS).folder.path), "html", watcher=recorder)
    assert recorder.notices == [f"not compared: {here / 'broken'} gave no answer"]
    assert exported.page is None


def test_a_page_whose_rows_take_long_is_compared_on_some_of_them(
    trained: Get, monkeypatch: pytest.MonkeyPatch, page_engine: Engine
) -> None:
    run = trained(DENSE)
    monkeypatch.setattr("mlpcli.workflows.export_page._MULTIPLY_ADDS", 50_000)
    exported = mlpcli.export(str(run.folder.path), "html")
    assert exported.comparison is not None
    assert exported.comparison.is_same
    assert exported.comparison.rows == 50_000 // (64 * 64 + 64 * 10)
    assert exported.page is not None
    assert exported.page.available == run.record.rows["test"]


def test_a_page_that_answers_differently_is_not_left_behind(
    trained: Get, here: Path, monkeypatch: pytest.MonkeyPatch, page_engine: Engine
) -> None:
    monkeypatch.setattr("mlpcli.workflows.export_comparison.TOLERANCE", -1)
    with pytest.raises(UsageError) as caught:
        mlpcli.export(str(trained(BLOBS).folder.path), "html")
    assert caught.value.message.startswith("the network in the page has outputs that differ by up to ")
    assert list(here.iterdir()) == []


def test_a_page_that_cannot_be_computed_is_not_left_behind(
    trained: Get, here: Path, monkeypatch: pytest.MonkeyPatch, page_engine: Engine
) -> None:
    monkeypatch.setattr("mlpcli.workflows.export_page.runtime_files", lambda layers: ())
    with pytest.raises(UsageError) as caught:
        mlpcli.export(str(trained(BLOBS).folder.path), "html")
    assert re.match(r"the network in the page cannot be computed in Node \d+: Ref", caught.value.message)
    assert list(here.iterdir()) == []


def test_the_size_of_a_page_has_limits(
    trained: Get, here: Path, monkeypatch: pytest.MonkeyPatch, page_engine: Engine
) -> None:
    run = str(trained(DENSE).folder.path)
    monkeypatch.setattr("mlpcli.workflows.export_page.LARGE", 10_000)
    recorder = Recorder()
    mlpcli.export(run, "html", output="large.html", watcher=recorder)
    assert recorder.notices == ["the page takes 0 MB: browsers need some seconds to open it"]
    # 4,810 parameters take 25,653 letters, or 6,413.
    for limit, fix in ((20_000, "add --quantize int8, or choose another format"), (5_000, "choose another")):
        monkeypatch.setattr("mlpcli.workflows.export_page.LARGEST", limit)
        with pytest.raises(UsageError, match="^the page would take 0 MB, and browsers open at ") as caught:
            mlpcli.export(run, "html", output="largest.html")
        assert caught.value.fix.startswith(fix)
    assert [path.name for path in here.iterdir()] == ["large.html"]


def test_a_keras_file_of_layers_that_keras_lacks_needs_nothing_of_this_tool(trained: Get) -> None:
    run = trained(TABLE)
    path = mlpcli.export(str(run.folder.path), "keras").path
    with ZipFile(path) as archive:
        assert b"mlpcli" not in archive.read("config.json")
    inputs, answers = questions(run)
    loaded = keras.models.load_model(path, safe_mode=True)
    np.testing.assert_allclose(loaded.predict(inputs, verbose=0), answers, atol=1e-5)


def test_a_keras_file_needs_nothing_of_this_tool(trained: Get) -> None:
    run = trained(EVERYTHING)
    path = mlpcli.export(str(run.folder.path), "keras").path
    loaded = keras.models.load_model(path, safe_mode=True)
    inputs, answers = questions(run)
    np.testing.assert_allclose(loaded.predict(inputs, verbose=0), answers, atol=1e-5)
    with ZipFile(path) as archive:
        assert b"random_layers" not in archive.read("config.json")
        assert b"mlpcli" not in archive.read("config.json")
        told = json.loads(archive.read("mlpcli.json"))
    assert told["classes"] == ["class_0", "class_1", "class_2"]
    assert told["shape"] == [13]
    (scale,) = told["preprocessing"]["steps"]
    assert scale["step"] == "scale"
    assert len(scale["mean"]) == 13


@pytest.fixture(scope="module")
def recurrent_litert(trained: Get, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The LiteRT model of SEQUENCES."""
    path = tmp_path_factory.mktemp("recurrent") / "m.tflite"
    return mlpcli.export(str(trained(SEQUENCES).folder.path), "litert", output=path).path


@pytest.mark.parametrize("count", [1, 7, 257])
def test_a_recurrent_litert_model_takes_any_number_of_rows(
    count: int, recurrent_litert: Path, trained: Get
) -> None:
    run = trained(SEQUENCES)
    interpreter = Interpreter(str(recurrent_litert))
    (given,), (answered,) = interpreter.get_input_details(), interpreter.get_output_details()
    assert given["shape"].tolist() == [1, 16, 1]
    inputs, answers = questions(run)
    rows, wanted = np.resize(inputs, (count, 16, 1)), np.resize(answers, (count, 4))
    if count > 1:
        interpreter.resize_tensor_input(given["index"], rows.shape)
    interpreter.allocate_tensors()
    interpreter.set_tensor(given["index"], rows)
    interpreter.invoke()
    np.testing.assert_allclose(interpreter.get_tensor(answered["index"]), wanted, atol=1e-5)


def test_a_saved_model_serves_rows_as_they_were_read(trained: Get) -> None:
    run = trained(IMAGES)
    path = mlpcli.export(str(run.folder.path), "saved_model", output="served").path
    inputs, answers = questions(run)
    served = tf.saved_model.load(str(path)).signatures["serving_default"](tf.constant(inputs, tf.float32))
    np.testing.assert_allclose(next(iter(served.values())).numpy(), answers, atol=1e-5)
    assert json.loads((path / "assets.extra/mlpcli.json").read_text())["run"] == run.folder.id


def test_a_litert_model_brings_its_labels(trained: Get) -> None:
    path = mlpcli.export(str(trained(BLOBS).folder.path), "litert").path
    with ZipFile(path) as archive:
        assert archive.read("labels.txt") == b"0\n1\n2\n"
        assert json.loads(archive.read("mlpcli.json"))["kind"] == "vector"


def test_safetensors_hold_the_weights_by_layer(trained: Get) -> None:
    run = trained(EVERYTHING)
    path = mlpcli.export(str(run.folder.path), "safetensors").path
    with safe_open(path, framework="np") as file:
        assert set(file.keys()) == {
            *("normalization/mean", "normalization/variance", "normalization/count"),
            *("dense/kernel", "dense/bias", "dense_1/kernel", "dense_1/bias"),
            *(f"batch_normalization/{name}" for name in ("gamma", "beta", "moving_mean", "moving_variance")),
        }
        assert json.loads(file.metadata()["mlpcli"])["run"] == run.folder.id


@pytest.mark.parametrize("text", [EVERYTHING, IMAGES, SEQUENCES, TABLE, AND], ids=short)
def test_an_onnx_model_answers_as_the_network(text: str, trained: Get) -> None:
    onnxruntime = pytest.importorskip("onnxruntime", reason="the extra onnx is not installed")
    run = trained(text)
    path = mlpcli.export(str(run.folder.path), "onnx").path
    session = onnxruntime.InferenceSession(path)
    inputs, answers = questions(run)
    (found,) = session.run(["output"], {"input": inputs.astype(np.float32)})
    np.testing.assert_allclose(found, answers, atol=1e-5)
    assert session.get_inputs()[0].shape == ["batch", *run.record.input_shape]
    classes = json.loads(session.get_modelmeta().custom_metadata_map["classes"])
    assert classes == list(open_run(str(run.folder.path), Path()).description.facts.classes)


def test_onnx_without_its_extra_says_how_to_get_it(
    trained: Get, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mlpcli.training.export.onnx.find_spec", lambda name: None)
    with pytest.raises(UsageError) as caught:
        mlpcli.export(str(trained(BLOBS).folder.path), "onnx")
    assert caught.value.exit_code == 2
    assert caught.value.message == "ONNX needs packages that are not installed: onnx, onnxruntime, tf2onnx"
    assert caught.value.fix == "install them with: pip install 'mlpcli[onnx]'"
    assert list(here.iterdir()) == []


def test_step_is_no_part_of_keras(trained: Get) -> None:
    with pytest.raises(UsageError) as caught:
        mlpcli.export(str(trained(AND).folder.path), "keras")
    assert caught.value.message.startswith("layers[0] Dense: Keras has no activation step: ")
    assert caught.value.fix == "choose saved_model, litert or onnx, or script, which defines it"


@pytest.mark.parametrize("format", ["saved_model", "litert", "safetensors"])
def test_step_is_in_every_other_format(format: ExportFormat, trained: Get) -> None:
    comparison = mlpcli.export(str(trained(AND).folder.path), format).comparison
    assert comparison is not None
    assert (comparison.difference, comparison.rows) == (0, 4)


@pytest.mark.parametrize("quantize", ["dynamic", "float16", "int8"])
def test_quantizing_makes_a_model_smaller_and_says_what_it_costs(quantize: Any, trained: Get) -> None:
    run = trained(DENSE)
    whole = mlpcli.export(str(run.folder.path), "litert", output="whole.tflite")
    small = mlpcli.export(str(run.folder.path), "litert", quantize=quantize, output="small.tflite")
    assert small.bytes < whole.bytes
    assert small.comparison is not None
    assert small.comparison.metric == "accuracy"
    assert small.comparison.before == pytest.approx(run.record.figures["test"]["accuracy"])
    assert small.comparison.after == pytest.approx(small.comparison.before, abs=0.05)
    assert 0 < small.comparison.difference < 0.2


@pytest.mark.parametrize("interpolation", ["bicubic", "lanczos3", "lanczos5"])
@pytest.mark.parametrize("format", ["litert", "onnx"])
def test_an_interpolation_that_a_format_lacks_is_refused_by_name(
    format: ExportFormat, interpolation: str
) -> None:
    layer = UpSampling2D(interpolation=interpolation)
    with pytest.raises(UsageError) as caught:
        check_expressible([layer], format, None)
    assert caught.value.message == (
        f"layers[0] UpSampling2D: {'LiteRT' if format == 'litert' else 'ONNX'}"
        f" has no {interpolation} interpolation that matches TensorFlow's"
    )
    assert caught.value.fix == "choose keras or saved_model, or train with interpolation: bilinear"
    check_expressible([layer], "keras", None)
    check_expressible([layer], "saved_model", None)


def test_int8_does_not_go_with_recurrent_layers(trained: Get, here: Path) -> None:
    with pytest.raises(UsageError) as caught:
        mlpcli.export(str(trained(SEQUENCES).folder.path), "litert", quantize="int8")
    assert caught.value.message.startswith("layers[1] Bidirectional: LiteRT cannot measure ")
    assert caught.value.fix == "leave --quantize out"
    assert list(here.iterdir()) == []


@pytest.mark.parametrize("format", [name for name, kind in FORMATS.items() if not kind.quantized])
def test_only_some_formats_are_quantized(format: ExportFormat, trained: Get) -> None:
    with pytest.raises(UsageError) as caught:
        mlpcli.export(str(trained(BLOBS).folder.path), format, quantize="int8")
    assert caught.value.message == "--quantize int8 works only with --format litert or html"
    assert caught.value.fix == "leave --quantize out"


@pytest.mark.parametrize("format", ["keras", "saved_model", "script"])
def test_nothing_is_overwritten_unless_forced(format: ExportFormat, trained: Get, here: Path) -> None:
    run = str(trained(BLOBS).folder.path)
    mlpcli.export(run, format, output="there")
    with pytest.raises(UsageError) as caught:
        mlpcli.export(run, format, output="there")
    assert caught.value.message == "there already exists"
    assert caught.value.fix == "choose another path with --output, or overwrite it with --force"
    mlpcli.export(run, format, output="there", force=True)
    assert [path.name for path in here.iterdir()] == ["there"]


@pytest.mark.parametrize("format", ["keras", "saved_model", "script"])
def test_a_folder_of_the_users_is_never_replaced(format: ExportFormat, trained: Get, here: Path) -> None:
    (here / "mine").mkdir()
    (here / "mine" / "thesis.txt").write_text("of two years")
    run = trained(BLOBS).folder
    with pytest.raises(UsageError, match="^mine is a folder") as caught:
        mlpcli.export(str(run.path), format, output="mine", force=True)
    assert (here / "mine" / "thesis.txt").read_text() == "of two years"
    fix = f"mine/{run.id}{FORMATS[format].suffix}"
    assert caught.value.fix.endswith(f"such as {fix}")
    assert mlpcli.export(str(run.path), format, output=fix).path.exists()


@pytest.mark.parametrize("format", ["keras", "script"])
def test_a_name_that_ends_as_a_folders_is_no_files(format: ExportFormat, trained: Get, here: Path) -> None:
    with pytest.raises(UsageError) as caught:
        mlpcli.export(str(trained(BLOBS).folder.path), format, output="new/")
    assert caught.value.message == "new/ names a folder, but this export is a file"
    assert caught.value.fix == "leave out the final /"
    assert list(here.iterdir()) == []


def test_an_export_puts_back_what_a_killed_one_had_moved_aside(trained: Get, here: Path) -> None:
    work = here / f".mlpcli-export-{'0' * 16}"
    (work / "old" / "served").mkdir(parents=True)
    (work / "new.saved_model").mkdir()
    (work / ".lock").touch()
    recorder = Recorder()
    mlpcli.export(str(trained(BLOBS).folder.path), "script", output="net.py", watcher=recorder)
    assert recorder.notices == ["served was restored: a killed export had moved it aside"]
    assert sorted(path.name for path in here.iterdir()) == ["net.py", "served"]


@pytest.mark.parametrize("format", ["keras", "saved_model", "script"])
def test_a_folder_that_is_not_there_is_a_storage_error(format: ExportFormat, trained: Get) -> None:
    with pytest.raises(StorageError) as caught:
        mlpcli.export(str(trained(BLOBS).folder.path), format, output="missing/there")
    assert caught.value.message.startswith("missing/there could not be written: ")
    assert caught.value.fix == "create its folder first"


@pytest.mark.parametrize("format", COMPARED)
def test_a_model_that_answers_differently_is_not_left_behind(
    format: ExportFormat, trained: Get, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mlpcli.workflows.export_comparison.TOLERANCE", -1)
    with pytest.raises(UsageError) as caught:
        mlpcli.export(str(trained(BLOBS).folder.path), format)
    assert caught.value.message.startswith(f"the exported {format} model has outputs that differ by up to ")
    assert caught.value.fix == "choose another format, and please report it"
    assert list(here.iterdir()) == []


def test_changed_data_is_a_data_error(tmp_path: Path) -> None:
    rows(tmp_path, 0)
    run = train(tmp_path, ARRAYS)
    rows(tmp_path, 1)
    with pytest.raises(DataError, match="is not the data that"):
        mlpcli.export(str(run.folder.path), "keras")
