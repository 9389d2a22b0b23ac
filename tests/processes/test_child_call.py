import os
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from mlpcli.errors import DataError, StorageError, UsageError
from mlpcli.processes.child_call import ChildCall

ANSWERS = "tests.child_answers"
ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def path_of_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


def ask(*order: Any) -> Any:
    with ChildCall(ANSWERS) as child:
        return child.answer(order, lambda *content: None)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # A process that ended but that nobody has waited for.
    return ") Z " not in Path(f"/proc/{pid}/stat").read_text() if sys.platform == "linux" else True


def written(path: Path) -> int:
    """The process id in a file that will be there."""
    while not path.exists():
        time.sleep(0.01)
    return int(path.read_text())


def test_reports_and_the_result_arrive_in_order() -> None:
    reports: list[tuple[object, ...]] = []
    with ChildCall(ANSWERS) as child:
        assert child.answer(("sum", [1, 2, 3]), lambda *content: reports.append(content)) == 6
    assert reports == [("had", 1), ("had", 2), ("had", 3)]


def test_a_child_is_gone_when_its_block_is_left() -> None:
    with pytest.raises(KeyboardInterrupt), ChildCall(ANSWERS) as child:

        def stop(*content: object) -> None:
            raise KeyboardInterrupt

        child.answer(("sum", [1]), stop)
    assert child._process
    assert child._process.returncode is not None


def test_an_expected_error_is_the_same_here() -> None:
    with pytest.raises(UsageError) as caught:
        ask("fail", "expected")
    assert (caught.value.message, caught.value.fix, caught.value.exit_code) == ("found this", "do that", 2)


def test_an_expected_error_of_another_class_is_what_users_know_it_as() -> None:
    with pytest.raises(DataError) as caught:
        ask("fail", "download")
    found = (type(caught.value), caught.value.message, caught.value.fix, caught.value.exit_code)
    assert found == (DataError, "mnist: no network", "go online", 3)


def test_an_error_of_the_system_keeps_its_number_and_its_file() -> None:
    with pytest.raises(FileNotFoundError) as caught:
        ask("fail", "system")
    assert (caught.value.errno, caught.value.strerror, caught.value.filename) == (2, "No such file", "there")


def test_a_class_that_only_the_child_knows_is_named_with_where_it_was_raised() -> None:
    with pytest.raises(RuntimeError) as caught:
        ask("fail", "strange")
    assert str(caught.value) == "_Strange: one two"
    (note,) = caught.value.__notes__
    assert 'raise _Strange("one", "two")' in note


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_a_killed_child_is_for_want_of_memory_and_a_crashed_one_a_bug() -> None:
    with pytest.raises(StorageError, match="the system killed the child process"):
        ask("fail", "SIGKILL")
    with pytest.raises(RuntimeError, match=r"^the child process crashed: SIGSEGV$"):
        ask("fail", "SIGSEGV")


def test_memory_that_a_library_did_not_get_is_an_error_of_memory_here() -> None:
    with pytest.raises(MemoryError, match="Unable to allocate"):
        ask("fail", "memory")


def test_an_error_of_the_system_that_a_library_named_is_one_here() -> None:
    with pytest.raises(OSError, match="No space left") as caught:
        ask("fail", "disk")
    assert caught.value.errno == 28


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_a_child_that_another_program_ended_is_told_as_that() -> None:
    with pytest.raises(StorageError) as caught:
        ask("fail", "SIGTERM")
    assert caught.value.message == "another program ended the child process with SIGTERM"
    assert caught.value.fix == "run the command again"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limits")
@pytest.mark.parametrize("end", ["SIGABRT", "SIGSEGV", 127])
def test_a_child_that_crashed_under_a_limit_of_memory_lacked_memory(
    end: str | int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(RuntimeError, match=f"^the child process crashed: (exit code )?{end}$"):
        ask("fail", end)
    resource = import_module("resource")
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (2**40, 2**40))
    with pytest.raises(StorageError, match="^out of memory: the child process crashed ") as caught:
        ask("fail", end)
    assert "`ulimit -v` shows" in caught.value.message


def test_a_module_that_cannot_be_imported_is_an_error_here() -> None:
    with pytest.raises(ModuleNotFoundError), ChildCall("mlpcli.nothing") as child:
        child.answer((), lambda *content: None)


def test_without_a_child_process_it_is_called_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", "")
    assert ask("sum", [2, 3]) == 5
    monkeypatch.setattr(sys, "executable", str(tmp_path / "missing"))
    assert ask("sum", [2, 3]) == 5


@pytest.mark.skipif(os.name == "nt", reason="Windows has no process states")
def test_a_child_ends_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    code = (
        "import os, sys\nfrom mlpcli.processes.child_call import ChildCall\n"
        f"with ChildCall({ANSWERS!r}) as child:\n"
        "    open(sys.argv[1], 'w').write(str(child._process.pid))\n"
        "    child.answer(('sum', []), print)\n"
        "    os.read(0, 1)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code, tmp_path / "pid"], stdin=subprocess.PIPE)
    with parent:
        pid = written(tmp_path / "pid")
        parent.kill()
    while is_alive(pid):
        time.sleep(0.01)
