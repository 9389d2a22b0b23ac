from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mlpcli.errors import StorageError, UsageError
from mlpcli.inference.inputs.predict_inputs import Rows
from mlpcli.workflows.saved_inputs import SavedInputs


def batches(*names: str, channels: int = 1, batch: int = 2) -> Iterator[Rows]:
    for first in range(0, len(names), batch):
        some = names[first : first + batch]
        values = np.stack(
            [np.full((3, 4, channels), 10 * (first + row), np.uint8) for row in range(len(some))]
        )
        nothing = (False,) * len(some)
        yield Rows(some, values, ("as_is",) * len(some), nothing, nothing, nothing)


def saved(folder: Path, *names: str, force: bool = False, channels: int = 1) -> list[str]:
    list(SavedInputs(folder, force).saving(batches(*names, channels=channels)))
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("channels", [1, 3])
def test_every_row_is_a_png_called_like_its_file(channels: int, tmp_path: Path) -> None:
    assert saved(tmp_path / "seen", "a/x.jpg", "y.png", "z", channels=channels) == ["x.png", "y.png", "z.png"]
    with Image.open(tmp_path / "seen" / "z.png") as opened:
        image = np.asarray(opened)
    assert (image.reshape(3, 4, channels) == 20).all()


def test_files_of_one_name_are_numbered(tmp_path: Path) -> None:
    names = ["a/x.jpg", "b/x.png", "b/X.gif", "x-2.png", "x.bmp"]
    found = saved(tmp_path / "seen", *names)
    assert len(found) == 5
    assert found == ["X-3.png", "x-2-2.png", "x-2.png", "x-4.png", "x.png"]


def test_rows_of_arrays_are_numbered_as_in_the_array(tmp_path: Path) -> None:
    assert saved(tmp_path / "seen", "a/rows.npy[0]", "a/rows.npy[1]", "one.npy") == [
        "one.png",
        "rows-0.png",
        "rows-1.png",
    ]


def test_names_stay_in_the_folder(tmp_path: Path) -> None:
    assert saved(tmp_path / "seen", "../../x.png", "/etc/y.png", "..") == ["...png", "x.png", "y.png"]


def test_a_folder_that_holds_files_is_kept_unless_forced(tmp_path: Path) -> None:
    (tmp_path / "x.png").write_text("older")
    (tmp_path / "other").write_text("other")
    with pytest.raises(UsageError, match="holds files already"):
        SavedInputs(tmp_path, force=False)
    assert saved(tmp_path, "x.png", force=True) == ["other", "x.png"]
    assert (tmp_path / "x.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "other").read_text() == "other"


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    assert saved(tmp_path, "x.png") == ["x.png"]


def test_a_file_a_run_and_a_missing_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="takes a folder"):
        SavedInputs(tmp_path / "file", force=True)
    with pytest.raises(StorageError, match="could not be written"):
        SavedInputs(tmp_path / "no" / "seen", force=True)
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "run.json").write_text("{}")
    with pytest.raises(UsageError, match="inside the folder of run") as caught:
        SavedInputs(tmp_path / "run" / "seen", force=True)
    assert "--save-inputs" in caught.value.fix


def test_without_inputs_no_folder_is_made(tmp_path: Path) -> None:
    list(SavedInputs(tmp_path / "seen", force=False).saving(batches()))
    assert not (tmp_path / "seen").exists()
