import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.data.preprocessing import Preprocessing, Resize
from mlpcli.errors import DataError, UsageError
from mlpcli.inference.inputs.inversion import look_inverted
from mlpcli.inference.inputs.labelled_rows import LabelledRows, open_labelled
from tests.damage import damaged, fuzzed

THREE = DataFacts("rows", "vector", (2,), "classification", ("a", "b", "c"))
PRICES = DataFacts("rows", "vector", (2,), "regression", targets=2)
PETS = DataFacts("pets", "image", (4, 4, 1), "binary", ("cat", "T-shirt/top"), pixels=True)
GREY = Preprocessing((Resize(4, 4, 1),), border=0.0)
X = np.arange(6, dtype=np.float32).reshape(3, 2)
NUMBERING = "number the classes like the run: 0 is a, 1 is b, 2 is c"
AS_NPZ = "save the rows to score with numpy.savez(path, x=..., y=...)"


def saved(folder: Path, **arrays: Any) -> Path:
    np.savez(folder / "rows.npz", **arrays)
    return folder / "rows.npz"


def opened(path: Path, facts: DataFacts = THREE, targets: Path | None = None) -> LabelledRows:
    return open_labelled(path, targets, facts, GREY if facts.pixels else Preprocessing())


def values(rows: LabelledRows) -> Any:
    return np.concatenate([batch.values for batch in rows.inputs.batches])


def image(path: Path, brightness: int = 0, size: int = 4) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("L", (size, size), brightness).save(path)


@pytest.mark.parametrize(
    "targets",
    [[0, 2, 1], [0.0, 2.0, 1.0], [[0], [2], [1]], [[1, 0, 0], [0, 0, 1], [0, 1, 0]]],
    ids=["numbers", "floats", "column", "one-hot"],
)
@pytest.mark.parametrize("ending", ["", "_test"])
def test_an_archive_holds_inputs_and_their_classes(targets: Any, ending: str, tmp_path: Path) -> None:
    rows = opened(saved(tmp_path, **{f"x{ending}": X, f"y{ending}": targets}))
    np.testing.assert_array_equal(values(rows), X)
    assert (rows.targets.tolist(), rows.targets.dtype) == ([0, 2, 1], np.int32)


def test_training_rows_beside_the_test_rows_are_not_read(tmp_path: Path) -> None:
    path = saved(tmp_path, x_train=X, y_train=[0, 1, 2], x_test=X[:1], y_test=[2])
    assert opened(path).targets.tolist() == [2]


def test_inputs_and_targets_may_be_two_files(tmp_path: Path) -> None:
    np.save(tmp_path / "x.npy", X)
    np.save(tmp_path / "y.npy", [2, 1, 0])
    rows = opened(tmp_path / "x.npy", targets=tmp_path / "y.npy")
    np.testing.assert_array_equal(values(rows), X)
    assert rows.targets.tolist() == [2, 1, 0]


@pytest.mark.parametrize("targets", [[1, 2, 3], [[1], [2], [3]]])
def test_one_number_to_predict_may_lack_its_axis(targets: Any, tmp_path: Path) -> None:
    facts = DataFacts("rows", "vector", (2,), "regression", targets=1)
    rows = opened(saved(tmp_path, x=X, y=targets), facts)
    assert (rows.targets.tolist(), rows.targets.dtype) == ([[1], [2], [3]], np.float32)


def test_a_single_row_has_a_single_target(tmp_path: Path) -> None:
    assert opened(saved(tmp_path, x=X[0], y=[1])).targets.tolist() == [1]


