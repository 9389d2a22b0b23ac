from pathlib import Path

import numpy as np
import pytest

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.config.sources import Arrays
from mlpcli.data.files.http import open_url
from mlpcli.data.sources.arrays import open_arrays
from mlpcli.errors import DataError

LABELS = np.array([0, 1, 2, 0, 1, 2])
VECTORS = np.arange(24.0).reshape(6, 4)


@pytest.fixture
def save(tmp_path):
    def save(options={}, **arrays):  # noqa: B006
        path = tmp_path / "a.npz"
        np.savez(path, **arrays)
        return Arrays(source="arrays", path=path, **options)

    return save


def read(source):
    return open_arrays(source).read(0, None, open_url)


def error_of(source):
    with pytest.raises(DataError) as caught:
        read(source)
    assert caught.value.exit_code == 3
    assert caught.value.fix
    return caught.value


@pytest.mark.parametrize(
    ("inputs", "kind", "shape", "pixels"),
    [
        (np.zeros((6, 4)), "vector", (4,), False),
        (np.zeros((6, 4), np.uint8), "vector", (4,), False),
        (np.zeros((6, 9, 2)), "signal", (9, 2), False),
        (np.zeros((6, 8, 9), np.uint8), "image", (8, 9, 1), True),
        (np.zeros((6, 8, 9, 3), np.uint8), "image", (8, 9, 3), True),
        (np.zeros((6, 8, 9, 3), np.float32), "image", (8, 9, 3), False),
    ],
)
def test_rank_and_type_make_the_kind(save, inputs, kind, shape, pixels):
    source = save(x=inputs, y=LABELS)
    assert open_arrays(source).facts == DataFacts(
        "a.npz", kind, shape, "classification", ("0", "1", "2"), 0, pixels
    )
    rows = read(source).train.inputs
    assert rows.shape == (6, *shape)
    assert rows.dtype == (np.uint8 if pixels else np.float32)
    assert rows.flags.c_contiguous


@pytest.mark.parametrize(
    ("targets", "options", "task", "classes", "values"),
    [
        ([0, 1, 2, 0, 1, 2], {}, "classification", ("0", "1", "2"), [0, 1, 2, 0, 1, 2]),
        ([0.0, 1, 0, 1, 0, 1], {}, "binary", ("0", "1"), [0, 1, 0, 1, 0, 1]),
        ([True, False] * 3, {}, "binary", ("0", "1"), [1, 0] * 3),
        ([[0], [1]] * 3, {}, "binary", ("0", "1"), [0, 1] * 3),
        (np.eye(3)[[0, 2, 1] * 2], {}, "classification", ("0", "1", "2"), [0, 2, 1] * 2),
        ([0, 2, 1] * 2, {"classes": ["a", "b", "c"]}, "classification", ("a", "b", "c"), [0, 2, 1] * 2),
        ([0.5] * 6, {}, "regression", (), [[0.5]] * 6),
        ([1, 7] * 3, {"task": "regression"}, "regression", (), [[1], [7]] * 3),
        ([[1, 7]] * 6, {}, "regression", (), [[1, 7]] * 6),
        ([[1, 0]] * 6, {"task": "regression"}, "regression", (), [[1, 0]] * 6),
    ],
)
def test_targets_make_the_task(save, targets, options, task, classes, values):
    source = save(options, x=VECTORS, y=np.array(targets))
    facts = open_arrays(source).facts
    found = read(source).train.targets
    assert (facts.task, facts.classes) == (task, classes)
    assert facts.targets == (0 if classes else found.shape[1])
    assert found.tolist() == values
    assert found.dtype == (np.int32 if classes else np.float32)


def test_test_rows_of_the_file_are_kept_apart(save):
    original = read(save(x_train=VECTORS, y_train=LABELS, x_test=VECTORS[:2], y_test=LABELS[:2]))
    assert len(original.train) == 6
    assert original.test is not None and original.test.targets.tolist() == [0, 1]


def test_a_class_needs_rows_to_train_on_and_none_to_test_on(save):
    names = {"classes": list("abc")}
    source = save(names, x_train=VECTORS[:2], y_train=LABELS[:2], x_test=VECTORS, y_test=LABELS)
    assert "a.npz: y_train has no rows of these classes: c; " in error_of(source).message
    source = save(names, x_train=VECTORS, y_train=LABELS, x_test=VECTORS[:2], y_test=LABELS[:2])
    assert read(source).test.targets.tolist() == [0, 1]


