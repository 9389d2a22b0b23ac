"""Checks that the pixels of a PNG file are complete, which Pillow does not.

Pillow reads missing rows as black, and ignores the checksums of image data.
"""

import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO

_SIGNATURE = 8
_PIECE = 1 << 20
_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
# Adam7, section 8.2 of the specification: the first pixel of each pass, and the distance between pixels.
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
_WHOLE = ((0, 0, 1, 1),)


def check_pixels(file: BinaryIO) -> None:
    """Raises ValueError if the image data of a PNG `file` is short or damaged; moves the file's position.

    At most the image's own size is decompressed, piece by piece.
    """
    file.seek(_SIGNATURE)
    missing = wanted = _size(_header(file))
    inflate = zlib.decompressobj()
    for piece in _image_data(file):
        try:
            while piece and missing >= 0 and not inflate.eof:
                # One byte more, so that the checksum after the last is read.
                missing -= len(inflate.decompress(piece, min(missing + 1, _PIECE)))
                piece = inflate.unconsumed_tail
        except zlib.error as error:
            raise ValueError(f"its image data is damaged ({error})") from error
    if missing > 0:
        raise ValueError(f"it is cut off, {missing:,} of {wanted:,} bytes of pixels are missing")


def _header(file: BinaryIO) -> bytes:
    file.seek(8, 1)  # Length and name of IHDR, which Pillow has checked.
    header = _exactly(file, 13)
    file.seek(4, 1)
    return header


def _size(header: bytes) -> int:
    """The bytes of all rows, including the filter byte of each."""
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", header)
    bits = depth * _SAMPLES[colour]
    total = 0
    for left, top, across, down in _PASSES if interlaced else _WHOLE:
        columns, rows = -((left - width) // across), -((top - height) // down)
        if columns > 0 and rows > 0:
            total += rows * (1 + (columns * bits + 7) // 8)
    return total


def _image_data(file: BinaryIO) -> Iterator[bytes]:
    """The contents of the consecutive IDAT chunks, whose checksums are verified."""
    found = False
    while len(start := file.read(8)) == 8:
        length, name = struct.unpack(">I4s", start)
        if name != b"IDAT":
            if found:
                return
            file.seek(length + 4, 1)
            continue
        found = True
        checksum = zlib.crc32(name)
        for place in range(0, length, _PIECE):
            piece = _exactly(file, min(_PIECE, length - place))
            checksum = zlib.crc32(piece, checksum)
            yield piece
        if checksum != int.from_bytes(_exactly(file, 4), "big"):
            raise ValueError("its image data is damaged (wrong checksum)")


def _exactly(file: BinaryIO, count: int) -> bytes:
    content = file.read(count)
    if len(content) < count:
        raise ValueError("it is cut off")
    return content
