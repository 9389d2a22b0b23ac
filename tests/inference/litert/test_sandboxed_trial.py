import subprocess
import sys

LIMITED = (
    "from mlpcli.inference.litert import sandboxed_trial as process;process._SECONDS = 1; process._limit();"
)


def limited(does: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, "-c", LIMITED + does], capture_output=True, text=True, timeout=300)


def test_what_computes_without_end_is_ended() -> None:
    assert limited("\nwhile True: pass").returncode < 0


def test_the_machine_keeps_half_of_its_memory() -> None:
    done = limited("import os; bytes(os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES'))")
    assert done.stderr.strip().endswith("MemoryError")