def test_x_and_y_come_in_one_piece(save):
    assert read(save(x=VECTORS, y=LABELS)).test is None


def test_npy_beside_its_targets(tmp_path):
    np.save(tmp_path / "x.npy", VECTORS)
    np.save(tmp_path / "y.npy", LABELS)
    original = read(Arrays(source="arrays", path=tmp_path / "x.npy", targets=tmp_path / "y.npy"))
    assert original.train.inputs.tolist() == VECTORS.tolist()


def test_describing_does_not_read_inputs(save, monkeypatch):
    source = save(x=np.full((6, 4), np.nan), y=LABELS)
    assert open_arrays(source).facts.shape == (4,)
    assert "a.npz: x[0, 0] is nan" in error_of(source).message


@pytest.mark.parametrize(
    ("inputs", "largest"),
    [
        ([[1.0, -300.0]] * 6, 300.0),
        (np.asfortranarray([[1.0, -300.0]] * 6), 300.0),
        ([[np.nan, -np.inf], *[[2, 5]] * 5], 5.0),
        (np.full((6, 4, 4), 255, np.uint8), None),
    ],
)
def test_the_largest_input_is_known_before_all_are_read(save, inputs, largest):
    assert open_arrays(save(x=np.asanyarray(inputs), y=LABELS)).largest_input == largest


@pytest.mark.parametrize(
    ("targets", "known"), [(LABELS, None), ([2.5, -1.5, 0.5, 7.25, 0.5, 0.0], (-1.5, 7.25))]
)
def test_the_range_of_numbers_to_predict_is_known(save, targets, known):
    assert open_arrays(save(x=np.ones((6, 2)), y=np.array(targets))).target_range == known


def test_of_many_inputs_the_first_ones_are_looked_at(save, monkeypatch):
    monkeypatch.setattr("mlpcli.data.sources.arrays._MOST_LOOKED_AT", 32)
    inputs = np.arange(12.0).reshape(6, 2)
    assert open_arrays(save(x=inputs, y=LABELS)).largest_input == 3


@pytest.mark.parametrize(
    ("targets", "options", "message", "fix"),
    [
        ([0, 1, np.nan, 0, 1, 0], {}, "y[2] is nan; expected finite numbers", "remove or correct"),
        (
            [1, 2, 3, 1, 2, 3],
            {},
            "from 1 to 3 without 0; expected 0, 1, 2",
            "subtract 1 before saving, y - 1, so that they run from 0 to 2",
        ),
        ([0, 2, 0, 2, 0, 2], {}, "from 0 to 2 without 1; expected 0, 1, 2", "task: regression"),
        ([0, 1, -1, 0, 1, 0], {}, "y[2] is -1; expected whole class numbers from 0", "number the classes"),
        ([4] * 6, {}, "contains only one class, 4", "add rows of another class"),
        (
            [0.5, 1] * 3,
            {"task": "classification"},
            "y[0] is 0.5, [2] is 0.5, [4] is 0.5; expected whole",
            "task: regression",
        ),
        (
            [0, 1, 2] * 2,
            {"classes": ["a", "b"]},
            "y[2] is 2, [5] is 2; expected class numbers from 0 to 1",
            "`classes`",
        ),
        ([[1, 0], [1, 1], [0, 1]] * 2, {}, "y[1] is [1 1], [4] is [1 1]; expected one-hot rows", "one class"),
        ([[1, 0], [0, 0], [0, 1]] * 2, {}, "y[1] is [0 0], [4] is [0 0]; expected one-hot rows", "one class"),
        ([[1, 0], [0, 2]] * 3, {"task": "classification"}, "y[1] is [0 2]", "one class"),
        ([[1, 0], [2, 1]] * 3, {"task": "classification"}, "y[1] is [2 1]", "one class"),
        (
            [[1, 0], [0, 1]] * 3,
            {"classes": ["a", "b", "c"]},
            "2 columns, but `classes` has 3 names",
            "column",
        ),
        ([[[1]]] * 6, {}, "has shape (6, 1, 1); expected one number per row", "reshape"),
        (["cat"] * 6, {}, "contains text", "numpy.unique"),
        (np.array([None] * 6), {}, "contains Python objects", "astype"),
        ([0, 1], {}, "has 6 rows, but", "same rows"),
        (
            [0, 3] * 3,
            {"classes": list("abcd")},
            "y has no rows of these classes: b, c; expected at least one training row per class",
            "or number the others from 0 without gaps, and remove their names from `classes`",
        ),
        (
            [0, 1, 3] * 2,
            {"classes": list("abc")},
            "y[2] is 3, [5] is 3; expected class numbers from 0 to 2",
            "number",
        ),
        (
            np.eye(6, 7),
            {},
            "y has no rows of these classes: 6; expected at least",
            "add rows of them; or remove their columns; set `task: regression`",
        ),
        (
            np.eye(3)[[0, 2] * 3],
            {"classes": list("abc")},
            "y has no rows of these classes: b; expected at least",
            "or remove their columns, and remove their names from `classes`",
        ),
        ([0, 10**12] * 3, {}, "without 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 999,999,999,989 more;", "gaps"),
    ],
)
def test_bad_targets_are_named(save, targets, options, message, fix):
    error = error_of(save(options, x=VECTORS, y=np.array(targets)))
    assert message in error.message
    assert "a.npz: y" in error.message
    assert fix in error.fix


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        (np.zeros(6), "a.npz: x has shape (6,); expected [rows, features]"),
        (np.zeros((6, 1, 2, 3, 4)), "has shape (6, 1, 2, 3, 4)"),
        (np.zeros((6, 0)), "has shape (6, 0)"),
        (np.zeros((0, 4)), "x has no rows"),
        (np.array([[1, np.inf]] * 6), "x[0, 1] is inf"),
        (
            np.array([[0, 0]] * 4 + [[1, np.nan]] * 2),
            "x[4, 1] is nan, [5, 1] is nan; expected finite numbers",
        ),
        (np.array([[object()]] * 6), "contains Python objects"),
    ],
)
def test_bad_inputs_are_named(save, inputs, message):
    assert message in error_of(save(x=inputs, y=LABELS)).message


