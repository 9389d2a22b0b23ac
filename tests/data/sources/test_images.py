import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from mlpcli.config.sources import ImageFolder
from mlpcli.data.dataset import Dataset
from mlpcli.data.preprocessing import Pixels, Resize
from mlpcli.data.sources import open_source
from mlpcli.data.stores.disk_rows import DiskRows
from mlpcli.errors import DataError
from tests.data.loading import load
from tests.data.pictures.picture_folders import fill, noise, save


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLPCLI_DATA_HOME", str(tmp_path_factory.mktemp("home")))


def section(path: Path, **more: Any) -> ImageFolder:
    return ImageFolder.model_validate({"source": "images", "path": path, **more})


def rows_of(dataset: Dataset) -> dict[str, int]:
    splits = {name: dataset.split(name) for name in ("train", "validation", "test")}
    return {name: len(split) for name, split in splits.items() if split}


def test_splits_are_drawn_stratified(tmp_path: Path) -> None:
    dataset = load(section(fill(tmp_path / "pets", "cat", rows=20)), 0)
    assert rows_of(dataset) == {"train": 43, "validation": 5, "test": 12}
    assert dataset.test is not None
    assert np.bincount(dataset.test.targets).tolist() == [4, 4, 4]
    facts = dataset.facts
    assert (facts.name, facts.shape, facts.classes) == ("pets", (12, 12, 3), ("a", "c", "t"))
    assert (dataset.train.inputs.dtype, dataset.train.targets.dtype) == (np.uint8, np.int32)
    assert dataset.notices == ()


def test_splits_of_the_folder_are_kept(tmp_path: Path) -> None:
    for number, (split, rows) in enumerate({"train": 8, "val": 3, "test": 2}.items()):
        fill(tmp_path / split, rows=rows, first=number * 100)
    dataset = load(section(tmp_path), 0)
    assert rows_of(dataset) == {"train": 16, "validation": 6, "test": 4}
    assert dataset.validation is not None
    np.testing.assert_array_equal(dataset.validation.inputs[4], noise(1101))
    assert dataset.validation.targets.tolist() == [0, 0, 0, 1, 1, 1]
    assert dataset.own_splits == ("validation", "test")


@pytest.mark.parametrize("memory", [None, 1000])
def test_16_bit_images_are_as_bright_as_their_bits(tmp_path: Path, memory: int | None) -> None:
    for name in "ab":
        for row in range(6):
            grey = noise(row + 10 * ord(name), channels=1).astype(np.uint16) * 16
            save(tmp_path / name / f"{row}.png", grey)
    save(tmp_path / "a" / "grey.png", noise(9, channels=1))
    dataset = load(section(tmp_path, color="gray", validation=0, test=0), 0, memory=memory)
    assert "12 of 13 images are 16-bit grey with values of 12 bits: 4,095 is read as white" in dataset.notices
    assert dataset.preprocessing.resize is not None and dataset.preprocessing.resize.white == 4095
    wanted = noise(10 * ord("a"), channels=1)
    np.testing.assert_allclose(dataset.train.inputs[:1][0].astype(int), wanted, atol=1)
    # Kept ones have the same white.
    assert load(section(tmp_path, color="gray", validation=0, test=0), 0).preprocessing.resize == (
        dataset.preprocessing.resize
    )


def test_the_white_of_floats_is_that_of_the_folder(tmp_path: Path) -> None:
    for name in "ab":
        for row in range(6):
            grey = noise(row + 10 * ord(name), channels=1)[..., 0] / np.float32(255) * np.float32(0.9)
            grey[0, 0] = 1.01 if row == 0 else 1
            (tmp_path / name).mkdir(exist_ok=True)
            Image.fromarray(grey).save(tmp_path / name / f"{row}.tif")
    dataset = load(section(tmp_path, color="gray", validation=0, test=0), 0)
    assert "12 of 12 images have floats: 1 is read as white in all of them" in dataset.notices
    assert dataset.preprocessing.resize is not None and dataset.preprocessing.resize.whites == (65535, 1)
    assert (dataset.train.inputs[:].max(axis=(1, 2, 3)) == 255).all()
    assert np.median(dataset.train.inputs[:], axis=(1, 2, 3)).min() > 50


def alike(folder: Path, name: str) -> None:
    """Some pictures twice, which stay together."""
    for row in range(5):
        save(folder / name / f"again{row}.png", noise(row if name == "a" else 1000 + row))


@pytest.mark.parametrize("splits", ["", "train test", "train val", "train val test"])
@pytest.mark.parametrize("fit", ["crop", "pad"])
def test_rows_on_disk_are_those_in_memory(tmp_path: Path, splits: str, fit: str) -> None:
    for number, split in enumerate(splits.split() or [""]):
        fill(tmp_path / split, rows=20, first=number * 5000)
    first = tmp_path / (splits.split() or [""])[0]
    alike(first, "a")
    alike(first, "b")
    chosen = section(tmp_path, fit=fit)
    expected, found = load(chosen, 3), load(chosen, 3, memory=1000)
    assert expected.pool is None and found.pool
    for name in ("train", "validation", "test"):
        one, other = expected.split(name), found.split(name)
        assert one and other and isinstance(other.inputs, DiskRows)
        np.testing.assert_array_equal(other.inputs[:], one.inputs)
        np.testing.assert_array_equal(other.targets[:], one.targets)
    assert (found.fingerprint, found.notices, found.facts, found.preprocessing) == (
        expected.fingerprint,
        expected.notices,
        expected.facts,
        expected.preprocessing,
    )


