"""A script has the same rows in the same splits as the run, whatever the source."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from mlpcli.config.load import loads
from mlpcli.data.class_weights import row_weights
from mlpcli.data.dataset import Dataset
from mlpcli.training.building.losses_metrics import encode
from mlpcli.training.tensorflow import keras
from mlpcli.workflows.validate import Checked, check
from tests.data.loading import load
from tests.data.pictures.picture_folders import fill, noise, save
from tests.keras_script.scripts import execute, part_of

BUNDLED = {
    "digits": 10,
    "digits, size: 9": 10,
    "digits, size: 20": 10,
    "digits, size: 28, copies: 1": 10,
    "digits, copies: 2, validation: 0, test: 0": 10,
    "iris": 3,
    "wine": 3,
    "breast_cancer": 2,
    "diabetes": 1,
    "gates, gate: nand": 1,
    "blobs, rows: 60": 2,
    "blobs, rows: 60, centers: [[0, 0, 1], [1, 2, 3], [4, 5, 6]], test: 0": 3,
    "moons, rows: 60, validation: 0": 1,
    "circles, rows: 60, factor: 0.3, validation: 0, test: 0": 1,
    "spirals, rows: 60, arms: 3": 3,
    "waves, rows: 60, steps: 16": 4,
}


def checked_of(source: str, units: int, seed: int = 3, training: str = "{}") -> Checked:
    head = f"Dense: {{units: {units}, activation: {'sigmoid' if units == 1 else 'softmax'}}}"
    text = f"seed: {seed}\ndata: {{source: {source}}}\nlayers: [Flatten, {{{head}}}]\ntraining: {training}"
    if source.startswith(("diabetes", "california")):
        text = text.replace("sigmoid", "linear")
    return check(loads(text, "case.yaml"))


def assert_same_rows(checked: Checked) -> Dataset:
    """The script's rows are those that training gets, targets encoded as it encodes them."""
    dataset = load(checked.config.data, checked.config.seed)
    splits = {"train": "train", "validation": "val", "test": "test"}
    held = {name: dataset.split(name) for name in splits if dataset.split(name)}
    found = execute(part_of(checked.config, checked.plan, "The data", rows=dict.fromkeys(held, 1)))
    for name, split in held.items():
        assert split is not None
        targets = encode(split.targets, checked.plan.objective.encoding, len(dataset.facts.classes))
        np.testing.assert_array_equal(found[f"x_{splits[name]}"], split.inputs)
        np.testing.assert_array_equal(found[f"y_{splits[name]}"], targets)
        assert found[f"x_{splits[name]}"].dtype == split.inputs.dtype
        assert found[f"y_{splits[name]}"].shape == targets.shape
    assert found.get("CLASSES", []) == list(dataset.facts.classes)
    return dataset


@pytest.mark.parametrize("source", BUNDLED)
def test_a_source_gives_the_rows_of_the_run(source: str) -> None:
    assert_same_rows(checked_of(source, BUNDLED[source]))


DOWNLOADS = {"mnist": (28, 28), "fashion_mnist": (28, 28), "cifar10": (32, 32, 3)}


def kept(name: str, folder: Path) -> tuple[Any, Any]:
    """The training and the test rows of a file that lies where downloads are kept."""
    random = np.random.default_rng(0)
    x = random.integers(0, 256, (90, *DOWNLOADS[name])).astype(np.uint8)
    y = (np.arange(90) % 10).astype(np.uint8)
    np.savez(folder / f"{name}.npz", x_train=x[:60], y_train=y[:60], x_test=x[60:], y_test=y[60:])
    return (x[:60], y[:60]), (x[60:], y[60:])


def no_network(*arguments: Any, **more: Any) -> Any:
    raise Exception("URL fetch failure: unreachable")