def test_rows_without_end_are_refused(save, monkeypatch):
    monkeypatch.setattr("mlpcli.data.sources.arrays.LARGEST_ROW", 3)
    error = error_of(save(x=VECTORS, y=LABELS))
    assert "a.npz: x has 4 numbers per row; expected at most 3" in error.message
    assert "smaller" in error.fix


@pytest.mark.parametrize(
    ("arrays", "message"),
    [
        ({}, "has no x and no y; it contains nothing"),
        ({"features": VECTORS}, "has no x and no y; it contains features"),
        ({"x_train": VECTORS}, "has no y_train; it contains x_train"),
        ({"x_train": VECTORS, "y_train": LABELS, "x_test": VECTORS}, "has no y_test"),
    ],
)
def test_missing_keys_are_named(save, arrays, message):
    error = error_of(save(**arrays))
    assert message in error.message
    assert "numpy.savez" in error.fix


@pytest.mark.parametrize(
    ("inputs", "targets", "message"),
    [
        (VECTORS[:, :3], LABELS, "but {path}: x_test has rows of shape (3,)"),
        (VECTORS.astype(np.uint8), LABELS, "x_test has rows of shape (4,) and type uint8"),
        (VECTORS, np.eye(3)[LABELS], "but {path}: y_test has (6, 3)"),
        (VECTORS, LABELS + 1, "y_test[2] is 3, [5] is 3; expected class numbers from 0 to 2"),
    ],
)
def test_test_rows_unlike_training_rows(save, inputs, targets, message):
    source = save(x_train=VECTORS, y_train=LABELS, x_test=inputs, y_test=targets)
    assert message.format(path=source.path) in error_of(source).message


@pytest.mark.parametrize(
    ("arrays", "messages"),
    [
        ({"x": [[None]] * 6, "y": ["cat"] * 6}, ["x contains Python objects", "y contains text"]),
        (
            {"x_train": VECTORS, "y_train": LABELS, "x_test": VECTORS[:0], "y_test": LABELS[:0]},
            ["x_test has no rows"],
        ),
        (
            {"x_train": VECTORS * np.nan, "y_train": LABELS, "x_test": VECTORS - np.inf, "y_test": LABELS},
            ["x_train[0, 0] is nan", "x_test[0, 0] is -inf, [1, 0] is -inf"],
        ),
        (
            {"x_train": VECTORS, "y_train": LABELS * np.nan, "x_test": VECTORS, "y_test": LABELS + np.inf},
            ["y_train[0] is nan", "y_test[0] is inf, [1] is inf"],
        ),
        (
            {"x_train": VECTORS, "y_train": LABELS - 1, "x_test": VECTORS, "y_test": -LABELS},
            ["y_train[0] is -1, [3] is -1; expected whole", "y_test[1] is -1, [2] is -2, "],
        ),
    ],
    ids=["types", "empty", "inputs", "targets", "labels"],
)
def test_all_arrays_that_are_wrong_are_named(save, arrays, messages):
    error = error_of(save(**{key: np.array(values) for key, values in arrays.items()}))
    for message in messages:
        assert f"a.npz: {message}" in error.message


