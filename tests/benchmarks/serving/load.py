"""Requests over connections that are kept open, each with one at a time, at a few microseconds a request."""

import select
import socket
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

_HEAD_END = b"\r\n\r\n"
_LENGTH = b"content-length: "


@dataclass
class Load:
    """What became of some requests: statuses, and the seconds that each took."""

    statuses: Counter[bytes] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    of_predictions: list[float] = field(default_factory=list)
    took: float = 0.0
    lost: int = 0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.seconds) / self.took

    def percentile(self, share: float) -> float:
        """The milliseconds within which this share of the predictions is answered."""
        ordered = sorted(self.of_predictions)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@dataclass
class _Connection:
    socket: socket.socket
    sent: float = 0.0
    received: bytes = b""


def post(path: str, kind: str, body: bytes) -> bytes:
    """A request as it goes over the wire."""
    lines = (
        f"POST {path} HTTP/1.1",
        "Host: localhost",
        f"Content-Type: {kind}",
        f"Content-Length: {len(body)}",
    )
    return "\r\n".join([*lines, "", ""]).encode() + body


def load(port: int, requests: Sequence[bytes], count: int, connections: int = 64) -> Load:
    """Send `count` requests, those of `requests` in turns, and wait for all answers.

    A connection that the server closes is opened again.
    """
    return _Client(port, requests, count).run(connections)


class _Client:
    def __init__(self, port: int, requests: Sequence[bytes], count: int) -> None:
        self._port = port
        self._requests = requests
        self._left = count
        self._poll = select.epoll()
        self._open: dict[int, _Connection] = {}
        self._load = Load()

    def run(self, connections: int) -> Load:
        began = time.perf_counter()
        for _ in range(min(connections, self._left)):
            self._connect()
        while self._open:
            for number, _ in self._poll.poll():
                self._receive(self._open[number])
        self._load.took = time.perf_counter() - began
        return self._load

    def _connect(self) -> None:
        one = _Connection(socket.create_connection(("127.0.0.1", self._port)))
        one.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._open[one.socket.fileno()] = one
        self._poll.register(one.socket.fileno(), select.EPOLLIN)
        self._send(one)

    def _send(self, one: _Connection) -> None:
        if not self._left:
            self._close(one)
            return
        self._left -= 1
        one.received = b""
        one.sent = time.perf_counter()
        one.socket.sendall(self._requests[self._left % len(self._requests)])

    def _receive(self, one: _Connection) -> None:
        part = _received(one)
        if not part:
            self._load.lost += bool(not one.received)
            self._close(one)
            if self._left:
                self._connect()
            return
        one.received += part
        if (status := _status_if_whole(one.received)) is not None:
            self._load.statuses[status] += 1
            seconds = time.perf_counter() - one.sent
            self._load.seconds.append(seconds)
            if status == b"200":
                self._load.of_predictions.append(seconds)
            self._send(one)

    def _close(self, one: _Connection) -> None:
        self._poll.unregister(one.socket.fileno())
        del self._open[one.socket.fileno()]
        one.socket.close()


def _received(one: _Connection) -> bytes:
    try:
        return one.socket.recv(65_536)
    except ConnectionError:
        return b""


def _status_if_whole(received: bytes) -> bytes | None:
    end = received.find(_HEAD_END)
    if end < 0:
        return None
    start = received.find(_LENGTH) + len(_LENGTH)
    length = int(received[start : received.find(b"\r", start)])
    return received[9:12] if len(received) >= end + 4 + length else None
