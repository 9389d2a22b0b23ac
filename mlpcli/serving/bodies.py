"""What the body of a request is, and whether it is small work."""

import codecs
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args
from urllib.parse import parse_qsl

from mlpcli.arguments import FitMode, InvertMode
from mlpcli.serving.replies import Refused

Kind = Literal["picture", "arrays", "json", "lines", "text", "form"]
"""A picture, the content of an `.npy` file, JSON, a JSON object per line, a csv, or a form of such files."""

TYPES: Mapping[bytes, Kind | None] = {
    b"application/json": "json",
    b"application/x-ndjson": "lines",
    b"application/jsonl": "lines",
    b"text/csv": "text",
    b"text/tab-separated-values": "text",
    b"text/plain": "text",
    b"multipart/form-data": "form",
    b"application/x-npy": "arrays",
    # These say nothing: curl sends the second with whatever it is given.
    b"": None,
    b"application/octet-stream": None,
    b"application/x-www-form-urlencoded": None,
}
"""The types of bodies; None for those that are recognized by their content. All of `image/` are pictures."""

_PNG = b"\x89PNG\r\n\x1a\n"
_PICTURES = (_PNG, b"\xff\xd8\xff", b"GIF8", b"BM", b"RIFF", b"II*\0", b"MM\0*")
_ARRAYS = b"\x93NUMPY"
# Zip archives, gzip, parquet, zstandard and zlib: what is packed in them may be much larger.
_PACKED = (b"PK\3\4", b"PK\5\6", b"\x1f\x8b", b"PAR1", b"\x28\xb5\x2f\xfd", b"x\x01", b"x\x9c", b"x\xda")
# What a program sends for nothing, or for a truth value.
_WORDS = (b"null", b"true", b"false")
_SMALL_BODY, _SMALL_PICTURE = 65_536, 65_536
MOST_CLASSES = 1000
"""The largest `top_k`."""


@dataclass(frozen=True)
class Options:
    """The query of a prediction, with the defaults of `mlpcli predict`."""

    top_k: int = 3
    invert: InvertMode = "auto"
    fit: FitMode = "auto"


@dataclass(frozen=True)
class Order:
    """A prediction that is asked for. `type` is the whole header, which says how a form is written."""

    kind: Kind
    body: bytes
    options: Options
    type: bytes = b""

    @property
    def is_small(self) -> bool:
        """Whether it takes no longer than some hundredths of a second, by what can be seen at once."""
        if len(self.body) > _SMALL_BODY or self.kind == "form":
            return False
        if self.kind != "picture":
            return True
        # Of other formats the size is not in one place, and a few bytes may be a large picture.
        if not self.body.startswith(_PNG) or len(self.body) < 24:
            return False
        width, height = struct.unpack_from(">II", self.body, 16)
        return bool(width * height <= _SMALL_PICTURE)


def order_of(body: bytes, type: bytes, query: bytes) -> Order:
    """The order in a request. Raises Refused for types and queries that there are not."""
    options = options_of(query) if query else _DEFAULTS
    if not body:
        raise Refused(400, "the body is empty", "send rows as JSON, an image or a csv")
    return Order(kind_of(type, body), body, options, type)


def kind_of(type: bytes, body: bytes) -> Kind:
    """What a body, or a file in a form, of this Content-Type is. Raises Refused if it is none of TYPES, or is
    packed."""
    if body.startswith(_PACKED):
        raise Refused(
            415, "the body is packed, and is not unpacked here", "send a csv, JSON, or .npy content"
        )
    name = type.partition(b";")[0].strip().lower()
    if name.startswith(b"image/"):
        return "picture"
    if name not in TYPES:
        known = ", ".join(one.decode() for one in TYPES if one)
        raise Refused(
            415,
            f"the Content-Type is {name[:100].decode('latin-1')!r}, which is not read here",
            f"send image/png or another image, or one of {known}",
        )
    return TYPES[name] or _recognized(body)


def options_of(query: bytes) -> Options:
    """The options in a query. Raises Refused for others, and for values that they do not have."""
    given: dict[str, Any] = {}
    try:
        pairs = parse_qsl(
            query.decode("ascii"), keep_blank_values=True, strict_parsing=True, max_num_fields=9
        )
    except ValueError as error:
        raise Refused(400, "the query cannot be read", "write it as ?top_k=3&fit=never") from error
    for name, value in pairs:
        if name in given:
            raise Refused(400, f"{name} is given twice", "give it once")
        given[name] = _checked(name, value)
    return Options(**given)


def _checked(name: str, value: str) -> "int | str":
    if name == "top_k":
        if not (value.isascii() and value.isdecimal() and 1 <= int(value[:9]) <= MOST_CLASSES):
            raise Refused(400, f"top_k is {value[:40]!r}", f"give a whole number from 1 to {MOST_CLASSES:,}")
        return int(value)
    modes = {"invert": get_args(InvertMode), "fit": get_args(FitMode)}.get(name)
    if modes is None:
        raise Refused(400, f"there is no option {name[:40]!r}", "options are top_k, invert and fit")
    if value not in modes:
        raise Refused(400, f"{name} is {value[:40]!r}", f"give one of {', '.join(modes)}")
    return value


def _recognized(body: bytes) -> Kind:
    if body.startswith(_PICTURES):
        return "picture"
    if body.startswith(_ARRAYS):
        return "arrays"
    content = body.removeprefix(codecs.BOM_UTF8).strip()
    first, _, more = content.partition(b"\n")
    if first.startswith(b"{") and first.rstrip().endswith(b"}") and more:
        return "lines"
    return "json" if first[:1] in (b"[", b"{") or content in _WORDS else "text"


_DEFAULTS = Options()
