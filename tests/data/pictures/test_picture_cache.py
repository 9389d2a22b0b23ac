import json
import os
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PIL import Image

from mlpcli.data.pictures import decoding_pool, picture_cache
from mlpcli.data.pictures.picture_cache import PictureFiles, Pictures, read_pictures
from mlpcli.data.pictures.read_image import read_image
from mlpcli.data.preprocessing.resize import Resize
from mlpcli.errors import DataError, StorageError
from tests.data.pictures.picture_folders import fill, noise, save

RESIZE = Resize(8, 10, 3, keep="fill")


class Decoded:
    """Counts the files that were decoded."""

    def __init__(self) -> None:
        self.files = 0

    def __call__(self, done: int) -> None:
        self.files = done


def files_of(folder: Path) -> PictureFiles:
    found = sorted(map(str, folder.glob("*/*")))
    zeros = np.zeros(len(found), np.int32)
    return PictureFiles(folder, found, zeros, zeros)


def read(folder: Path, resize: Resize = RESIZE) -> tuple[Pictures, int]:
    decoded = Decoded()
    return read_pictures(files_of(folder), resize, decoded), decoded.files


def expected(folder: Path, resize: Resize = RESIZE) -> Any:
    pictures = [read_image(Path(file), resize.channels, resize).pixels for file in files_of(folder).files]
    return resize.apply(pictures)


@pytest.fixture
def folder(tmp_path: Path, data_home: Path) -> Path:
    return fill(tmp_path / "photos")


def test_pixels_are_those_that_a_prediction_reads(folder: Path) -> None:
    save(folder / "a" / "tall.jpg", noise(1, (40, 13)))
    save(folder / "a" / "large.jpg", noise(3, (300, 200)))
    save(folder / "a" / "grey.gif", noise(2, channels=1))
    np.testing.assert_array_equal(read(folder)[0].pixels, expected(folder))
    grey = Resize(5, 4, 1, keep="fit")
    np.testing.assert_array_equal(read(folder, grey)[0].pixels, expected(folder, grey))


def test_files_are_decoded_once(folder: Path) -> None:
    first, decoded = read(folder)
    again, decoded_again = read(folder)
    assert (decoded, decoded_again) == (12, 0)
    np.testing.assert_array_equal(first.pixels, again.pixels)
    assert again.found == first.found


def test_a_copy_and_a_moved_folder_are_not_decoded_again(folder: Path, tmp_path: Path) -> None:
    read(folder)
    copy = Path(shutil.copytree(folder, tmp_path / "copy", copy_function=shutil.copyfile))
    assert read(copy)[1] == 0
    assert read(copy)[1] == 0
    assert read(folder.rename(tmp_path / "moved"))[1] == 0


def test_other_content_is_decoded_even_if_size_and_time_are_the_same(folder: Path) -> None:
    file = save(folder / "a" / "1.bmp", noise(1))
    read(folder)
    before = os.stat(file)
    save(file, noise(77))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert os.stat(file).st_size == before.st_size
    pictures, decoded = read(folder)
    assert decoded == 13
    np.testing.assert_array_equal(pictures.pixels, expected(folder))


def _of_one_moment(file: str) -> Any:
    facts = os.stat(file)
    times = {"st_mtime_ns": 0, "st_ctime_ns": 0}
    return SimpleNamespace(st_size=facts.st_size, st_dev=facts.st_dev, st_ino=facts.st_ino, **times)


