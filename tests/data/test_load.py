import re
import subprocess
import sys

import numpy as np
import pytest

from mlpcli.config import sources
from mlpcli.data.dataset import SourceRows, Split
from mlpcli.data.files.dataset_downloads import DownloadError
from mlpcli.data.load import load as load_source
from mlpcli.data.load import load_or_fallback
from mlpcli.data.preprocessing import OneHot, Pixels, Preprocessing, Resize, RobustScale, Scale
from mlpcli.data.preprocessing.one_hot import Categories
from mlpcli.data.sources import describe, open_source
from mlpcli.data.sources.open_source import OpenSource, Treatment
from mlpcli.errors import DataError
from tests.data.every_source import OFFLINE
from tests.data.fakes import FakeNetwork
from tests.data.loading import load
from tests.facts import IRIS


@pytest.fixture
def save(tmp_path):
    def save(options={}, **arrays):  # noqa: B006
        path = tmp_path / "a.npz"
        np.savez(path, **arrays)
        return sources.Arrays(source="arrays", path=path, **options)

    return save


@pytest.mark.parametrize("source", OFFLINE, ids=lambda source: source.source)
def test_rows_are_what_was_described(source):
    dataset = load(source, 0)
    facts = describe(source)
    assert dataset.facts == facts
    assert len(dataset.train) == open_source(source).training_count
    for split in (dataset.train, dataset.validation, dataset.test):
        if split is None:
            assert source.source == "gates"
            continue
        assert split.inputs.shape == (len(split), *facts.shape)
        assert split.inputs.dtype == (np.uint8 if facts.pixels else np.float32)
        assert split.inputs.flags.c_contiguous
        if facts.classes:
            assert split.targets.dtype == np.int32
            assert set(split.targets.tolist()) == set(range(len(facts.classes)))
        else:
            assert split.targets.dtype == np.float32
            assert split.targets.shape == (len(split), facts.targets)


def test_a_preprocessing_that_is_fitted_already_is_not_fitted_again():
    wine = sources.Wine(source="wine", standardize=True)
    fitted = load(wine, 0).preprocessing
    assert load(wine, 1, fitted=fitted).preprocessing is fitted
    assert load(wine, 1).preprocessing != fitted


class Drawn(OpenSource):
    """A source that has drawn its rows itself, and encoded them by what it fitted."""

    facts = IRIS
    treatment = Treatment(validation=0.5, test=0.5, standardize=True)
    step = OneHot((Categories(("a", "b"), False),))

    def read(self, seed, progress, opener):
        return SourceRows(
            rows(6), rows(2), ("told",), rows(3), Preprocessing((self.step,)), fingerprint="sha256:1"
        )

    def script(self):
        raise NotImplementedError


def rows(count):
    return Split(np.arange(4.0 * count, dtype=np.float32).reshape(count, 4), np.zeros(count, np.int32))


def test_rows_that_a_source_has_drawn_and_encoded_stay_as_they_are():
    source = Drawn(sources.Iris(source="iris"))
    dataset = load_source(source, 0)
    assert [len(dataset.split(name)) for name in ("train", "validation", "test")] == [6, 3, 2]
    assert (dataset.fingerprint, dataset.notices) == ("sha256:1", ("told",))
    assert dataset.preprocessing == Preprocessing((Drawn.step, Scale.fit(rows(6).inputs)))
    assert load_source(source, 0, fitted=dataset.preprocessing).preprocessing is dataset.preprocessing


def test_test_rows_are_drawn_before_validation_rows():
    dataset = load(sources.Iris(source="iris", test=0.2, validation=0.1), 0)
    assert [len(dataset.split(name)) for name in ("test", "validation", "train")] == [30, 12, 108]


def test_no_row_is_in_two_splits(save):
    rows = np.arange(100.0)[:, None]
    dataset = load(save(x=rows, y=np.arange(100) % 2), 0)
    drawn = np.concatenate([dataset.split(name).inputs for name in ("train", "validation", "test")])
    assert sorted(drawn[:, 0].tolist()) == rows[:, 0].tolist()


def test_a_share_of_0_gives_no_split():
    dataset = load(sources.Iris(source="iris", test=0.0, validation=0.0), 0)
    assert (dataset.validation, dataset.test, len(dataset.train)) == (None, None, 150)


