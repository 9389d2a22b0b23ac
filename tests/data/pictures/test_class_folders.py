from pathlib import Path

import pytest

from mlpcli.data.pictures.class_folders import ClassFolders, find_class_folders
from mlpcli.errors import DataError


def made(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        if name.endswith("/"):
            path.mkdir(parents=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"an image")
    return folder


def shown(found: ClassFolders) -> dict[str, dict[str, list[str]]]:
    return {
        split: {name: [Path(file).name for file in files] for name, files in classes.items()}
        for split, classes in found.splits.items()
    }


def refused(folder: Path) -> DataError:
    with pytest.raises(DataError) as caught:
        find_class_folders(folder, True)
    assert caught.value.exit_code == 3
    assert caught.value.fix
    return caught.value


def test_folders_are_the_classes_in_sorted_order(tmp_path: Path) -> None:
    made(tmp_path, "dog/2.png", "dog/1.PNG", "cat/x/3.jpeg", ".git/4.png")
    found = find_class_folders(tmp_path, True)
    assert found.classes == ("cat", "dog")
    assert shown(found) == {"train": {"cat": ["3.jpeg"], "dog": ["1.PNG", "2.png"]}}
    assert found.notices == ()
    assert [Path(file).name for file in found.files("train")] == ["3.jpeg", "1.PNG", "2.png"]


@pytest.mark.parametrize("validation", ["val", "valid", "validation"])
def test_split_folders_are_read_in_order(tmp_path: Path, validation: str) -> None:
    made(tmp_path, "train/a/1.png", "train/b/2.png", f"{validation}/b/3.png", "test/a/4.png", "test/b/5.png")
    found = find_class_folders(tmp_path, True)
    assert shown(found) == {
        "train": {"a": ["1.png"], "b": ["2.png"]},
        "validation": {"b": ["3.png"]},
        "test": {"a": ["4.png"], "b": ["5.png"]},
    }
    assert found.folders == {"train": "train", "validation": validation, "test": "test"}
    assert found.notices == (
        f"{tmp_path / validation} has no images of these classes: a. Their scores are 0, which lowers "
        "macro_f1",
    )


def test_without_validation_its_folder_is_not_read(tmp_path: Path) -> None:
    made(tmp_path, "train/a/1.png", "train/b/2.png", "val/b/3.png")
    found = find_class_folders(tmp_path, False)
    assert list(found.splits) == ["train"]
    assert found.notices == (f"{tmp_path / 'val'} is not read, because of validation: 0",)


def test_classes_may_be_called_like_splits(tmp_path: Path) -> None:
    found = find_class_folders(made(tmp_path, "train/1.png", "test/2.png", "bus/3.png"), True)
    assert found.classes == ("bus", "test", "train")


def test_what_is_not_read_is_told(tmp_path: Path) -> None:
    made(tmp_path, "train/a/1.png", "train/a/2.heic", "train/b/3.png", "train/b/notes.txt", "models/m.bin")
    found = find_class_folders(tmp_path, True)
    assert found.notices == (
        f"{tmp_path} also has the folders models, which are no splits: not read",
        f"2 files of {tmp_path} do not end like images and are not read: {tmp_path}/train/a/2.heic, "
        f"{tmp_path}/train/b/notes.txt",
    )


def test_a_path_that_is_no_folder_is_named(tmp_path: Path) -> None:
    assert refused(tmp_path / "none").message == f"{tmp_path / 'none'} does not exist"
    file = tmp_path / "a.png"
    file.touch()
    assert refused(file).message == f"{file} is a file, expected a folder"


def test_all_class_folders_without_images_are_named(tmp_path: Path) -> None:
    made(tmp_path, "a/1.png", "b/", "c/notes.txt")
    assert refused(tmp_path).message == (
        f"{tmp_path}/b contains no image file; {tmp_path}/c contains no image file"
    )


def test_files_that_cannot_be_read_are_named_with_them(tmp_path: Path) -> None:
    made(tmp_path, "a/1.png", "a/2.png", "b/")
    (tmp_path / "a" / "1.png").write_bytes(b"")
    (tmp_path / "a" / "2.png").write_bytes(b"read later")
    (tmp_path / "a" / "3.png").symlink_to("nowhere.png")
    assert refused(tmp_path).message == (
        f"{tmp_path}/b contains no image file; {tmp_path}/a/1.png is empty; "
        f"{tmp_path}/a/3.png could not be read: No such file or directory"
    )


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ((), "{} is empty"),
        (("1.png", "a/2.png", "b/3.png"), "{} has images outside the class folders: 1.png"),
        (("pets/a/1.png", "pets/b/2.png"), "{} has only one folder, pets; expected one for each of two"),
        (("train/a/1.png", "train/b/2.png", "test/c/3.png"), "{}/test has classes that {}/train does not"),
        (("val/a/1.png", "test/a/3.png"), "{} has test, val, but no folder train"),
        (("train/a/1.png", "val/a/2.png", "valid/a/3.png"), "{} has the folders val and valid, which mean"),
        (("a/1.png", "b /2.png"), "{} has folders whose names begin or end with a blank: 'b '"),
        (("a/1.png", "b\n/2.png"), "{} has folders whose names cannot be shown: 'b\\n'"),
    ],
    ids=["empty", "loose", "one class", "unseen", "no train", "twice", "blank", "odd name"],
)
def test_a_folder_of_another_form_is_refused(tmp_path: Path, names: tuple[str, ...], message: str) -> None:
    assert refused(made(tmp_path, *names)).message.startswith(message.replace("{}", str(tmp_path)))


def test_the_path_of_a_folder_within_is_the_fix(tmp_path: Path) -> None:
    made(tmp_path, "pets/a/1.png", "pets/b/2.png")
    assert refused(tmp_path).fix.endswith(f"write path: {tmp_path / 'pets'}")
    assert find_class_folders(tmp_path / "pets", True).classes == ("a", "b")
