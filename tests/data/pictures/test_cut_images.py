"""A file that ends anywhere before its end is refused, or its pixels are all there."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from mlpcli.data.pictures.read_image import read_image
from mlpcli.errors import DataError

NOISE = np.random.default_rng(0).integers(0, 256, (16, 12), dtype=np.uint8)
# Missing rows are black where a decoder fills them: here the last ones are, and nothing else tells.
NOISE[10:] = 0
STRIDE = 3


@pytest.mark.parametrize(
    ("format", "options"),
    [
        ("PNG", {}),
        ("JPEG", {"quality": 95}),
        ("JPEG", {"progressive": True}),
        ("BMP", {}),
        ("GIF", {"interlace": 0}),
        ("GIF", {"interlace": 1}),
        ("WEBP", {}),
        ("WEBP", {"lossless": True}),
        ("TIFF", {}),
        ("TIFF", {"compression": "tiff_lzw"}),
        ("TIFF", {"compression": "tiff_deflate"}),
        ("TIFF", {"compression": "packbits"}),
    ],
    ids=str,
)
@pytest.mark.parametrize("black_below", [False, True])
def test_a_cut_file_is_refused_or_whole(
    tmp_path: Path, format: str, options: dict[str, Any], black_below: bool
) -> None:
    pixels = NOISE if black_below else np.flipud(NOISE)
    path = tmp_path / "image"
    Image.fromarray(np.ascontiguousarray(pixels)).save(path, format, **options)
    content = path.read_bytes()
    whole = read_image(path, 1).pixels
    refused = 0
    for length in range(1, len(content), STRIDE):
        path.write_bytes(content[:length])
        try:
            read = read_image(path, 1).pixels
        except DataError as error:
            assert str(path) in error.message
            refused += 1
        else:
            np.testing.assert_array_equal(read, whole)
    assert refused * STRIDE > len(content) / 2
