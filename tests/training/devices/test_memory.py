from pathlib import Path

import pytest

from mlpcli.training.devices import memory
from mlpcli.training.devices.memory import machine_memory


def test_a_container_s_limit_counts_where_it_is_less(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limit = tmp_path / "memory.max"
    monkeypatch.setattr(memory, "_CONTAINER_LIMIT", limit)
    whole = machine_memory()
    limit.write_text("max\n")
    assert machine_memory() == whole
    limit.write_text("1048576\n")
    assert machine_memory() == 1048576
