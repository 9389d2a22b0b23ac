from typing import Any

import numpy as np
import pytest
from ai_edge_litert.interpreter import Interpreter

from mlpcli.export_formats import Quantization
from mlpcli.training.export import dense_kernels
from mlpcli.training.export.litert_conversion import to_litert
from tests.training.export.test_litert_conversion import answers, model_of, rows

DENSE: dict[str, Any] = {"units": 5, "activation": "tanh"}
HEAD: dict[str, Any] = {"units": 3, "activation": "softmax", "use_bias": False}


@pytest.mark.parametrize("shape", [(6,), (4, 6), (3, 2, 6)])
@pytest.mark.parametrize("quantization", [None, "dynamic", "float16"])
def test_a_transposed_kernel_answers_as_keras(
    shape: tuple[int, ...], quantization: Quantization | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dense_kernels, "_LARGE", 1)
    model, values = model_of(shape, ("Dense", DENSE), ("Dense", HEAD)), rows(shape)
    found = answers(to_litert(model, quantization), values)
    assert np.abs(found - model.predict(values, verbose=0)).max() < (0.01 if quantization else 1e-5)


def test_the_converted_file_is_of_the_same_operations(monkeypatch: pytest.MonkeyPatch) -> None:
    model = model_of((6,), ("Dense", DENSE), ("Dense", HEAD))
    before = operations(to_litert(model, scored=True))
    monkeypatch.setattr(dense_kernels, "_LARGE", 1)
    assert operations(to_litert(model, scored=True)) == before


def test_the_model_is_afterwards_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dense_kernels, "_LARGE", 1)
    model = model_of((6,), ("Dense", DENSE))
    dense = model.layers[1]
    with dense_kernels.transposed_kernels(model):
        assert "call" in vars(dense)
    assert "call" not in vars(dense)


def test_small_kernels_are_left_alone() -> None:
    model = model_of((6,), ("Dense", DENSE))
    with dense_kernels.transposed_kernels(model):
        assert "call" not in vars(model.layers[1])


def operations(flatbuffer: bytes) -> list[str]:
    interpreter = Interpreter(model_content=flatbuffer)
    return [one["op_name"] for one in interpreter._get_ops_details()]
