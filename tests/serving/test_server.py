"""A server on a socket of this machine: what only connections have."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace

import pytest

from mlpcli.errors import UsageError
from mlpcli.serving.access_log import AccessLog
from mlpcli.serving.connections import Guarded, guarded
from mlpcli.serving.limits import Limits
from mlpcli.serving.server import Server, listening
from tests.serving.served import POINTS, Lines, Waiting, predictor, served

LIMITS = Limits(body=1000, head=2000, seconds=20.0, seconds_of_head=20.0, idle=20.0, connections=3, grace=3.0)
HASTY = replace(LIMITS, seconds_of_head=0.5, idle=1.0)
ROWS = b"[[1, 0]]"
POST = b"POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8\r\n\r\n" + ROWS
GET = b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"


@contextmanager
def running(limits: Limits = LIMITS, network: Waiting | None = None) -> Iterator[tuple[Server, Lines]]:
    lines = Lines()
    run = served(POINTS, limits=limits, network=network)
    server = Server(
        listening("127.0.0.1", 0), "127.0.0.1", {"xor": run}, None, limits, AccessLog("plain", lines.write)
    )
    try:
        yield server, lines
    finally:
        if network:
            network.may_go.set()
        server.stop()
    assert not server.is_running


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running() as (one, _):
        yield one


@pytest.fixture(scope="module")
def hasty() -> Iterator[Server]:
    """A server that waits for nobody."""
    with running(HASTY) as (one, _):
        yield one


def connect(server: Server) -> "closing[socket.socket]":
    return closing(socket.create_connection(("127.0.0.1", server.port), timeout=20))


def received(connection: socket.socket) -> bytes:
    """All that comes until the server closes the connection."""
    parts = []
    try:
        while part := connection.recv(65_536):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


def statuses(text: bytes) -> list[int]:
    return [int(part[:3]) for part in text.split(b"HTTP/1.1 ")[1:]]


def test_requests_one_after_another_and_at_once_on_one_connection(server: Server) -> None:
    with connect(server) as connection:
        connection.sendall(POST)
        assert connection.recv(65_536).startswith(b"HTTP/1.1 200")
        connection.sendall(POST + GET + POST.replace(b"1.1\r\n", b"1.1\r\nConnection: close\r\n"))
        assert statuses(received(connection)) == [200, 200, 200]


def test_a_head_asks_for_no_body(server: Server) -> None:
    with connect(server) as connection:
        connection.sendall(
            GET.replace(b"GET", b"HEAD").replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
        )
        head, _, body = received(connection).partition(b"\r\n\r\n")
        assert b"content-length: 15" in head and body == b""


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"nonsense\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost localhost\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 101 + b"\r\n", 431),
        (b"GET / HTTP/1.1\r\na: " + b"b" * 3000, 431),
        (b"GET / HTTP/1.1\r\na: " + b"b" * 3000 + b"\r\n\r\n", 431),
        (b"GET /" + b"b" * 3000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 431),
    ],
)
def test_what_is_no_request_is_told_so_and_ends(server: Server, sent: bytes, status: int) -> None:
    with connect(server) as connection:
        connection.sendall(sent)
        head, _, body = received(connection).partition(b"\r\n\r\n")
        assert statuses(head) == [status]
        assert set(json.loads(body)) == {"error", "fix"}


@pytest.mark.parametrize(
    ("sent", "expected"), [(b"", []), (b"\r\n\r\n", []), (GET + b"\r\n", [200]), (GET[:-2], [408])]
)
def test_a_request_that_does_not_come_is_not_waited_for(
    hasty: Server, sent: bytes, expected: list[int]
) -> None:
    with connect(hasty) as connection:
        connection.sendall(sent)
        assert statuses(received(connection)) == expected


@pytest.mark.parametrize(
    ("sent", "expected"), [(POST, [200]), (POST + GET, [200, 200]), (POST[:-1], []), (GET[:-2], [])]
)
def test_who_says_nothing_more_gets_what_was_asked_for(
    server: Server, sent: bytes, expected: list[int]
) -> None:
    with connect(server) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        assert statuses(received(connection)) == expected


def test_a_body_that_is_too_long_is_answered_before_it_is_there(server: Server) -> None:
    with connect(server) as connection:
        connection.sendall(b"POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\n")
        assert connection.recv(65_536).startswith(b"HTTP/1.1 413")
        # What comes of it is not taken for the next request.
        connection.sendall(b"x" * 5000 + GET)
        assert connection.recv(65_536).startswith(b"HTTP/1.1 200")


def test_a_body_without_an_end_is_cut_off(server: Server) -> None:
    with connect(server) as connection:
        connection.sendall(b"POST /predict HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
        with pytest.raises(ConnectionError):
            for _ in range(10_000):
                connection.sendall(b"5\r\nxxxxx\r\n" * 1000)


def test_an_answer_that_nobody_reads_is_not_kept() -> None:
    """Also if the connection has been closed on this side."""

    class Unread:
        size = 9
        aborted = False

        def get_write_buffer_size(self) -> int:
            return self.size

        def abort(self) -> None:
            self.aborted = True

    connection = guarded(Limits(seconds=30.0), lambda reply, client: None).__new__(Guarded)
    connection.limits = Limits(seconds=30.0)  # type: ignore[misc]
    transport = Unread()
    connection.transport = transport  # type: ignore[assignment]
    for now, size in ((0.0, 9), (29.0, 9), (30.0, 0), (31.0, 9), (61.0, 9)):
        transport.size = size
        connection.end_if_unread(now)
        assert not transport.aborted
    connection.end_if_unread(61.1)
    assert transport.aborted


def test_connections_are_looked_after(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = threading.Event()
    monkeypatch.setattr(Guarded, "end_if_unread", lambda self, now: looked.set())
    with running() as (server, _), connect(server):
        assert looked.wait(20)


def test_there_are_only_so_many_connections(server: Server) -> None:
    with connect(server) as first, connect(server) as second, connect(server) as third:
        for connection in (first, second, third):
            connection.sendall(GET)
            assert connection.recv(65_536).startswith(b"HTTP/1.1 200")
        with connect(server) as fourth:
            assert statuses(received(fourth)) == [503]
        first.sendall(GET)
        assert first.recv(65_536).startswith(b"HTTP/1.1 200")


def test_what_was_asked_is_answered_before_it_ends() -> None:
    network = Waiting(predictor(POINTS))
    with running(network=network) as (server, lines), connect(server) as busy, connect(server) as idle:
        busy.sendall(POST)
        assert network.began.wait(20)
        stopping = threading.Thread(target=server.stop)
        stopping.start()
        # The end of it means that no more connections are taken either.
        assert received(idle) == b""
        network.may_go.set()
        assert statuses(received(busy)) == [200]
        stopping.join(20)
        assert not server.is_running
        with pytest.raises(ConnectionError):
            socket.create_connection(("127.0.0.1", server.port), timeout=20)
    assert "POST /predict 200" in lines.text


def test_what_takes_too_long_is_not_waited_for() -> None:
    network = Waiting(predictor(POINTS))
    limits = Limits(grace=1.0)
    with running(limits, network) as (server, _), connect(server) as connection:
        connection.sendall(POST)
        assert network.began.wait(20)
        server.stop()
        assert statuses(received(connection)) == [503]


def test_a_port_in_use_is_said() -> None:
    with closing(listening("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=f"port {port} is in use") as caught:
            listening("127.0.0.1", port)
    assert caught.value.fix == "choose another one with --port, or --port 0 for any that is free"


@pytest.mark.parametrize(
    ("host", "port", "error"),
    [
        ("192.0.2.7", 8000, "192.0.2.7 is no address of this machine"),
        ("a" * 80, 8000, "there is no host"),
        ("", 8000, "the host is empty"),
        ("127.0.0.1", 70_000, "found port 70000, expected 0 to 65535"),
    ],
)
def test_hosts_and_ports_that_cannot_be_had_are_said(host: str, port: int, error: str) -> None:
    with pytest.raises(UsageError, match=error):
        listening(host, port)


def test_a_port_of_the_system_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **more: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("socket.create_server", refuse)
    with pytest.raises(UsageError, match="port 80 is for the system's own services"):
        listening("127.0.0.1", 80)
