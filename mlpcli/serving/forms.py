"""Files in the form of a request, as browsers and `curl -F` send them (RFC 7578)."""

from collections.abc import Iterator
from email.message import Message
from email.parser import HeaderParser

from mlpcli.serving.replies import Refused

_FIX = "send it as curl does: -F file=@image.png"
_LONGEST_NAME = 200


def files_in_form(body: bytes, type: bytes, most: int) -> Iterator[tuple[str, bytes, bytes]]:
    """Name, Content-Type and content of each file in a form; `type` is the form's own Content-Type.

    Raises Refused if it is broken, or has no file or more than `most`.
    """
    boundary = _boundary(type)
    # Each part begins with a line of its own, also the first.
    _, *parts = (b"\r\n" + body).split(b"\r\n--" + boundary, most + 2)
    if len(parts) > most + 1:
        raise Refused(413, f"the form has more than {most} files", f"send {most} at a time")
    if len(parts) < 2 or not parts.pop().startswith(b"--"):
        raise Refused(400, "the form is empty or cut off", _FIX)
    for number, part in enumerate(parts, 1):
        head, separator, content = part.partition(b"\r\n\r\n")
        if not separator:
            raise Refused(400, f"part {number} of the form has no content", _FIX)
        headers = HeaderParser().parsestr(head.decode("utf-8", "replace").lstrip())
        kind = headers.get_content_type() if "content-type" in headers else ""
        yield _name(headers, number), kind.encode("utf-8", "replace"), content


def _boundary(type: bytes) -> bytes:
    header = Message()
    header["content-type"] = type.decode("latin-1")
    boundary = header.get_boundary()
    if not boundary:
        raise Refused(400, "the form's Content-Type has no boundary", _FIX)
    return boundary.encode("latin-1", "replace")


def _name(headers: Message, number: int) -> str:
    """What messages call a part: its file's name without folders, which are none of this machine."""
    given = headers.get_filename() or headers.get_param("name", header="content-disposition")
    name = str(given or "").replace("\\", "/").rpartition("/")[2]
    return name[:_LONGEST_NAME] or f"part {number}"