def test_test_rows_of_the_source_are_kept(save):
    inputs, labels = np.arange(20.0)[:, None], np.arange(20) % 2
    dataset = load(save(x_train=inputs, y_train=labels, x_test=inputs[:3], y_test=labels[:3]), 0)
    assert dataset.test is not None and len(dataset.test) == 3
    assert len(dataset.train) == 18
    assert dataset.own_splits == ("test",)


def test_the_same_seed_gives_the_same_rows():
    first, again, other = (load(sources.Iris(source="iris"), seed) for seed in (5, 5, 6))
    assert np.array_equal(first.train.inputs, again.train.inputs)
    assert not np.array_equal(first.train.inputs, other.train.inputs)


def test_fingerprint_is_of_the_data_and_not_of_its_split():
    first, other = (load(sources.Iris(source="iris"), seed) for seed in (5, 6))
    assert first.fingerprint == other.fingerprint


_SHARES = {"classes": ["cat", "dog"], "test": 0.3, "validation": 0.3}


@pytest.mark.parametrize(
    ("dogs", "shares", "fix"),
    [
        (1, {}, "hold nothing back: test: 0 and validation: 0"),
        (2, {}, "hold nothing back: validation: 0"),
        (1, {"validation": 0.0}, "hold nothing back: test: 0"),
    ],
)
def test_one_fix_is_enough_for_a_class_of_too_few_rows(save, dogs, shares, fix):
    keys = _SHARES | shares
    with pytest.raises(DataError) as caught:
        load(save(keys, x=np.zeros((20, 1)), y=[0] * (20 - dogs) + [1] * dogs), 0)
    assert caught.value.fix == f"add rows of that class until it has one for every split, or {fix}"
    nothing = dict.fromkeys(re.findall(r"(\w+): 0", fix), 0.0)
    assert load(save(keys | nothing, x=np.zeros((20, 1)), y=[0] * (20 - dogs) + [1] * dogs), 0)
    splits = 1 + sum(keys[name] > 0 for name in ("test", "validation"))
    assert load(save(keys, x=np.zeros((20, 1)), y=[0] * (20 - splits) + [1] * splits), 0)


def test_too_few_rows_name_the_split_and_the_class(save):
    source = save({"classes": ["cat", "dog"], "test": 0.3}, x=np.zeros((9, 1)), y=[0] * 7 + [1] * 2)
    with pytest.raises(DataError) as caught:
        load(source, 0)
    assert caught.value.message.startswith(
        "a.npz: cannot draw rows for `validation`: class dog has only 1 row left"
    )
    assert "add rows of that class" in caught.value.fix


def test_standardization_is_fitted_on_training_rows_alone():
    dataset = load(sources.Iris(source="iris"), 0)
    assert dataset.preprocessing.steps == (Scale.fit(dataset.train.inputs),)


def test_standardization_can_be_robust():
    dataset = load(sources.Iris(source="iris", standardize="robust"), 0)
    assert dataset.preprocessing.steps == (RobustScale.fit(dataset.train.inputs),)


@pytest.mark.parametrize(
    ("source", "steps"),
    [
        (sources.Digits(source="digits"), (Resize(8, 8, 1, keep="fill"), Pixels())),
        (sources.Digits(source="digits", rescale=False), (Resize(8, 8, 1, keep="fill"),)),
        (sources.Iris(source="iris", standardize=False), ()),
        (sources.Moons(source="moons"), ()),
        (sources.Gates(source="gates"), ()),
    ],
)
def test_preprocessing(source, steps):
    assert load(source, 0).preprocessing.steps == steps


def test_images_are_not_standardized(save):
    dataset = load(save({"standardize": True}, x=np.ones((20, 3, 3), np.uint8), y=np.arange(20) % 2), 0)
    assert dataset.preprocessing.steps == (Resize(3, 3, 1, keep="fit"), Pixels())
    assert len(dataset.notices) == 1


