"""Answers to requests, and the errors that become one."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

Headers = tuple[tuple[bytes, bytes], ...]

JSON = b"application/json"
HTML = b"text/html; charset=utf-8"

# JSON is never to be shown as a page, nor framed; the page's own policy is in its head.
_NO_PAGE = (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'")
_UNFRAMED = (b"content-security-policy", b"frame-ancestors 'none'")
_ALWAYS: Headers = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"no-store"),
)


@dataclass(frozen=True)
class Reply:
    """An answer: `body` is of the type `kind`; `headers` are in addition to those that every answer has."""

    status: int
    body: bytes
    kind: bytes = JSON
    headers: Headers = ()

    def all_headers(self) -> list[tuple[bytes, bytes]]:
        """All headers, but for those that the server adds to every answer."""
        return [
            (b"content-type", self.kind),
            (b"content-length", b"%d" % len(self.body)),
            *_ALWAYS,
            _UNFRAMED if self.kind == HTML else _NO_PAGE,
            *self.headers,
        ]


class Refused(Exception):
    """A request that gets an error: what was found, and what to do about it."""

    def __init__(
        self, status: int, error: str, fix: str, headers: Iterable[tuple[bytes, bytes]] = ()
    ) -> None:
        super().__init__(error)
        self.reply = Reply(status, as_json({"error": error, "fix": fix}), headers=tuple(headers))


def busy(status: int, error: str) -> Refused:
    """The error of a request that can be sent again soon."""
    return Refused(status, error, "send it again after a second", [(b"retry-after", b"1")])


def as_json(value: object) -> bytes:
    """JSON in UTF-8. Raises ValueError for NaN and infinities."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    # A name that is not UTF-8 contains lone surrogates; `\udcff` is JSON's own escape for one.
    return text.encode("utf-8", "backslashreplace")
