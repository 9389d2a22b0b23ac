"""Checks for parts of a model that LiteRT's own check leaves out, but its interpreter needs."""

import struct

# Fields of the table `Model` in TensorFlow's schema.fbs, by number.
_NEEDED = {1: "operator codes", 2: "subgraphs", 4: "buffers"}


def missing_part(content: bytes) -> str | None:
    """The name of a missing part without which LiteRT crashes the process; None if nothing is missing.

    See https://flatbuffers.dev/internals: a table begins with the distance back to its vtable: two sizes,
    then the offset of each field in the table, 16 bits each; 0 means that the field is absent.
    """
    try:
        (table,) = struct.unpack_from("<I", content, 0)
        (back,) = struct.unpack_from("<i", content, table)
        (size,) = struct.unpack_from("<H", content, table - back)
        for number, name in _NEEDED.items():
            place = 4 + 2 * number
            if place >= size or content[table - back + place : table - back + place + 2] == b"\0\0":
                return name
    except struct.error:
        return "table of contents"
    return None
