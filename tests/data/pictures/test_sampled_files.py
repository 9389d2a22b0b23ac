from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mlpcli.data.pictures import sampled_files
from mlpcli.data.pictures.sampled_files import Look, look_at
from mlpcli.errors import DataError
from tests.data.pictures.picture_folders import noise, save


@pytest.mark.parametrize(
    ("sizes", "size"),
    [
        ([(28, 28), (28, 28)], (28, 28)),
        ([(48, 64)], (48, 64)),
        ([(480, 640)], (48, 64)),
        ([(480, 640), (640, 480)], (64, 64)),
        ([(20, 30), (40, 26), (22, 22)], (22, 22)),
        ([(1, 3000)], (1, 64)),
        # One of another size does not cut the edges off all others.
        ([(40, 60)] * 9 + [(4, 5)], (40, 60)),
        ([(400, 600), (200, 300), (100, 151)], (43, 64)),
    ],
)
def test_the_size_is_that_of_the_images_up_to_64(sizes: list[tuple[int, int]], size: tuple[int, int]) -> None:
    assert Look(tuple(sizes), True).size == size


def test_images_of_different_proportions_lose_what_is_beside_the_middle() -> None:
    assert Look(((20, 30), (40, 26), (22, 22)), True).differs
    assert not Look(((20, 30), (40, 60)), True).differs


def test_sizes_are_shown_from_the_smallest_to_the_largest() -> None:
    assert Look(((20, 30), (480, 640), (9, 9)), True).shown_sizes == "9x9 to 480x640"
    assert Look(((20, 30), (20, 30)), True).shown_sizes == "20x30"


def test_a_photo_counts_as_it_is_shown(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    file = save(tmp_path / "a.jpg", noise(0, (20, 30)), exif=exif)
    assert look_at([str(file)]).sizes == ((30, 20),)


def test_grey_is_what_has_no_colours(tmp_path: Path) -> None:
    grey = save(tmp_path / "grey.png", noise(0, channels=1))
    as_rgb = save(tmp_path / "rgb.jpg", np.repeat(noise(0, channels=1), 3, axis=2))
    colour = save(tmp_path / "colour.png", noise(0))
    assert look_at([str(grey), str(as_rgb)]).is_grey
    assert not look_at([str(grey), str(colour)]).is_grey


def test_broken_files_are_passed_over_but_not_if_all_are(tmp_path: Path) -> None:
    good, bad = save(tmp_path / "a.png", noise(0)), tmp_path / "b.png"
    bad.write_bytes(b"no image")
    assert len(look_at([str(bad), str(good)]).sizes) == 1
    with pytest.raises(DataError, match=f"none of 1 files that were looked at is an image: {bad}"):
        look_at([str(bad)])


def test_only_some_of_many_files_are_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sampled_files, "_MOST", 3)
    good = str(save(tmp_path / "a.png", noise(0)))
    files = [good, *["missing.png"] * 4, good, *["missing.png"] * 4, good]
    assert len(look_at(files).sizes) == 3
