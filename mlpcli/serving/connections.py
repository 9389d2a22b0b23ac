"""Connections of uvicorn's, which can neither be kept waiting for a request nor flooded with its head."""

import asyncio
from collections.abc import Callable
from typing import ClassVar

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from mlpcli.serving.limits import Limits
from mlpcli.serving.replies import Refused, Reply

_MOST_HEADERS = 100
# What a body may be sent in: of a chunk with one byte, five more are about it.
_WRAPPING = 8
_BROKEN = Refused(400, "this is no HTTP request", "send it with curl, a browser or a library").reply
_LONG = Refused(431, "the head of the request is too long", "send fewer and shorter headers").reply
_SLOW = Refused(408, "the head of the request was not sent in time", "send it again").reply
_CROWDED = Refused(
    503, "the server has as many connections as it takes", "connect again later", [(b"retry-after", b"1")]
).reply


class Guarded(HttpToolsProtocol):
    """A connection within `limits`; `refused` is told of replies that no request gets, and of whom they are
    sent to."""

    limits: ClassVar[Limits]
    refused: ClassVar[Callable[[Reply, str], object]]

    _timer: asyncio.TimerHandle | None = None
    # Of the head that is being received.
    _is_partial = False
    _length = _head = 0
    # Of the whole request.
    _received = 0
    _unread_since: float | None = None
    _wrong = _BROKEN

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > self.limits.connections:
            self._refuse(_CROWDED)
        else:
            self._start_timer()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timer()
        self._unset_keepalive_if_required()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._received += len(data)
        super().data_received(data)
        if self.transport.is_closing():
            return
        if self._received > _WRAPPING * self.limits.body + self.limits.head:
            self.transport.abort()
        elif self._is_partial:
            self._length += len(data)
            if self._length > self.limits.head:
                self._refuse(_LONG)
            elif self._timer is None:
                self._start_timer()
        elif self._timer is None and self._is_idle:
            # Empty lines before a request, which begin none and end the wait for one.
            self._start_timer()

    def eof_received(self) -> bool:  # type: ignore[override]
        """Whether the connection stays open: a client that sends nothing more may wait for its answer."""
        if self._is_idle or self.cycle.more_body:
            return False
        self.cycle.keep_alive = False
        return True

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._is_partial = True
        self._length = self._received = self._head = 0

    def on_url(self, url: bytes) -> None:
        self._add_to_head(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        # Those behind a body count too.
        self._add_to_head(len(name) + len(value))
        if len(self.headers) >= _MOST_HEADERS:
            self._wrong = _LONG
            raise ValueError("too many headers")
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._is_partial = False
        self._stop_timer()
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:
        self._refuse(self._wrong)

    def end_if_unread(self, now: float) -> None:
        """End the connection if an answer has been waiting for its reader for too long; to be called every
        now and then. Even a connection that is closed holds what has not been read."""
        if not self.transport.get_write_buffer_size():
            self._unread_since = None
        elif self._unread_since is None:
            self._unread_since = now
        elif now - self._unread_since > self.limits.seconds:
            self.transport.abort()

    @property
    def _is_idle(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _add_to_head(self, length: int) -> None:
        # A head that comes at once is never seen in part.
        self._head += length
        if self._head > self.limits.head:
            self._wrong = _LONG
            raise ValueError("the head is too long")

    def _start_timer(self) -> None:
        self._timer = self.loop.call_later(self.limits.seconds_of_head, self._end_of_time)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _end_of_time(self) -> None:
        self._timer = None
        if self.transport.is_closing():
            return
        if not self._is_idle:
            # It is being answered; what comes behind it is looked at then.
            self._start_timer()
        elif self._is_partial:
            self._refuse(_SLOW)
        else:
            self.transport.close()

    def _refuse(self, reply: Reply) -> None:
        self._stop_timer()
        headers = [*reply.all_headers(), (b"connection", b"close")]
        lines = [STATUS_LINE[reply.status], *(b"%b: %b\r\n" % header for header in headers), b"\r\n"]
        self.transport.write(b"".join([*lines, reply.body]))
        self.transport.close()
        type(self).refused(reply, self.client[0] if self.client else "")


def guarded(limits: Limits, refused: Callable[[Reply, str], object]) -> type[Guarded]:
    """The class of connections within `limits`; see Guarded."""
    return type("Connection", (Guarded,), {"limits": limits, "refused": staticmethod(refused)})
