"""Native code tried in a process of its own first, where a crash costs nothing but the answer."""

import os
import signal
import time
import warnings
from collections.abc import Callable

_CPU_SECONDS = 10
_SECONDS = 15.0
_POLL = 0.001
# Beyond what the process has already, and what is tried takes by itself.
_MEMORY = 2 * 2**30


def crash_of(work: Callable[[], object]) -> str | None:
    """What ended `work`, tried in a fork of this process: a signal's name; None where it ended by itself.

    An exception is an end of its own: whoever does the work in earnest will meet it. The trial may compute
    for 10 seconds and take 2 GiB. None, too, on systems without fork, and where the fork only waits, as it
    can for ever for what a thread of this process held.
    """
    if not hasattr(os, "fork"):
        return None
    with warnings.catch_warnings():
        # Python warns that a fork has one thread alone; the work needs no other.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        _try(work)
    return _wait(child)


def _try(work: Callable[[], object]) -> None:
    try:
        import faulthandler
        import resource

        # The crash is expected: nothing is to be told of it, and no core kept.
        faulthandler.disable()
        signal.set_wakeup_fd(-1)
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGXCPU):
            signal.signal(name, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        used = int(sum(resource.getrusage(resource.RUSAGE_SELF)[:2]))
        resource.setrlimit(resource.RLIMIT_CPU, (used + _CPU_SECONDS, used + _CPU_SECONDS + 1))
        with open("/proc/self/statm", encoding="ascii") as file:
            taken = int(file.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (taken + _MEMORY, taken + _MEMORY))
    except BaseException:  # noqa: S110 - a system without these limits does without them
        pass
    try:
        work()
    finally:
        # Nothing of this process's may run twice: no handler of its end, no buffer of its streams.
        os._exit(0)


def _wait(child: int) -> str | None:
    end = time.monotonic() + _SECONDS
    try:
        while time.monotonic() < end:
            found, status = os.waitpid(child, os.WNOHANG)
            if found:
                child = 0
                return signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else None
            time.sleep(_POLL)
        return None
    finally:
        if child:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
