"""`mlpcli serve`"""

import os
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Literal
from urllib.parse import quote

import typer

import mlpcli
from mlpcli.cli.completion import run_references
from mlpcli.cli.display.terminal import note, notice, say
from mlpcli.cli.options import RUN_HELP, RUNS, Runs
from mlpcli.processes.deferred_signals import signals_wait
from mlpcli.processes.memory_limit import require_memory_for_numpy
from mlpcli.processes.termination import may_end_at_once

if TYPE_CHECKING:
    from mlpcli.workflows.serve import Serving

_TOKEN = "MLPCLI_SERVE_TOKEN"
_SECONDS_BETWEEN_LOOKS = 0.1
LogFormat = Literal["plain", "json", "off"]
References = Annotated[
    list[str] | None,
    typer.Argument(metavar="[RUN]...", help=RUN_HELP, autocompletion=run_references),
]
Port = Annotated[int, typer.Option("--port", min=0, max=65535, help="The port; 0 for any that is free.")]
Host = Annotated[str, typer.Option("--host", help="The address to listen on; 0.0.0.0 for all networks.")]
Token = Annotated[
    str | None,
    typer.Option(
        "--token",
        help=f"What requests need. Better in {_TOKEN}: all users of a machine see its command lines.",
    ),
]
Log = Annotated[LogFormat, typer.Option("--log", help="Lines on standard error, one for each request.")]
MaxBody = Annotated[
    float, typer.Option("--max-body", metavar="MB", min=0.001, max=1000, help="The largest body, in MB.")
]
MaxPixels = Annotated[
    int, typer.Option("--max-pixels", metavar="N", min=1, help="The most pixels of an image.")
]
MaxRows = Annotated[int, typer.Option("--max-rows", metavar="N", min=1, help="The most rows of a request.")]
Timeout = Annotated[
    float,
    typer.Option("--timeout", metavar="SECONDS", min=0.1, max=3600, help="The longest a request takes."),
]


def serve(
    references: References = None,
    host: Host = "127.0.0.1",
    port: Port = 8000,
    token: Token = None,
    log: Log = "plain",
    max_body: MaxBody = 10.0,
    max_pixels: MaxPixels = 25_000_000,
    max_rows: MaxRows = 10_000,
    timeout: Timeout = 30.0,
    runs: Runs = RUNS,
) -> None:
    """Serve trained networks: a page for each, and predictions over HTTP.

    \b
    Examples:
      mlpcli serve
      mlpcli serve mnist_mlp --port 8080
      mlpcli serve mnist_mlp wine --log json
      MLPCLI_SERVE_TOKEN=... mlpcli serve --host 0.0.0.0

    \b
    Then:
      curl --data-binary @image.png localhost:8000/predict
      curl -d '[[1, 0], [0, 1]]' localhost:8000/predict
      curl --data-binary @rows.csv localhost:8000/predict

    Ctrl-C or SIGTERM stops it, with exit code 0: what was asked is answered first, for five seconds at most.
    """
    require_memory_for_numpy()
    with may_end_at_once():
        from mlpcli.serving.limits import MEGABYTE, Limits

        limits = Limits(body=round(max_body * MEGABYTE), pixels=max_pixels, rows=max_rows, seconds=timeout)
        serving = mlpcli.serve(
            references or ["latest"],
            host=host,
            port=port,
            # An empty variable is an error, not no token.
            token=os.environ.get(_TOKEN) if token is None else token,
            limits=limits,
            log=log,
            write=_writer(),
            runs=runs,
        )
    with signals_wait() as signals:
        _announce(serving)
        while serving.is_running and not signals.waiting:
            time.sleep(_SECONDS_BETWEEN_LOOKS)
        is_stopped = signals.waiting
        serving.stop()
        # A signal is how a server ends.
        signals.forget()
    if not is_stopped:
        raise RuntimeError("the server ended of itself")


def _announce(serving: "Serving") -> None:
    say(serving.url)
    if len(serving.runs) > 1:
        for name in serving.runs:
            say(f"{serving.url}runs/{quote(name)}/")
    for text in serving.notices:
        notice(text)
    note("Ctrl-C stops it", "dim")


def _writer() -> Callable[[str], None]:
    """Writes to what is standard error now: it is redirected at times, while a network is being set up."""
    descriptor = os.dup(2)

    def write(text: str) -> None:
        rest = memoryview(text.encode("utf-8", "backslashreplace"))
        try:
            while rest:
                rest = rest[os.write(descriptor, rest) :]
        except OSError:
            # Nobody reads it any more, or the disk is full: that is no reason to end.
            return

    return write
