"""Who may ask: the name that a request calls this server by, and its token."""

import hmac
import ipaddress
import re
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import dataclass

from mlpcli.serving.replies import Refused

LEAST = 8
"""The fewest characters of a token."""

_NAMED = re.compile(rb"(?:https?://)?(?:\[([0-9a-z:.%]+)\]|([^\s/@:?#\[\]]+))(?::\d{1,5})?")
_LOCAL = frozenset({b"localhost", b"127.0.0.1", b"::1"})
_SCHEMES = ((b"www-authenticate", b'Bearer realm="mlpcli"'),)
# A browser asks for name and password, and sends them from then on.
_SCHEMES_OF_PAGES = ((b"www-authenticate", b'Basic realm="mlpcli", charset="UTF-8"'), *_SCHEMES)


@dataclass(frozen=True)
class Gate:
    """`hosts` are the names by which the server may be called, None if any will do."""

    token: bytes | None = None
    hosts: frozenset[bytes] | None = None

    def check(self, headers: Mapping[bytes, bytes], is_open: bool = False) -> None:
        """Raises Refused unless a request with these headers may be answered; if it `is_open`, without a
        token."""
        if self.hosts is not None:
            self._check_host(headers)
        if is_open:
            return
        if self.token is not None and not self._is_known(headers.get(b"authorization", b"")):
            wants_page = b"text/html" in headers.get(b"accept", b"")
            raise Refused(
                401,
                "this server needs a token"
                if b"authorization" not in headers
                else "this is not the server's token",
                "send the header Authorization: Bearer TOKEN; or in a browser the token as the password",
                _SCHEMES_OF_PAGES if wants_page else _SCHEMES,
            )

    def _check_host(self, headers: Mapping[bytes, bytes]) -> None:
        # Any page can have its own name lead here, and then read what is answered (DNS rebinding); and any
        # page can have its visitors' browsers send requests.
        for name in (b"host", b"origin"):
            value = headers.get(name)
            if value is None and name == b"origin":
                continue
            if _host(value or b"") not in (self.hosts or ()):
                raise Refused(
                    400,
                    f"the header {name.decode().title()} is {_shown(value)}, "
                    "but this server is for its own machine alone",
                    "call it by localhost or 127.0.0.1",
                )

    def _is_known(self, given: bytes) -> bool:
        scheme, _, value = given.strip().partition(b" ")
        value = value.strip()
        if scheme.lower() == b"basic":
            try:
                _, _, value = b64decode(value, validate=True).partition(b":")
            except (NotBase64, ValueError):
                return False
        elif scheme.lower() != b"bearer":
            return False
        return hmac.compare_digest(value, self.token or b"")


def gate(token: str | None, address: str, host: str) -> Gate:
    """The gate of a server that listens on `address`, which was asked for as `host`."""
    hosts = None
    if is_local(address):
        hosts = _LOCAL | {address.encode(), host.lower().encode()}
    return Gate(token.encode() if token else None, hosts)


def is_local(address: str) -> bool:
    """Whether only this machine reaches the IP `address`."""
    return ipaddress.ip_address(address.partition("%")[0]).is_loopback


def _host(value: bytes) -> bytes:
    """The name in a Host or Origin, without scheme and port, in lowercase; empty if it is anything else."""
    found = _NAMED.fullmatch(value.strip().lower())
    return (found[1] or found[2]) if found else b""


def _shown(value: bytes | None) -> str:
    return "missing" if value is None else repr(value[:100].decode("latin-1"))
