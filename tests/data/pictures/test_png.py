import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mlpcli.data.pictures.png import check_pixels
from mlpcli.data.pictures.read_image import read_image
from mlpcli.errors import DataError

NOISE = np.random.default_rng(0).integers(1, 256, (28, 28), dtype=np.uint8)
ROWS = np.insert(NOISE, 0, 0, axis=1)
# Column, row, and distances of the pixels of a pass.
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(
    *data: bytes, size: tuple[int, int] = (28, 28), depth: int = 8, colour: int = 0, lace: int = 0
) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", *size, depth, colour, 0, 0, lace))
    return b"".join(
        [b"\x89PNG\r\n\x1a\n", header, *(chunk(b"IDAT", part) for part in data), chunk(b"IEND", b"")]
    )


def laced(pixels: np.ndarray) -> bytes:
    parts = (pixels[row::down, column::across] for column, row, across, down in ADAM7)
    return b"".join(np.insert(part, 0, 0, axis=1).tobytes() for part in parts if part.size)


def read(content: bytes, folder: Path) -> np.ndarray:
    (folder / "a.png").write_bytes(content)
    return read_image(folder / "a.png", 1).pixels[..., 0]


@pytest.mark.parametrize("lace", [0, 1])
def test_a_whole_file_is_read_in_any_pieces(tmp_path: Path, lace: int) -> None:
    data = zlib.compress(laced(NOISE) if lace else ROWS.tobytes())
    np.testing.assert_array_equal(read(png(data, lace=lace), tmp_path), NOISE)
    pieces = [data[place : place + 100] for place in range(0, len(data), 100)]
    np.testing.assert_array_equal(read(png(b"", *pieces, lace=lace), tmp_path), NOISE)


@pytest.mark.parametrize("lace", [0, 1])
@pytest.mark.parametrize("missing", [1, 29, 18 * 29])
def test_well_formed_data_of_too_few_pixels_is_cut_off(tmp_path: Path, lace: int, missing: int) -> None:
    rows = laced(NOISE) if lace else ROWS.tobytes()
    with pytest.raises(DataError, match="a broken image: it is cut off") as caught:
        read(png(zlib.compress(rows[:-missing]), lace=lace), tmp_path)
    assert f"{missing} of {len(rows)} bytes of pixels are missing" in caught.value.message.replace(",", "")


def test_a_wrong_checksum_of_pixels_is_refused(tmp_path: Path) -> None:
    data = zlib.compress(ROWS.tobytes(), 0)
    content = bytearray(png(data))
    content[content.index(b"IDAT") + 100] ^= 1
    with pytest.raises(DataError, match="its image data is damaged"):
        read(bytes(content), tmp_path)
    other = bytearray(data)
    other[100] ^= 1
    with pytest.raises(DataError, match="its image data is damaged .*incorrect data check"):
        read(png(bytes(other)), tmp_path)


def test_what_lies_behind_the_pixels_is_no_matter(tmp_path: Path) -> None:
    content = png(zlib.compress(ROWS.tobytes()))
    np.testing.assert_array_equal(read(content[:-12], tmp_path), NOISE)
    np.testing.assert_array_equal(read(png(zlib.compress(ROWS.tobytes() + bytes(10))), tmp_path), NOISE)


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGB", "RGBA", "I;16"])
@pytest.mark.parametrize("size", [(1, 1), (3, 5), (13, 9)])
def test_every_kind_of_pixels_is_counted_right(mode: str, size: tuple[int, int]) -> None:
    content = io.BytesIO()
    Image.new(mode, size).save(content, "PNG")
    check_pixels(content)


@pytest.mark.parametrize("kind", [(1, 0), (2, 0), (4, 3), (8, 2), (16, 0), (16, 4), (16, 2), (16, 6)])
@pytest.mark.parametrize("size", [(1, 1), (3, 5), (13, 9)])
def test_rows_are_as_long_as_the_specification_says(kind: tuple[int, int], size: tuple[int, int]) -> None:
    depth, colour = kind
    samples = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    rows = bytes(size[1] * (1 + -(-size[0] * depth * samples // 8)))
    check_pixels(io.BytesIO(png(zlib.compress(rows), size=size, depth=depth, colour=colour)))
    with pytest.raises(ValueError, match="1 of .* bytes"):
        check_pixels(io.BytesIO(png(zlib.compress(rows[1:]), size=size, depth=depth, colour=colour)))


def test_no_more_than_the_image_s_size_is_inflated() -> None:
    check_pixels(io.BytesIO(png(zlib.compress(bytes(1 << 26)))))
