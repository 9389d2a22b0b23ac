"""Serve runs over HTTP: their pages, and predictions."""

import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from mlpcli.arguments import RUNS, AnyPath, Paths, each_text
from mlpcli.errors import UsageError
from mlpcli.inference.prediction import Predictor
from mlpcli.runs.find_run import find
from mlpcli.serving.access_log import AccessLog, LogFormat
from mlpcli.serving.gate import LEAST, is_local
from mlpcli.serving.limits import Limits
from mlpcli.serving.model_facts import model_facts
from mlpcli.serving.served_run import ServedRun
from mlpcli.workflows.run.damage import fix_names_verify
from mlpcli.workflows.run.network_page import network_page
from mlpcli.workflows.run.open_run import OpenRun, open_run_in
from mlpcli.workflows.run.run_predictor import open_predictor
from mlpcli.workflows.run.run_weights import arithmetic_network

if TYPE_CHECKING:
    from mlpcli.serving.server import Server

_PACKAGES = ("uvicorn", "httptools")
_FIX = "install them with: pip install 'mlpcli[serve]'"
_FIX_TOKEN = "make one: python -c 'import secrets; print(secrets.token_urlsafe())'"


@dataclass(frozen=True)
class Serving:
    """A server that answers at `url` until `stop`; `runs` are the ids of its runs by the names in paths.

    `notices` are what the user should know, such as what others can reach.
    """

    url: str
    runs: Mapping[str, str]
    notices: tuple[str, ...]
    server: "Server"

    @property
    def is_running(self) -> bool:
        return self.server.is_running

    def stop(self) -> None:
        """Accept nothing more, answer what is being answered for five seconds at most, and end."""
        self.server.stop()


def serve(
    references: Paths = "latest",
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    token: str | None = None,
    limits: Limits | None = None,
    log: LogFormat = "off",
    write: Callable[[str], object] | None = None,
    runs: AnyPath = RUNS,
) -> Serving:
    """Serve one or several runs, in threads of this process, until `Serving.stop` is called.

    `write` gets the lines of the access log, by default standard error. Runs that LiteRT cannot compute are
    computed in NumPy; TensorFlow is never imported. Port 0 is any that is free. Raises UsageError for
    packages that are missing, runs that do not exist, and a host or port that cannot be had; RunError for
    broken files of a run.
    """
    require_packages()
    _check_token(token)
    limits = limits or Limits()
    opened = _named([_open(one, Path(runs)) for one in each_text(references)])
    # Imported here because its packages may be missing.
    from mlpcli.serving.server import Server, listening

    with ExitStack() as unless_served:
        listener = unless_served.enter_context(listening(host, port))
        served = {name: _served(name, run, limits) for name, run in opened.items()}
        server = Server(listener, host, served, token, limits, AccessLog(log, write or sys.stderr.write))
        unless_served.pop_all()
    notices = [notice for run in opened.values() for notice in run.notices]
    if not is_local(server.address):
        notices.append(_exposed(server.port, list(opened), token is not None))
    ids = {name: run.folder.id for name, run in opened.items()}
    return Serving(_url(server.address, server.port), ids, tuple(notices), server)


def require_packages() -> None:
    """Raises UsageError if the packages of the extra `serve` are missing."""
    missing = [package for package in _PACKAGES if find_spec(package) is None]
    if missing:
        raise UsageError(f"serving needs packages that are not installed: {', '.join(missing)}", _FIX)


def _check_token(token: str | None) -> None:
    if token is None:
        return
    if not token:
        raise UsageError("the token is empty, which would let everybody in", _FIX_TOKEN)
    if len(token) < LEAST or not all("!" <= letter <= "~" for letter in token):
        raise UsageError(
            f"the token has fewer than {LEAST} letters, or some that no header can have", _FIX_TOKEN
        )


def _open(reference: str, runs: Path) -> OpenRun:
    folder = find(reference, runs)
    with fix_names_verify(folder):
        return open_run_in(folder)


def _named(opened: Sequence[OpenRun]) -> Mapping[str, OpenRun]:
    """The runs by the names of their configs; by their ids, if several have the same."""
    names = [run.record.name for run in opened]
    found: dict[str, OpenRun] = {}
    for run in opened:
        name = run.record.name if names.count(run.record.name) == 1 else run.folder.id
        if name in found:
            raise UsageError(f"{name} is given twice", "give every run once")
        found[name] = run
    return found


def _served(name: str, run: OpenRun, limits: Limits) -> ServedRun:
    facts = model_facts(name, run.record, run.description)
    with fix_names_verify(run.folder):
        return ServedRun(
            run.folder.id, run.description, facts, lambda: _predictor(run), lambda: network_page(run), limits
        )


def _predictor(run: OpenRun) -> Predictor:
    return open_predictor(run.folder, run.record, run.description) or arithmetic_network(run)


def _url(address: str, port: int) -> str:
    return f"http://[{address}]:{port}/" if ":" in address else f"http://{address}:{port}/"


def _exposed(port: int, names: Sequence[str], has_token: bool) -> str:
    networks = f"{', '.join(names)} {'is' if len(names) == 1 else 'are'}"
    if has_token:
        return f"{networks} open to all who reach port {port} of this machine and have the token, unencrypted"
    return (
        f"{networks} open to all who reach port {port} of this machine: they can ask and copy the network; "
        "--token lets in only those who have it"
    )