BAD: list[tuple[dict[str, Any], str, str]] = [
    (
        {"x_train": X, "y_train": [0, 1, 2]},
        "contains the arrays x_train, y_train; expected x and y, or x_test and y_test",
        AS_NPZ,
    ),
    ({"x": X}, "contains the arrays x; expected x and y, or x_test and y_test", AS_NPZ),
    (
        {"x": X, "y": [0, 1]},
        "x has 3 rows, but {path}: y has shape (2,); expected one target per row",
        "save inputs and targets of the same rows",
    ),
    (
        {"x": X[:, :1], "y": [0, 1, 2]},
        "has shape (3, 1); expected (rows, 2) with at least one row",
        "give the network 2 numbers per row",
    ),
    ({"x": X, "y": [0, 3, 9]}, "y[1] is 3, [2] is 9; expected class numbers from 0 to 2", NUMBERING),
    ({"x": X, "y": [0, 0.5, 1]}, "y[1] is 0.5; expected whole class numbers from 0", NUMBERING),
    (
        {"x": X, "y": np.eye(3, 2)},
        "y has shape (3, 2); expected class numbers (rows,), or one-hot",
        NUMBERING,
    ),
    ({"x": X, "y": np.ones((3, 3))}, "one-hot rows with exactly one 1", NUMBERING),
    ({"x": X, "y": ["a", "b", "c"]}, "y contains text (<U1); expected numbers", f"; {NUMBERING}"),
    ({"x": X, "y": [0, np.nan, 1]}, "y[1] is nan; expected finite numbers", "remove or correct these rows"),
]


@pytest.mark.parametrize(("arrays", "message", "fix"), BAD)
def test_what_does_not_fit_the_run_is_named(
    arrays: dict[str, Any], message: str, fix: str, tmp_path: Path
) -> None:
    path = saved(tmp_path, **arrays)
    with pytest.raises(DataError) as caught:
        opened(path)
    assert str(path) in caught.value.message
    assert message.format(path=path) in caught.value.message
    assert fix in caught.value.fix


