import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mlpcli.data.tables.read_table import read_table
from mlpcli.errors import StorageError
from mlpcli.processes.memory_limit import LEAST, LEAST_OF_POLARS, require_memory_for_tensorflow
from tests.conftest import Command

resource = pytest.importorskip("resource", reason="Windows has no such limits")


@pytest.fixture
def limited(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Pretends this limit of address space."""

    def limit(size: int) -> None:
        monkeypatch.setattr(resource, "getrlimit", lambda kind: (size, size))

    return limit


@pytest.mark.parametrize("size", [resource.RLIM_INFINITY, LEAST, 2 * LEAST])
def test_a_limit_that_may_suffice_is_tried(size: int, limited: Callable[[int], None]) -> None:
    limited(size)
    require_memory_for_tensorflow()


def test_a_system_without_limits_has_none_to_refuse(
    limited: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    limited(0)
    monkeypatch.setitem(sys.modules, "resource", None)
    require_memory_for_tensorflow()


@pytest.mark.parametrize(
    "arguments",
    [
        ["train", "net.yaml"],
        ["train", "net.yaml", "--workers", 2],
        ["resume", "net"],
        ["export", "net", "-f", "keras"],
    ],
    ids=lambda words: " ".join(map(str, words)),
)
def test_a_command_that_needs_tensorflow_says_which_limit_to_raise(
    arguments: list[object], limited: Callable[[int], None], mlpcli: Command, tmp_path: Path
) -> None:
    limited(400 * 2**20)
    answer = mlpcli(*arguments, "--runs", tmp_path)
    assert (answer.code, answer.out) == (6, "")
    assert answer.err == (
        "error: out of memory: the limit that `ulimit -v` shows is 400 MiB, and TensorFlow needs more than "
        "1,024 MiB\n    fix: raise it, such as with ulimit -v 4194304, or ask the batch system for more "
        "memory\n"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["evaluate", "net"],
        ["predict", "1,0"],
        ["data", "d.npz"],
        ["runs", "verify"],
        ["report", "net"],
        ["diagnose", "net"],
        ["explain", "net", "--input", "1,0"],
    ],
    ids=lambda words: " ".join(map(str, words)),
)
def test_a_command_that_needs_numpy_says_which_limit_to_raise(
    arguments: list[object], limited: Callable[[int], None], mlpcli: Command
) -> None:
    limited(350 * 2**20)
    answer = mlpcli(*arguments)
    assert (answer.code, answer.out) == (6, "")
    assert answer.err == (
        "error: out of memory: the limit that `ulimit -v` shows is 350 MiB, and NumPy needs more than "
        "512 MiB\n    fix: raise it, such as with ulimit -v 2097152, or ask the batch system for more "
        "memory\n"
    )


def test_a_table_needs_more_the_larger_it_is(
    limited: Callable[[int], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    limited(LEAST_OF_POLARS + 20 * 2**20)
    path = tmp_path / "rows.csv"
    path.write_text("a,b\n" + "1,2\n" * 50)
    assert len(read_table(path)) == 50
    path.write_text("a,b\n" + "1,2\n" * 500_000)
    with pytest.raises(StorageError, match=r"1,556 MiB, and reading .*rows\.csv needs more than 1,561 MiB"):
        read_table(path)


def test_a_dry_run_needs_no_tensorflow(
    limited: Callable[[int], None], mlpcli: Command, tmp_path: Path
) -> None:
    limited(400 * 2**20)
    assert mlpcli("train", tmp_path / "missing.yaml", "--dry-run").code == 2
