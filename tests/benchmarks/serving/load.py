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
    took: float = 0.0
    lost: int = 0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.seconds) / self.took

    def percentile(self, share: float) -> float:
        """The milliseconds within which this share of the requests is answered."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@dataclass
class _Connection:
    socket: socket.socket
    sent: float = 0.0
    received: bytes = b""


def post(path: str, kind: str, body: bytes) -> bytes:
    """A request as it goes over the wire."""
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def load(port: int, requests: Sequence[bytes], count: int, connections: int = 64) -> Load:
    """Send `count` requests, those of `requests` in turns, and wait for all answers.

    A connection that the server closes is opened again.
    """
    result = Load()
    poll = select.epoll()
    open_ones: dict[int, _Connection] = {}
    left = count
    began = time.perf_counter()

    def connect() -> _Connection:
        one = _Connection(socket.create_connection(("127.0.0.1", port)))
        one.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        open_ones[one.socket.fileno()] = one
        poll.register(one.socket.fileno(), select.EPOLLIN)
        return one

    def send(one: _Connection) -> None:
        nonlocal left
        if left:
            left -= 1
            one.received = b""
            one.sent = time.perf_counter()
            one.socket.sendall(requests[left % len(requests)])
        else:
            close(one)

    def close(one: _Connection) -> None:
        poll.unregister(one.socket.fileno())
        del open_ones[one.socket.fileno()]
        one.socket.close()

    for _ in range(min(connections, count)):
        send(connect())
    while open_ones:
        for number, _ in poll.poll():
            one = open_ones[number]
            part = _received(one)
            if not part:
                result.lost += 1
                close(one)
                if left:
                    send(connect())
                continue
            one.received += part
            if (status := _status_if_whole(one.received)) is not None:
                result.statuses[status] += 1
                result.seconds.append(time.perf_counter() - one.sent)
                send(one)
    result.took = time.perf_counter() - began
    return result


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
