from pathlib import Path

import pytest

from mlpcli.config.training import Training
from mlpcli.config.types.byte_count import ByteCount
from mlpcli.training.devices import memory
from mlpcli.training.devices.memory import machine_memory, memory_of_rows


def test_a_container_s_limit_counts_where_it_is_less(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limit = tmp_path / "memory.max"
    monkeypatch.setattr(memory, "_CONTAINER_LIMIT", limit)
    whole = machine_memory()
    limit.write_text("max\n")
    assert machine_memory() == whole
    limit.write_text("1048576\n")
    assert machine_memory() == 1048576


@pytest.mark.parametrize(
    ("training", "expected"),
    [
        (Training(), 500),
        (Training(memory_limit=ByteCount.parse("2 MB")), 2_000_000),
        (Training(engine="resident", memory_limit=ByteCount.parse("2 MB")), None),
        (Training(engine="streaming"), 500),
    ],
)
def test_rows_may_take_half_of_the_machine_or_what_the_config_says(
    training: Training, expected: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "machine_memory", lambda: 1000)
    assert memory_of_rows(training) == expected
