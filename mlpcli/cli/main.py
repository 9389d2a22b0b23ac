"""How the program starts and ends."""

# What `signal` is made of: that one imports enum, which would take most of the time until Ctrl-C is handled.
import _signal as signal  # type: ignore[import-not-found]
import atexit
import gc
import os
import sys


def main() -> None:
    """The entry point of the command `mlpcli`."""
    # Even what handles signals takes some hundredths of a second to import. Nothing can be lost until then.
    is_heard = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if is_heard:
        signal.signal(signal.SIGINT, _end)
    try:
        _run()
    finally:
        # Registered last, and so called before what libraries do at exit.
        atexit.register(_ignore_signals)
        if is_heard:
            signal.signal(signal.SIGINT, signal.default_int_handler)


def _end(number: int, frame: object) -> None:
    os._exit(128 + number)


def _ignore_signals() -> None:
    """A command that is done ends with its own exit code. Python's shutdown would die of a late signal, or
    print the traceback of an interruption."""
    from mlpcli.processes.termination import SIGNALS

    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def _run() -> None:
    from mlpcli.cli.process.signal_handlers import signals_end_the_command
    from mlpcli.cli.process.streams import usable_streams
    from mlpcli.processes.termination import may_end_at_once

    # pydantic would search all installed packages for plugins, and none is used here.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # The operating system frees all memory at exit. Python's final garbage collection would take a fifth of
    # the time of a short command.
    atexit.register(gc.freeze)
    with usable_streams(), signals_end_the_command():
        with may_end_at_once():
            # Imported here so that signals and closed streams are handled during the imports too.
            from mlpcli.cli.app import app
            from mlpcli.cli.process.error_boundary import errors_become_exit_codes
        with errors_become_exit_codes():
            # With standalone_mode=False Typer raises its errors and returns the code of a typer.Exit.
            sys.exit(app(prog_name="mlpcli", standalone_mode=False) or 0)
