import os
from pathlib import Path
from typing import Any

import pytest

from mlpcli.data.pictures.image_files import find_images
from mlpcli.errors import DataError


def made(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"an image")


def found(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in find_images(folder)]


def test_images_of_a_folder_are_found_sorted_and_without_hidden_ones(tmp_path: Path) -> None:
    made(
        tmp_path,
        "b/1.PNG",
        "a/2.jpeg",
        "a/.hidden.png",
        ".cache/3.png",
        "__MACOSX/a/2.jpeg",
        "notes.txt",
        "c.tiff",
        "d.png/e.gif",
    )
    assert found(tmp_path) == ["a/2.jpeg", "b/1.PNG", "c.tiff", "d.png/e.gif"]


def test_a_folder_without_images_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="contains no image file") as caught:
        find_images(tmp_path)
    assert ".png" in caught.value.fix and ".webp" in caught.value.fix


def test_all_folders_that_cannot_be_read_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(tmp_path, "a/1.png", "b/2.png", "c/d/3.png")
    scandir = os.scandir

    def locked(path: Any) -> Any:
        if Path(path).name in ("b", "d"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", locked)
    with pytest.raises(DataError) as caught:
        find_images(tmp_path)
    assert caught.value.exit_code == 3
    assert sorted(caught.value.message.split("; ")) == [
        f"the folder {tmp_path}/b could not be read: Permission denied",
        f"the folder {tmp_path}/c/d could not be read: Permission denied",
    ]
    assert caught.value.fix == "change the folder's permissions, or leave it out"


def test_a_folder_that_a_link_leads_to_is_read_once(tmp_path: Path) -> None:
    made(tmp_path / "elsewhere", "1.png")
    made(tmp_path / "folder", "b/2.png")
    (tmp_path / "folder" / "a").symlink_to("b")
    (tmp_path / "folder" / "b" / "up").symlink_to("..")
    (tmp_path / "folder" / "itself").symlink_to("itself")
    (tmp_path / "folder" / "linked").symlink_to("../elsewhere")
    assert found(tmp_path / "folder") == ["b/2.png", "linked/1.png"]


def test_links_between_many_folders_are_followed_once(tmp_path: Path) -> None:
    for number in range(12):
        made(tmp_path, f"{number:02}/image.png")
        for other in range(12):
            (tmp_path / f"{number:02}" / f"to{other}").symlink_to(tmp_path / f"{other:02}")
    assert found(tmp_path) == [f"{number:02}/image.png" for number in range(12)]


def test_a_name_that_is_not_utf_8_is_found(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.png"))
    try:
        path.write_bytes(b"an image")
    except OSError:
        pytest.skip("the file system takes names in UTF-8 alone")
    assert find_images(tmp_path) == [path]
