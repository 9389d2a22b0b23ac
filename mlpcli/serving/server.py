"""The server: a socket, and a thread that answers whoever connects to it."""

import errno
import logging
import socket
import threading
import time
from collections.abc import Awaitable, Callable, Mapping

import uvicorn

from mlpcli.errors import UsageError
from mlpcli.serving.access_log import AccessLog, Answered
from mlpcli.serving.connections import Guarded, guarded
from mlpcli.serving.gate import gate
from mlpcli.serving.limits import Limits
from mlpcli.serving.replies import Reply
from mlpcli.serving.routes import Application
from mlpcli.serving.served_run import ServedRun

_OTHER = "choose another one with --port, or --port 0 for any that is free"
_LAST_PORT = 65535


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens on `port` of `host`. Raises UsageError."""
    if not 0 <= port <= _LAST_PORT:
        raise UsageError(f"found port {port}, expected 0 to {_LAST_PORT}", "choose another one with --port")
    if not host:
        # An unset variable is no wish to be open to all networks.
        raise UsageError("the host is empty", "use --host 127.0.0.1, or 0.0.0.0 for all networks")
    try:
        family, _, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (OSError, UnicodeError) as error:
        raise UsageError(
            f"there is no host {host!r}",
            "use --host 127.0.0.1 for this machine alone, 0.0.0.0 for all networks",
        ) from error
    try:
        # On Windows this option lets two servers have the same port.
        return socket.create_server(address[:2], family=family, backlog=2048)
    except OSError as error:
        raise _refused(host, port, error) from error


def _refused(host: str, port: int, error: OSError) -> UsageError:
    if error.errno == errno.EADDRINUSE:
        return UsageError(f"port {port} is in use", _OTHER)
    if error.errno == errno.EACCES:
        return UsageError(f"port {port} is for the system's own services", _OTHER)
    if error.errno == errno.EADDRNOTAVAIL:
        return UsageError(
            f"{host} is no address of this machine", "use --host 127.0.0.1, or 0.0.0.0 for all its networks"
        )
    return UsageError(f"port {port} of {host} cannot be used: {error.strerror or error}", _OTHER)


class Server:
    """Answers for `runs` by name on the socket `listener`, until `stop`."""

    def __init__(
        self,
        listener: socket.socket,
        host: str,
        runs: Mapping[str, ServedRun],
        token: str | None,
        limits: Limits,
        log: AccessLog,
    ) -> None:
        self.address: str = listener.getsockname()[0]
        self.port: int = listener.getsockname()[1]
        self._listener = listener
        self._runs = runs
        self._limits = limits
        self._log = log
        application = Application(runs, gate(token, self.address, host), limits, log)
        self._server = uvicorn.Server(_config(application, limits, log, self._look_after_connections))
        self._thread = threading.Thread(target=self._run, name="server", daemon=True)
        self._thread.start()

    @property
    def is_running(self) -> bool:
        """Whether it still answers."""
        return self._thread.is_alive()

    def stop(self) -> None:
        """Accept nothing more, answer what is being answered for some seconds at most, and end."""
        self._server.should_exit = True
        self._thread.join(self._limits.grace + 2)
        for run in self._runs.values():
            run.close()
        self._log.close()

    async def _look_after_connections(self) -> None:
        now = time.monotonic()
        for connection in list(self._server.server_state.connections):
            if isinstance(connection, Guarded):
                connection.end_if_unread(now)

    def _run(self) -> None:
        self._server.run([self._listener])


def _config(
    application: Application, limits: Limits, log: AccessLog, every_second: Callable[[], Awaitable[None]]
) -> uvicorn.Config:
    def refused(reply: Reply, client: str) -> None:
        log.add(Answered(time.time(), client, "-", "-", reply.status, len(reply.body), 0.0))

    # It logs what is logged here too, and tracebacks of connections that are gone.
    quiet = logging.getLogger("uvicorn")
    quiet.handlers, quiet.propagate = [logging.NullHandler()], False
    return uvicorn.Config(
        application,
        http=guarded(limits, refused),
        ws="none",
        lifespan="off",
        interface="asgi3",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        callback_notify=every_second,
        timeout_notify=1,
        timeout_keep_alive=int(limits.idle),
        timeout_graceful_shutdown=int(limits.grace),
    )