def test_images_that_fit_are_read_into_memory(tmp_path: Path) -> None:
    chosen = section(fill(tmp_path, rows=10))
    needed = 3 * 20 * 12 * 12 * 3
    assert load(chosen, 0, memory=needed).pool is None
    assert load(chosen, 0, memory=needed - 1).pool is not None


def test_what_the_folder_lacks_is_drawn(tmp_path: Path) -> None:
    fill(tmp_path / "train", rows=10)
    fill(tmp_path / "test", rows=2, first=100)
    assert rows_of(load(section(tmp_path), 0)) == {"train": 18, "validation": 2, "test": 4}
    fill(tmp_path / "val", rows=2, first=200)
    dataset = load(section(tmp_path, validation=0.0), 0)
    assert rows_of(dataset) == {"train": 20, "test": 4}
    assert dataset.notices == (f"{tmp_path / 'val'} is not read, because of validation: 0",)


def test_size_and_color_that_were_chosen_are_in_the_section(tmp_path: Path) -> None:
    fill(tmp_path, size=(100, 200), channels=1)
    source = open_source(section(tmp_path))
    assert source.section == section(tmp_path, size=[32, 64], color="gray")
    assert source.facts.shape == (32, 64, 1)
    assert load(section(tmp_path), 0).notices == (
        "images of 100x200 (height x width) are read as 32x64; data.size sets another size",
    )


def test_size_and_color_that_are_given_are_kept(tmp_path: Path) -> None:
    fill(tmp_path, channels=1)
    assert open_source(section(tmp_path, size=7, color="rgb")).facts.shape == (7, 7, 3)
    assert load(section(tmp_path, size=[7, 9]), 0).train.inputs.shape[1:] == (7, 9, 1)
    assert load(section(tmp_path, size=[7, 9]), 0).notices == ()


@pytest.mark.parametrize(("fit", "keep"), [("crop", "fill"), ("pad", "fit"), ("stretch", "stretch")])
def test_predictions_fit_images_as_training_did(tmp_path: Path, fit: str, keep: Any) -> None:
    fill(tmp_path, size=(12, 20))
    dataset = load(section(tmp_path, size=8, fit=fit, validation=0.0, test=0.0), 0)
    step = Resize(8, 8, 3, keep=keep, reframed=fit != "stretch")
    assert dataset.preprocessing.steps == (step, Pixels())
    np.testing.assert_array_equal(dataset.train.inputs[1], step.apply([noise(1, (12, 20))])[0])


def test_images_that_are_alike_stay_on_one_side(tmp_path: Path) -> None:
    fill(tmp_path, rows=30)
    for row in range(30):
        save(tmp_path / "a" / f"again{row}.jpg", noise(row), quality=95, subsampling=0)
    for seed in range(3):
        dataset = load(section(tmp_path, validation=0.3, test=0.3), seed)
        assert "30 images of a class are the same picture as another" in dataset.notices[0]
        sides = [dataset.split(name) for name in ("train", "validation", "test")]
        for row in range(30):
            apart = [np.abs(one.inputs.astype(int) - noise(row)).mean(axis=(1, 2, 3)) for one in sides if one]
            assert sorted(int((distance < 12).sum()) for distance in apart) == [0, 0, 2]


def test_the_fingerprint_is_that_of_the_pixels(tmp_path: Path) -> None:
    fill(tmp_path)
    before = load(section(tmp_path), 0).fingerprint
    assert load(section(tmp_path), 1).fingerprint == before
    assert load(section(tmp_path, size=9), 0).fingerprint != before
    save(tmp_path / "a" / "0.png", noise(99))
    assert load(section(tmp_path), 0).fingerprint != before


def test_a_split_of_its_own_is_part_of_the_fingerprint(tmp_path: Path) -> None:
    fill(tmp_path / "train")
    fill(tmp_path / "val", first=100)
    before = load(section(tmp_path), 0).fingerprint
    save(tmp_path / "val" / "a" / "0.png", noise(99))
    assert load(section(tmp_path), 0).fingerprint != before


def test_frames_that_are_not_read_are_counted(tmp_path: Path) -> None:
    from PIL import Image

    fill(tmp_path)
    frames = [Image.fromarray(noise(seed)) for seed in (50, 51)]
    frames[0].save(tmp_path / "a" / "moving.gif", save_all=True, append_images=frames[1:])
    assert load(section(tmp_path), 0).notices == (
        "1 of 13 images have more than one frame or page; only the first is read",
    )


def test_progress_counts_images_that_are_decoded(tmp_path: Path) -> None:
    told: list[tuple[Any, ...]] = []
    fill(tmp_path / "pets")
    load(section(tmp_path / "pets"), 0, lambda *reported: told.append(reported))
    assert told == [("pets", 12, 12, "images")]
    load(section(tmp_path / "pets"), 0, lambda *reported: told.append(reported))
    assert len(told) == 1


def test_a_missing_folder_is_a_data_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="does not exist"):
        open_source(section(tmp_path / "none"))


def test_the_folder_one_is_in_has_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(fill(tmp_path / "pets"))
    assert open_source(section(Path("."))).facts.name == "pets"


def test_a_description_decodes_no_pixels(tmp_path: Path) -> None:
    fill(tmp_path)
    code = (
        "import sys\nfrom pathlib import Path\nfrom mlpcli.config.sources import ImageFolder\n"
        "from mlpcli.data.sources import describe\n"
        "describe(ImageFolder(source='images', path=Path(sys.argv[1])))\n"
        "print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert not {"sklearn", "tensorflow", "filelock"} & set(done.stdout.split())
