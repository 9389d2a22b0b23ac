"""What is known of every export format, and what writes it."""

from pathlib import Path
from typing import get_args

import pytest

import mlpcli
from mlpcli.config.layers import LAYERS
from mlpcli.errors import UsageError
from mlpcli.export_formats import FORMATS, ExportFormat, Quantization, understood

WRITERS = Path(mlpcli.__file__).parent / "training" / "export"


def test_what_can_be_chosen_is_what_there_is() -> None:
    assert set(FORMATS) == set(get_args(ExportFormat))
    assert {name for kind in FORMATS.values() for name in kind.quantized} == set(get_args(Quantization))


def test_every_format_that_is_compared_is_written_by_the_module_of_its_name() -> None:
    writers = {
        path.stem for path in WRITERS.glob("*.py") if "\ndef write(order: ExportRequest)" in path.read_text()
    }
    assert writers == {name for name, kind in FORMATS.items() if kind.written_by == "training"}


def test_no_two_formats_end_in_one_suffix() -> None:
    assert len({kind.suffix for kind in FORMATS.values()}) == len(FORMATS)


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("Dense", {"units": 1}, set()),
        ("LSTM", {"units": 1}, {"int8"}),
        ("Bidirectional", {"layer": {"GRU": {"units": 1}}}, {"int8"}),
    ],
)
def test_recurrent_layers_are_not_computed_in_8_bits(
    name: str, arguments: dict[str, object], expected: set[str]
) -> None:
    layer = LAYERS[name].model_validate(arguments)
    refusing = FORMATS["litert"].quantized.items()
    assert {one for one, limits in refusing if any(limit.applies(layer) for limit in limits)} == expected


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("Dense", {"units": 1, "activation": "celu"}, []),
        ("Dense", {"units": 1, "activation": {"leaky_relu": {"negative_slope": 0.1}}}, []),
        ("Dense", {"units": 1, "activation": {"celu": {"alpha": 0.5}}}, ["keras"]),
        ("GRU", {"units": 1, "recurrent_activation": {"squareplus": {"b": 1.0}}}, ["keras"]),
        ("Resizing", {"height": 2, "width": 2}, []),
        ("Resizing", {"height": 2, "width": 2, "antialias": True}, ["litert", "onnx"]),
        ("Resizing", {"height": 2, "width": 2, "interpolation": "bicubic"}, ["litert", "onnx"]),
        ("Conv1DTranspose", {"filters": 1, "kernel_size": 2, "dilation_rate": 2}, ["litert"]),
        ("Conv2DTranspose", {"filters": 1, "kernel_size": 2, "strides": 2}, []),
        ("Conv2DTranspose", {"filters": 1, "kernel_size": 2, "strides": 3}, ["onnx"]),
        (
            "TimeDistributed",
            {"layer": {"Conv1DTranspose": {"filters": 1, "kernel_size": 2, "dilation_rate": 2}}},
            ["litert"],
        ),
    ],
    ids=str,
)
def test_what_a_format_lacks_is_known(name: str, arguments: dict[str, object], expected: list[str]) -> None:
    layer = LAYERS[name].model_validate(arguments)
    refusing = {one for one, kind in FORMATS.items() if any(limit.applies(layer) for limit in kind.limits)}
    assert sorted(refusing) == expected


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("tflite", "litert"),
        (".pb", "saved_model"),
        ("SavedModel", "saved_model"),
        ("saved-model", "saved_model"),
    ],
)
def test_other_names_of_formats_are_understood(name: str, meant: str) -> None:
    assert understood(name) == meant


@pytest.mark.parametrize(
    ("name", "fix"), [("h5", "--format keras"), ("onx", "did you mean onnx?"), ("zip", "choose from litert")]
)
def test_what_is_no_format_is_refused_with_a_fix(name: str, fix: str) -> None:
    with pytest.raises(UsageError) as caught:
        understood(name)
    assert fix in caught.value.fix
