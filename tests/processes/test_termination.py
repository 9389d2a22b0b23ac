"""What happens between the decision to end the process and its end."""

import subprocess
import sys

ENDING = """
import os, threading
from mlpcli.processes.termination import before_the_end, decide, end, may_end_at_once

has_gone_on = threading.Event()

def tell():
    # The other thread has the time to go on, if it may.
    has_gone_on.wait(0.1)
    os.write(1, b"told")

def go_on():
    has_gone_on.set()
    os.write(1, b"went on")

def fail():
    raise OSError("a closed descriptor")

with may_end_at_once():
    ENTERED
    has_gone_on.wait()
"""
INSIDE = """
    with before_the_end(tell), before_the_end(fail):
        assert decide()
        threading.Thread(target=end, args=(7,)).start()
    go_on()
"""
OUTSIDE = """
    with before_the_end(tell):
        assert decide()
        threading.Thread(target=end, args=(7,)).start()
        with before_the_end(fail):
            go_on()
"""


def ended(code: str) -> tuple[int, str]:
    code = ENDING.replace("    ENTERED\n", code)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    return done.returncode, done.stdout


def test_no_thread_leaves_what_the_end_needs_and_one_failure_does_not_stop_the_rest() -> None:
    assert ended(INSIDE) == (7, "told")


def test_no_thread_begins_what_the_end_would_not_see() -> None:
    assert ended(OUTSIDE) == (7, "told")
