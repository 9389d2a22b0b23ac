"""What LiteRT's own check of a model leaves out, and its interpreter takes for granted."""

import struct

# Of the table `Model` in TensorFlow's schema.fbs, by their numbers.
_NEEDED = {1: "operator codes", 2: "subgraphs", 4: "buffers"}


def missing_part(content: bytes) -> str | None:
    """The name of what a model lacks that LiteRT would follow into nothing, which ends the process.

    See https://flatbuffers.dev/internals: a table begins with the distance back to the list of where in it
    its fields lie, 16 bits each behind two sizes; 0 is a field that it has not.
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
