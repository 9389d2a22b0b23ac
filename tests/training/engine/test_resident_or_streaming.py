from dataclasses import dataclass

import pytest

from mlpcli.training.devices import single_device
from mlpcli.training.engine import resident_or_streaming
from mlpcli.training.engine.resident_or_streaming import streams, uses_xla
from tests.training.networks import Case, case

DENSE = (
    "[{Dense: {units: 4, activation: relu}}, {Dropout: {rate: 0.1}}, "
    "{Dense: {units: 1, activation: sigmoid}}]"
)
CONVOLUTION = (
    "[{Reshape: {target_shape: [2, 1]}}, {Conv1D: {filters: 2, kernel_size: 1, activation: relu}}, Flatten, "
    "{Dense: {units: 1, activation: sigmoid}}]"
)

WARP = "[{Reshape: {target_shape: [2, 1, 1]}}, {LAYER}, Flatten, {Dense: {units: 1, activation: sigmoid}}]"


def decide(layers: str, training: str, steps: int = 1000) -> bool:
    one = case(layers, training=training)
    return uses_xla(one.config.training, one.plan.stack, steps)


@pytest.mark.parametrize(
    ("layers", "training", "expected"),
    [
        (DENSE, "{epochs: 10}", True),
        (DENSE, "{epochs: 1}", False),
        (DENSE, "{epochs: 1, jit: true}", True),
        (DENSE, "{epochs: 10, jit: false}", False),
        (CONVOLUTION, "{epochs: 10}", False),
        (CONVOLUTION, "{epochs: 10, jit: true}", True),
    ],
)
def test_xla_compiles_long_trainings_of_dense_stacks_on_a_cpu(
    layers: str, training: str, expected: bool
) -> None:
    assert decide(layers, training) is expected


@pytest.mark.parametrize("layers", [DENSE, CONVOLUTION])
def test_xla_compiles_what_it_can_on_a_gpu(layers: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resident_or_streaming.tf.config, "list_physical_devices", lambda kind: ["a GPU"])
    assert decide(layers, "{epochs: 1}")


@pytest.mark.parametrize(
    "layer",
    [
        "RandomRotation: {factor: 0.1}",
        "RandomZoom: {height_factor: 0.1}",
        "RandomTranslation: {height_factor: 0.1, width_factor: 0.1}",
    ],
)
def test_xla_is_left_out_where_it_has_no_kernel(layer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resident_or_streaming.tf.config, "list_physical_devices", lambda kind: ["a GPU"])
    assert not decide(WARP.replace("LAYER", layer), "{epochs: 10}")


@pytest.fixture
def small() -> Case:
    return case(DENSE)


@pytest.mark.parametrize(
    ("training", "size", "expected"),
    [
        ("{engine: resident, memory_limit: 1 MB}", 10**9, False),
        ("{engine: streaming}", 1, True),
        ("{memory_limit: 1 MB}", 1_000_001, True),
        ("{memory_limit: 1 MB}", 1_000_000, False),
    ],
)
def test_rows_over_the_limit_stay_with_the_host(training: str, size: int, expected: bool) -> None:
    assert streams(case(DENSE, training=training).config.training, size) is expected


def test_rows_that_are_gathered_stay_with_the_host_unless_the_config_says_otherwise(small: Case) -> None:
    assert streams(small.config.training, 1, are_gathered=True)
    resident = case(DENSE, training="{engine: resident}").config.training
    assert not streams(resident, 1, are_gathered=True)


def test_the_limit_is_half_of_the_machine_by_default(small: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(single_device, "machine_memory", lambda: 1000)
    assert streams(small.config.training, 501)
    assert not streams(small.config.training, 500)


@dataclass(frozen=True)
class FakeDevice:
    device_type: str
    memory_limit: int


def test_on_a_gpu_the_limit_is_half_of_the_smallest_one_s_memory(
    small: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [FakeDevice("CPU", 10), FakeDevice("GPU", 2000), FakeDevice("GPU", 1000)]
    monkeypatch.setattr(resident_or_streaming.tf.config, "list_physical_devices", lambda kind: ["a GPU"])
    monkeypatch.setattr(single_device.device_lib, "list_local_devices", lambda: found)
    monkeypatch.setattr(single_device, "machine_memory", lambda: 10**9)
    assert streams(small.config.training, 501)
    assert not streams(small.config.training, 500)
    on_cpu = small.config.training.model_copy(update={"device": "cpu"})
    assert not streams(on_cpu, 501)