def test_folders_that_took_each_others_place_are_decoded_again(
    tmp_path: Path, data_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "photos"
    save(folder / "a" / "1.bmp", noise(1))
    save(folder / "b" / "1.bmp", noise(2))
    monkeypatch.setattr(picture_cache, "_stats", lambda files: list(map(_of_one_moment, files)))
    read(folder)
    assert read(folder)[1] == 0
    for old, new in [("a", "c"), ("b", "a"), ("c", "b")]:
        (folder / old).rename(folder / new)
    pictures, decoded = read(folder)
    assert decoded == 2
    np.testing.assert_array_equal(pictures.pixels, expected(folder))


@pytest.mark.parametrize("change", ["added", "removed", "renamed"])
def test_another_listing_is_another_entry(folder: Path, change: str) -> None:
    read(folder)
    if change == "added":
        save(folder / "a" / "9.png", noise(9))
    elif change == "removed":
        (folder / "a" / "1.png").unlink()
    else:
        (folder / "a" / "1.png").rename(folder / "a" / "9.png")
    pictures, decoded = read(folder)
    assert decoded == len(pictures.pixels) > 0
    np.testing.assert_array_equal(pictures.pixels, expected(folder))


def entry(data_home: Path) -> Path:
    (found,) = (one for one in (data_home / "images").iterdir() if one.is_dir())
    return found


def damage(folder: Path, how: str) -> None:
    pixels, found = folder / "pixels.npy", folder / "found.json"
    if how == "flipped":
        content = bytearray(pixels.read_bytes())
        content[-1] ^= 1
        pixels.write_bytes(content)
    elif how == "short":
        pixels.write_bytes(pixels.read_bytes()[:-5])
    elif how == "empty":
        pixels.write_bytes(b"")
    elif how == "gone":
        pixels.unlink()
    elif how == "not JSON":
        found.write_text("{")
    elif how == "a list":
        found.write_text("[]")
    else:
        found.write_text(json.dumps({"times": 1}))


@pytest.mark.parametrize("how", ["flipped", "short", "empty", "gone", "not JSON", "a list", "keys"])
def test_a_damaged_entry_is_decoded_again(folder: Path, data_home: Path, how: str) -> None:
    read(folder)
    damage(entry(data_home), how)
    pictures, decoded = read(folder)
    assert decoded == 12
    np.testing.assert_array_equal(pictures.pixels, expected(folder))
    assert read(folder)[1] == 0


def test_every_broken_file_is_named_and_nothing_is_kept(folder: Path, data_home: Path) -> None:
    broken = [folder / "a" / "1.png", folder / "b" / "0.png", folder / "b" / "5.png"]
    broken[0].write_bytes(b"")
    broken[1].write_bytes(b"text")
    broken[2].write_bytes(broken[2].read_bytes()[:-30])
    with pytest.raises(DataError) as caught:
        read(folder)
    assert [str(path) in caught.value.message for path in broken] == [True] * 3
    assert [one for one in (data_home / "images").iterdir() if one.is_dir()] == []


def test_a_file_that_is_gone_is_named(folder: Path) -> None:
    files = files_of(folder)
    (folder / "a" / "3.png").unlink()
    (folder / "b" / "2.png").write_bytes(b"text")
    (folder / "b" / "4.png").write_bytes(b"")
    with pytest.raises(DataError, match=f"{folder}/a/3.png could not be read: No such file") as caught:
        read_pictures(files, RESIZE, Decoded())
    assert f"{folder}/b/2.png is not an image" in caught.value.message
    assert f"{folder}/b/4.png is empty" in caught.value.message


def test_without_a_place_to_keep_them_images_are_decoded_with_a_notice(folder: Path, data_home: Path) -> None:
    data_home.write_text("not a folder")
    pictures, decoded = read(folder)
    assert decoded == 12
    assert pictures.notice == (
        f"the decoded images could not be kept in {data_home / 'images'} (Not a directory), so the next "
        "training decodes them again"
    )
    np.testing.assert_array_equal(pictures.pixels, expected(folder))


def test_several_processes_read_the_same_pixels(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding_pool, "_FEW_FILES", 1)
    monkeypatch.setattr(decoding_pool, "processes", lambda: 2)
    monkeypatch.setattr("mlpcli.data.pictures.decoding.FILES_A_PART", 5)
    monkeypatch.setattr(decoding_pool, "FILES_A_PART", 5)
    fill(folder, rows=80)
    (folder / "b" / "70.png").write_bytes(b"text")
    with pytest.raises(DataError, match="70.png is not an image"):
        read(folder)
    save(folder / "b" / "70.png", noise(4))
    pictures, decoded = read(folder)
    assert decoded == 160
    np.testing.assert_array_equal(pictures.pixels, expected(folder))
    Image.fromarray(np.full((12, 12), 1.01, np.float32)).save(folder / "b" / "99.tif")
    bright = read(folder)[0]
    assert bright.found.white == (65535, 1)
    assert (bright.pixels[-1] == 255).all()


def test_a_process_that_dies_is_an_error_that_names_files(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoding_pool, "_FEW_FILES", 1)
    monkeypatch.setattr(decoding_pool, "processes", lambda: 2)
    monkeypatch.setattr(decoding_pool, "HELPER", "mlpcli.no_such_module")
    with pytest.raises(DataError, match=f"{folder}/a/0.png to .* ended before it was done"):
        read(folder)


@pytest.mark.parametrize("few", [1, 1000])
def test_a_full_disk_is_a_storage_error(folder: Path, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    monkeypatch.setattr(decoding_pool, "_FEW_FILES", few)
    monkeypatch.setattr(decoding_pool, "processes", lambda: 2)
    job = decoding_pool.Job(files_of(folder).files, RESIZE, "/dev/full", 0)
    with pytest.raises(StorageError, match="/dev/full could not be written: No space left on device"):
        decoding_pool.read_files(job, 0, Decoded())


def test_entries_that_nobody_used_for_months_are_deleted(
    folder: Path, data_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(folder)
    old = entry(data_home)
    monkeypatch.setattr(picture_cache, "_UNUSED_SECONDS", -1)
    save(folder / "a" / "9.png", noise(9))
    read(folder)
    assert not old.exists()