@pytest.mark.parametrize("shape", [(3,), (3, 3)])
def test_a_regression_has_as_many_targets_as_the_run(shape: tuple[int, ...], tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        opened(saved(tmp_path, x=X, y=np.zeros(shape)), PRICES)
    assert f"y has shape {shape}; expected (rows, 2)" in caught.value.message
    assert caught.value.fix == "give the targets that the run was trained on, in the same order"


def test_inputs_alone_have_no_figures(tmp_path: Path) -> None:
    np.save(tmp_path / "x.npy", X)
    with pytest.raises(DataError) as caught:
        opened(tmp_path / "x.npy")
    assert caught.value.message == f"{tmp_path / 'x.npy'} has inputs but no targets"
    assert caught.value.fix == "give the .npy file of the targets: --targets Y.npy"


@pytest.mark.parametrize("name", ["rows.npz", "folder"])
def test_targets_beside_what_has_its_own_are_a_usage_error(name: str, tmp_path: Path) -> None:
    saved(tmp_path, x=X, y=[0, 1, 2])
    (tmp_path / "folder").mkdir()
    with pytest.raises(UsageError) as caught:
        opened(tmp_path / name, targets=tmp_path / "y.npy")
    assert caught.value.fix == "leave --targets out"


@pytest.mark.parametrize(
    ("name", "message"),
    [("nothing.npz", "does not exist"), ("rows.csv", "is not an .npz or .npy file, and not a folder")],
)
def test_what_is_no_file_of_rows_is_named(name: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("1,2\n")
    with pytest.raises(DataError) as caught:
        opened(tmp_path / name)
    assert caught.value.message.startswith(f"{tmp_path / name} {message}")


def test_targets_must_be_an_array_file(tmp_path: Path) -> None:
    np.save(tmp_path / "x.npy", X)
    with pytest.raises(DataError, match="y.txt is not an .npy file"):
        opened(tmp_path / "x.npy", targets=tmp_path / "y.txt")


def test_the_folders_in_a_folder_are_the_classes(tmp_path: Path) -> None:
    for name, brightness in [("T-shirt/top/b.png", 3), ("cat/b.png", 2), ("cat/a/c.png", 1)]:
        image(tmp_path / name, brightness, size=9)
    (tmp_path / "notes.txt").write_text("")
    rows = opened(tmp_path, PETS)
    assert rows.targets.tolist() == [0, 0, 1]
    found = values(rows)
    assert (found.shape, found.dtype) == ((3, 4, 4, 1), np.uint8)
    assert found[:, 0, 0, 0].tolist() == [1, 2, 3]


def test_a_class_may_have_no_folder(tmp_path: Path) -> None:
    image(tmp_path / "T-shirt" / "top" / "a.png")
    assert opened(tmp_path, PETS).targets.tolist() == [1]


def test_folders_of_no_class_are_named_all_at_once(tmp_path: Path) -> None:
    for name in ("cat/a.png", "Cat/a.png", "T-shirt/bottom/a.png", "stray.png", "dog/a.png"):
        image(tmp_path / name)
    with pytest.raises(DataError) as caught:
        opened(tmp_path, PETS)
    assert caught.value.message == (
        f"{tmp_path} has folders that are not named after a class of the run: Cat, T-shirt/bottom, dog; "
        f"{tmp_path} has images outside the class folders: stray.png"
    )
    assert caught.value.fix == (
        "rename each to the exact name of its class, or move it elsewhere; "
        "the run's classes are cat, T-shirt/top; move each into the folder of its class"
    )


def test_a_folder_without_folders_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        opened(tmp_path, PETS)
    assert caught.value.message == f"{tmp_path} has no folder of images"
    assert caught.value.fix == "make one for each class; the run's classes are cat, T-shirt/top"


def test_a_class_folder_without_images_is_named(tmp_path: Path) -> None:
    (tmp_path / "cat").mkdir()
    with pytest.raises(DataError, match="cat contains no image file"):
        opened(tmp_path, PETS)


@pytest.mark.parametrize("name", ["..", "/etc", ""])
def test_the_name_of_a_class_leads_nowhere_else(name: str, tmp_path: Path) -> None:
    image(tmp_path / "a.png")
    (tmp_path / "data").mkdir()
    facts = DataFacts("pets", "image", (4, 4, 1), "binary", ("cat", name), pixels=True)
    with pytest.raises(DataError, match="has no folder of images"):
        opened(tmp_path / "data", facts)


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        (THREE, "is read as images, but the network takes 2 numbers"),
        (
            DataFacts("x", "image", (4, 4, 5), "binary", ("a", "b"), pixels=True),
            "takes images of 4 x 4 x 5 (height x width x channels), not 8-bit pixels, grey or RGB",
        ),
        (
            DataFacts("x", "image", (4, 4, 1), "regression", targets=1, pixels=True),
            "the run predicts numbers",
        ),
    ],
)
def test_a_folder_is_for_classes_of_pictures(facts: DataFacts, message: str, tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        open_labelled(tmp_path, None, facts, Preprocessing())
    assert caught.value.message.startswith(f"{tmp_path} is a folder, ")
    assert message in caught.value.message
    assert caught.value.fix == AS_NPZ


def test_images_are_not_inverted_unless_asked_for(tmp_path: Path) -> None:
    image(tmp_path / "cat" / "a.png", 250)
    assert values(opened(tmp_path, PETS)).max() == 250
    turned = open_labelled(tmp_path, None, PETS, GREY, "auto")
    assert values(turned).max() == 5
    white = np.full((2, 4, 4, 1), 250, np.uint8)
    assert look_inverted(white, PETS, GREY)
    assert not look_inverted(255 - white, PETS, GREY)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.npz")
    with pytest.raises(DataError, match="is not a regular file"):
        opened(tmp_path / "x.npz")


@fuzzed
@given(data=st.data())
def test_any_archive_is_read_or_refused(data: st.DataObject, tmp_path: Path) -> None:
    valid = saved(tmp_path, x=X, y=np.arange(3)).read_bytes()
    (tmp_path / "rows.npz").write_bytes(data.draw(st.binary(max_size=80) | damaged(valid)))
    try:
        rows = opened(tmp_path / "rows.npz")
        assert len(values(rows)) == len(rows.targets)
    except DataError as error:
        assert str(tmp_path / "rows.npz") in error.message
        assert error.fix
