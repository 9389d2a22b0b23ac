"""How the program begins and ends."""

import atexit
import gc
import os
import sys

from mlpcli.cli.signals import signals_end_the_command
from mlpcli.cli.streams import usable_streams
from mlpcli.stopping import may_end_at_once


def main() -> None:
    """The entry point of the command `mlpcli`."""
    # pydantic would look through all that is installed for plugins, none of which is wanted here.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # All memory goes back to the operating system at the end: looking through it for cycles first, as Python
    # does, takes a fifth of the time of a short command.
    atexit.register(gc.freeze)
    with usable_streams(), signals_end_the_command():
        with may_end_at_once():
            # Imported here for what a signal and a closed stream do from the first moment.
            from mlpcli.cli.app import app
            from mlpcli.cli.boundary import errors_become_exit_codes
        with errors_become_exit_codes():
            # Not standalone, Typer raises its errors, and returns the code of an exit that it was asked for.
            sys.exit(app(prog_name="mlpcli", standalone_mode=False) or 0)