def without_network(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in DOWNLOADS:
        monkeypatch.setattr(getattr(keras.datasets, name), "load_data", no_network)
    monkeypatch.setattr(keras.utils, "get_file", no_network)


@pytest.mark.parametrize("variable", [True, False], ids=["named", "cache"])
@pytest.mark.parametrize("name", DOWNLOADS)
def test_a_kept_download_gives_the_rows_of_the_run_without_network(
    name: str, variable: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_network(monkeypatch)
    monkeypatch.delenv("MLPCLI_DATA_HOME", raising=False)
    if variable:
        monkeypatch.setenv("MLPCLI_DATA_HOME", str(tmp_path))
    else:
        monkeypatch.setattr("mlpcli.data.files.data_home.user_cache_path", lambda *names, **more: tmp_path)
    kept(name, tmp_path)
    assert_same_rows(checked_of(f"{name}, validation: 0.3", 10))


@pytest.mark.parametrize("name", DOWNLOADS)
def test_a_download_gives_the_rows_of_the_run(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLPCLI_DATA_HOME", str(tmp_path))
    (x, y), (x_test, y_test) = kept(name, tmp_path)
    if name == "cifar10":
        # Keras has CIFAR's labels in a column.
        y, y_test = y.reshape(-1, 1), y_test.reshape(-1, 1)
    checked = checked_of(f"{name}, validation: 0", 10)
    (tmp_path / f"{name}.npz").unlink()
    monkeypatch.setattr(getattr(keras.datasets, name), "load_data", lambda: ((x, y), (x_test, y_test)))
    found = execute(part_of(checked.config, checked.plan, "The data", rows={"train": 1, "test": 1}))
    np.testing.assert_array_equal(found["x_test"].reshape(x_test.shape), x_test)
    np.testing.assert_array_equal(found["y_train"], y.reshape(-1))


@pytest.mark.parametrize("source", ["mnist", "cifar10", "california_housing"])
def test_without_file_and_network_a_script_says_where_to_put_the_file(
    source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_network(monkeypatch)
    monkeypatch.setenv("MLPCLI_DATA_HOME", str(tmp_path))
    checked = checked_of(source, 1 if source == "california_housing" else 10)
    with pytest.raises(SystemExit) as caught:
        execute(part_of(checked.config, checked.plan, "The data", rows={"train": 1, "test": 1}))
    file = tmp_path / f"{source}.npz"
    assert caught.value.code == f"URL fetch failure: unreachable\nPut the file at {file} by hand."


def test_a_folder_of_the_user_is_written_for_any_user(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path.home() / "cache" / "kept"
    monkeypatch.setenv("MLPCLI_DATA_HOME", str(folder))
    checked = checked_of("mnist", 10)
    code = part_of(checked.config, checked.plan, "The data", rows={"train": 1, "test": 1})
    assert 'folder = "~/cache/kept"\n' in code


def test_california_housing_keeps_its_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(0)
    path = tmp_path / "california_housing.npz"
    np.savez(path, x=random.normal(size=(50, 8)), y=random.normal(size=50))
    monkeypatch.setenv("MLPCLI_DATA_HOME", str(tmp_path))
    without_network(monkeypatch)
    checked = checked_of("california_housing", 1)
    targets = assert_same_rows(checked).train.targets
    moved = path.rename(tmp_path / "downloaded.npz")
    monkeypatch.setattr(keras.utils, "get_file", lambda *arguments, **more: moved)
    splits = ("train", "validation", "test")
    found = execute(part_of(checked.config, checked.plan, "The data", rows=dict.fromkeys(splits, 1)))
    np.testing.assert_array_equal(found["y_train"], targets)


SAVED: dict[str, Callable[[Any], dict[str, Any]]] = {
    "vectors": lambda r: {"x": r.normal(size=(40, 3)), "y": np.arange(40) % 3},
    "one-hot": lambda r: {"x": r.normal(size=(40, 3)), "y": np.eye(3)[np.arange(40) % 3]},
    "column": lambda r: {"x": r.normal(size=(40, 3)), "y": (np.arange(40) % 3).reshape(-1, 1)},
    "signals": lambda r: {"x": r.normal(size=(40, 5, 2)), "y": np.arange(40) % 3},
    "grey": lambda r: {"x": r.integers(0, 256, (40, 4, 5)).astype(np.uint8), "y": np.arange(40) % 3},
    "colour": lambda r: {"x": r.integers(0, 256, (40, 4, 5, 3)).astype(np.uint8), "y": np.arange(40) % 3},
    "apart": lambda r: {
        "x_train": r.normal(size=(40, 3)),
        "y_train": np.arange(40) % 3,
        "x_test": r.normal(size=(9, 3)),
        "y_test": np.arange(9) % 3,
    },
    "training alone": lambda r: {"x_train": r.normal(size=(40, 3)), "y_train": np.arange(40) % 3},
}


@pytest.mark.parametrize("name", SAVED)
def test_arrays_give_the_rows_of_the_run(name: str, tmp_path: Path) -> None:
    path = tmp_path / 'a "b" \\ c.npz'
    np.savez(path, **SAVED[name](np.random.default_rng(0)))
    text = str(path).replace("\\", "\\\\").replace('"', '\\"')
    assert_same_rows(checked_of(f'arrays, path: "{text}"', 3))


def test_two_array_files_give_the_rows_of_the_run(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    np.save(tmp_path / "x.npy", random.normal(size=(40, 3)))
    np.save(tmp_path / "y.npy", np.arange(40) % 3)
    assert_same_rows(checked_of(f"arrays, path: {tmp_path}/x.npy, targets: {tmp_path}/y.npy", 3))


@pytest.mark.parametrize("wanted", ["balanced", "{class_1: 2.5}"])
@pytest.mark.parametrize("metrics", ["[accuracy]", "[accuracy, mean_squared_error]"])
def test_class_weights_and_one_hot_targets_are_those_of_the_run(wanted: str, metrics: str) -> None:
    checked = checked_of("wine", 3, training=f"{{class_weight: {wanted}, metrics: {metrics}}}")
    dataset = assert_same_rows(checked)
    weighting = checked.config.training.class_weight
    assert weighting is not None
    splits = ("train", "validation", "test")
    found = execute(part_of(checked.config, checked.plan, "The data", rows=dict.fromkeys(splits, 1)))[
        "class_weight"
    ]
    expected = row_weights(dataset.train.targets, weighting, dataset.facts.classes)
    np.testing.assert_allclose([found[label] for label in dataset.train.targets], expected, rtol=1e-6)


def picture_folder(folder: Path, splits: str) -> Path:
    """Pictures of many kinds and sizes, some of which are alike; in the folders of `splits`, if any."""
    for number, split in enumerate(splits.split() or [""]):
        fill(folder / split, "abc", rows=12, first=100 * number)
        for row in range(4):
            save(folder / split / "a" / f"x{row}.jpg", noise(100 * number + row), quality=95, subsampling=0)
    first = folder / (splits.split() or [""])[0]
    save(first / "b" / "tall" / "1.bmp", noise(50, (40, 15)))
    save(first / "b" / "wide.webp", noise(51, (15, 40)), lossless=True)
    save(first / "c" / ".hidden.png", noise(52))
    exif = Image.Exif()
    exif[0x0112] = 6
    save(first / "c" / "turned.JPG", noise(53, (20, 30)), exif=exif)
    save(first / "c" / "large.jpg", noise(57, (210, 300)), exif=exif)
    Image.fromarray(noise(54)).convert("P").save(first / "c" / "palette.gif")
    clear = np.dstack([noise(55), np.repeat(np.uint8([0, 255]), 72).reshape(12, 12)])
    save(first / "c" / "clear.png", clear)
    Image.fromarray(noise(56, channels=1)[..., 0].astype(np.uint16) * 257).save(first / "c" / "deep.png")
    return folder


@pytest.mark.parametrize(
    ("splits", "keys"),
    [
        ("", ""),
        ("", ", size: 9, color: gray, fit: pad"),
        ("", ", size: [7, 13], fit: stretch, validation: 0"),
        ("", ", validation: 0, test: 0"),
        ("train test", ", size: 12"),
        ("training valid testing", ""),
        ("train val", ", size: 11, test: 0.3"),
    ],
)
def test_images_give_the_rows_of_the_run(splits: str, keys: str, tmp_path: Path) -> None:
    path = picture_folder(tmp_path / "pets", splits)
    dataset = assert_same_rows(checked_of(f"images, path: {path}{keys}", 3))
    assert any("4 images of a class are the same picture as another" in one for one in dataset.notices)


def test_a_script_has_the_white_of_16_bit_images(tmp_path: Path) -> None:
    for number, name in enumerate("ab"):
        for row in range(8):
            save(tmp_path / name / f"{row}.png", noise(20 * number + row, channels=1).astype(np.uint16) * 16)
    dataset = assert_same_rows(checked_of(f"images, path: {tmp_path}, color: gray", 2))
    assert any("4,095 is read as white" in one for one in dataset.notices)