@pytest.mark.parametrize(
    ("image", "border"),
    [
        (np.pad(np.zeros((2, 3), np.uint8), 1, constant_values=51), 0.2),
        (np.pad(np.zeros((2, 3, 3), np.float32), ((1, 1), (1, 1), (0, 0)), constant_values=0.5), 0.5),
        (np.full((2, 3, 1), 7, np.float32), None),
        (np.full((1, 5), 255, np.uint8), 1.0),
        (np.zeros(5), None),
    ],
    ids=["pixels", "floats", "floats above 1", "one pixel high", "vector"],
)
def test_border_is_the_brightness_of_the_edge(save, image, border):
    dataset = load(save(x=np.stack([image] * 20), y=np.arange(20) % 2), 0)
    assert dataset.preprocessing.border == (None if border is None else pytest.approx(border))


def mnist(**options):
    return open_source(sources.Mnist(source="mnist", **options))


def test_mnist_without_a_fallback_is_an_error(data_home):
    with pytest.raises(DownloadError):
        load_or_fallback(mnist(), 0, opener=FakeNetwork())


def test_fallback_looks_like_mnist(data_home):
    source, dataset = load_or_fallback(mnist(fallback="digits", validation=0.2), 0, opener=FakeNetwork())
    assert source.section == sources.Digits(source="digits", size=28, validation=0.2, copies=29)
    assert dataset.facts.shape == mnist().facts.shape
    assert dataset.facts.classes == mnist().facts.classes
    assert dataset.preprocessing.border == 0


def test_fallback_is_loud(data_home):
    _, dataset = load_or_fallback(mnist(fallback="digits"), 0, opener=FakeNetwork())
    assert dataset.notices == (
        "mnist was not found and could not be downloaded (storage.googleapis.com cannot be reached "
        "(Name or service not known)); training on digits instead: 1,797 images enlarged from 8x8 to "
        "28x28, and 29 distorted copies of each training image. It reads about 86 % of MNIST's digits, "
        f"instead of 98 %. For MNIST, put mnist.npz into {data_home}",
    )


def test_copies_are_of_training_rows_alone():
    plain = load(sources.Digits(source="digits", size=28), 0)
    copied = load(sources.Digits(source="digits", size=28, copies=2), 0)
    rows = len(plain.train)
    assert len(copied.train) == 3 * rows
    np.testing.assert_array_equal(copied.train.inputs[:rows], plain.train.inputs)
    np.testing.assert_array_equal(copied.train.targets, np.tile(plain.train.targets, 3))
    for name in ("validation", "test"):
        np.testing.assert_array_equal(copied.split(name).inputs, plain.split(name).inputs)
    assert (copied.preprocessing, copied.fingerprint) == (plain.preprocessing, plain.fingerprint)


def test_fallback_leaves_training_rows_whatever_the_share(data_home):
    _, dataset = load_or_fallback(mnist(fallback="digits", validation=0.9), 0, opener=FakeNetwork())
    assert len(dataset.train) > 50


def test_fallback_is_not_for_a_broken_file(data_home):
    data_home.mkdir()
    (data_home / "mnist.npz").write_bytes(b"")
    with pytest.raises(DataError, match="is broken"):
        load_or_fallback(mnist(fallback="digits"), 0, opener=FakeNetwork())


def test_mnist_on_disk_needs_no_fallback(data_home):
    data_home.mkdir()
    images, labels = np.zeros((40, 28, 28), np.uint8), np.arange(40) % 10
    np.savez(data_home / "mnist.npz", x_train=images, y_train=labels, x_test=images, y_test=labels)
    source, dataset = load_or_fallback(mnist(fallback="digits", validation=0.25), 0, opener=FakeNetwork())
    assert source.section.source == "mnist"
    assert len(dataset.train) == 30
    # It is no whole mnist either.
    (notice,) = dataset.notices
    assert "has 40 training and 40 test rows" in notice


def test_data_that_comes_with_sklearn_is_loaded_without_its_import():
    code = (
        "import sys\n"
        "from mlpcli.config import sources\n"
        "from mlpcli.data.load import load\n"
        "from mlpcli.data.sources import open_source\n"
        "for section in (sources.Moons(source='moons'), sources.Digits(source='digits')):\n"
        "    load(open_source(section), 0)\n"
        "sys.exit('sklearn' in sys.modules or 'tensorflow' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
