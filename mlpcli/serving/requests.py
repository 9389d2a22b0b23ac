"""The bodies of requests, read within limits."""

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

from mlpcli.serving.limits import Limits
from mlpcli.serving.replies import Refused, busy

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class Disconnected(Exception):
    """Whoever sent the request is gone."""


class Room:
    """The bytes of all bodies that are in memory. Of one thread."""

    def __init__(self, most: int) -> None:
        self._free = most

    def take(self, count: int) -> None:
        """Raises Refused if there is no room for so many more bytes."""
        if count > self._free:
            raise busy(503, "the server has as many requests in memory as it takes")
        self._free -= count

    def give_back(self, count: int) -> None:
        self._free += count


class Body:
    """The body of a request, which takes its room from entry to exit of the block."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._size = 0

    def __enter__(self) -> "Body":
        return self

    def __exit__(self, *error: object) -> None:
        self._room.give_back(self._size)

    async def read(self, headers: Mapping[bytes, bytes], receive: Receive, limits: Limits) -> bytes:
        """All of it. Raises Refused if it is too long or encoded, and Disconnected."""
        check_length(headers, limits.body)
        parts: list[bytes] = []
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise Disconnected
            part: bytes = message.get("body", b"")
            self._room.take(len(part))
            self._size += len(part)
            if self._size > limits.body:
                raise _too_long(limits.body)
            parts.append(part)
            if not message.get("more_body", False):
                return parts[0] if len(parts) == 1 else b"".join(parts)


def check_length(headers: Mapping[bytes, bytes], most: int) -> None:
    """Raises Refused for a body that is longer, of unknown length, or encoded, by its headers."""
    length = headers.get(b"content-length")
    if length is None:
        if b"transfer-encoding" not in headers:
            raise Refused(411, "the request has no Content-Length", "send the length of the body")
    elif not length.isdigit() or len(length) > 18 or int(length) > most:
        raise _too_long(most)
    encoding = headers.get(b"content-encoding", b"identity").strip().lower()
    if encoding not in (b"identity", b""):
        raise Refused(415, "the body is compressed", "send it without a Content-Encoding")


def _too_long(most: int) -> Refused:
    return Refused(
        413,
        f"the body has more than {most:,} bytes",
        "send less at a time, or start the server with a larger --max-body",
    )