@pytest.mark.parametrize(
    ("path", "targets", "message", "fix"),
    [
        ("x.npy", None, "x.npy contains only inputs", "`targets: y.npy`"),
        ("x.npz", "y.npy", "is an .npz, which contains its own targets", "remove `targets`"),
        ("x.csv", None, "ends in '.csv'; expected an .npz or .npy file", "numpy.savez"),
        ("nowhere.npz", None, "nowhere.npz does not exist", "correct the path"),
    ],
)
def test_wrong_files_are_named(tmp_path, path, targets, message, fix):
    source = Arrays(source="arrays", path=tmp_path / path, targets=targets and Path(targets))
    error = error_of(source)
    assert message in error.message
    assert fix in error.fix


@pytest.mark.parametrize(
    ("inputs", "options", "notices"),
    [
        (np.full((6, 2, 2, 1), 255.0), {}, ["has values up to 255, but is not divided by 255"]),
        (np.full((6, 4), 255, np.uint8), {}, ["has values up to 255, but is not divided by 255"]),
        (np.full((6, 4), 255, np.uint8), {"standardize": True}, []),
        (np.full((6, 4), 255, np.uint8), {"rescale": False}, []),
        (np.full((6, 4), 255.0), {}, []),
        (np.ones((6, 2, 2, 1)), {}, []),
        (np.full((6, 2, 2), 255, np.uint8), {}, []),
        (np.full((6, 2, 2), 255, np.uint8), {"standardize": True}, ["`standardize` does not change"]),
    ],
)
def test_what_is_done_to_pixels_is_no_surprise(save, inputs, options, notices):
    found = read(save(options, x=inputs, y=LABELS)).notices
    assert len(found) == len(notices)
    assert all(part in notice for part, notice in zip(notices, found, strict=True))


def test_columns_that_float32_cannot_tell_apart_are_named(save):
    inputs = np.stack([np.arange(len(LABELS)), 1e8 + 1e-3 * np.arange(len(LABELS))], axis=1)
    (notice,) = read(save({}, x=inputs, y=LABELS)).notices
    assert "x[:, 1]: float32, which networks compute in, rounds away most" in notice
    assert "Subtract a constant" in notice


@pytest.mark.parametrize(
    ("targets", "where"),
    [
        (1e8 + np.linspace(0, 1, len(LABELS)), "y"),
        (1e8 + np.linspace(0, 1, len(LABELS))[:, None], "y"),
        (np.stack([LABELS / 3, 1e8 + np.linspace(0, 1, len(LABELS))], axis=1), "y[:, 1]"),
    ],
)
def test_targets_that_float32_cannot_tell_apart_are_named(save, targets, where):
    source = save({"task": "regression"}, x=np.zeros((len(LABELS), 1)), y=targets)
    (notice,) = read(source).notices
    assert f": {where}: float32, which networks compute in, rounds away most" in notice
    assert notice.endswith("and add it to what the network predicts")


@pytest.mark.parametrize(
    ("name", "later"), [("x", "rows to predict by the same constant"), ("y", "divide what")]
)
def test_columns_that_float32_hardly_holds_are_named(name, later, save):
    rows = {"x": np.arange(float(len(LABELS))), "y": np.arange(len(LABELS)) / 3}
    rows[name] = rows[name] * 1e-40
    (notice,) = read(save({}, x=rows["x"][:, None], y=rows["y"])).notices
    assert f": {name}: float32, which networks compute in, loses the differences" in notice
    assert "Multiply" in notice and later in notice


def test_arrays_that_are_named_as_rows_and_not_read_are_told(tmp_path):
    rows = {f"{name}_{split}": np.zeros((6, 2)) for name in "xy" for split in ("train", "val")}
    rows |= {"y_train": np.arange(6) % 2, "names": np.zeros(2)}
    np.savez(tmp_path / "own.npz", **rows)
    source = Arrays(source="arrays", path=tmp_path / "own.npz")
    (notice,) = read(source).notices
    assert notice == (
        f"{tmp_path / 'own.npz'} also contains x_val, y_val, which training does not read; "
        "validation rows are drawn from the training rows"
    )
