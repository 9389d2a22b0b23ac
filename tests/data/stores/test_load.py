import numpy as np
import pytest

from mlpcli.config.sources import Arrays
from mlpcli.data.stores import encoded
from mlpcli.data.stores import load as stored
from mlpcli.data.stores.disk_rows import DiskRows
from mlpcli.errors import DataError
from tests.data.loading import load

ROWS = 3000
GENERATOR = np.random.default_rng(0)
INPUTS = GENERATOR.normal(50, 3, (ROWS, 3)) * [1, 10, 1e-3]
LABELS = np.sort(GENERATOR.integers(0, 3, ROWS))
LITTLE = 1000


@pytest.fixture
def save(tmp_path):
    def save(inputs, targets, **options):
        np.save(tmp_path / "x.npy", inputs)
        np.save(tmp_path / "y.npy", targets)
        return Arrays(source="arrays", path=tmp_path / "x.npy", targets=tmp_path / "y.npy", **options)

    return save


def both(section):
    """The dataset in memory, and on disk."""
    in_memory, on_disk = load(section, 3), load(section, 3, memory=LITTLE)
    assert in_memory.pool is None and on_disk.pool
    return in_memory, on_disk


def assert_same_rows(found, expected):
    for name in ("train", "validation", "test"):
        one, other = found.split(name), expected.split(name)
        assert isinstance(one.inputs, DiskRows) and isinstance(one.targets, DiskRows)
        assert (one.inputs.dtype, one.targets.dtype) == (other.inputs.dtype, other.targets.dtype)
        assert np.array_equal(one.inputs[:], other.inputs)
        assert np.array_equal(one.targets[:], other.targets)
    assert found.fingerprint == expected.fingerprint
    assert (found.facts, found.notices) == (expected.facts, expected.notices)
    assert found.own_splits == expected.own_splits


def test_rows_on_disk_are_split_as_in_memory(save):
    in_memory, on_disk = both(save(INPUTS, LABELS, standardize=True))
    assert_same_rows(on_disk, in_memory)
    (scale,), (expected,) = on_disk.preprocessing.steps, in_memory.preprocessing.steps
    np.testing.assert_allclose(scale.mean, expected.mean, rtol=1e-12)
    np.testing.assert_allclose(scale.deviation, expected.deviation, rtol=1e-9)


@pytest.mark.parametrize(
    ("inputs", "targets"),
    [
        (INPUTS.astype(">f4"), INPUTS[:, :2]),
        (INPUTS.astype(np.int64), np.eye(3)[LABELS]),
        (INPUTS.reshape(-1, 3, 3), np.arange(ROWS // 3)[:, None] % 2 + 0.0),
        (1e8 + 1e-3 * INPUTS, LABELS),
        ((INPUTS[: 64 * 8].reshape(-1, 8, 8, 3)[:64] * 2).astype(np.uint8), np.arange(8) % 2),
    ],
    ids=["numbers", "one-hot", "signals", "coarse", "images"],
)
def test_rows_on_disk_are_converted_as_in_memory(save, inputs, targets):
    in_memory, on_disk = both(save(inputs, targets, validation=0.25, test=0.25))
    assert_same_rows(on_disk, in_memory)
    assert on_disk.preprocessing == in_memory.preprocessing


@pytest.mark.parametrize("keys", ["x y", "x_train y_train x_test y_test"])
def test_an_uncompressed_npz_is_read_where_it_is(tmp_path, keys):
    names = keys.split()
    np.savez(tmp_path / "a.npz", **dict(zip(names, [INPUTS, LABELS] * 2, strict=False)))
    assert_same_rows(*reversed(both(Arrays(source="arrays", path=tmp_path / "a.npz"))))


@pytest.mark.parametrize("cached", [False, True])
def test_a_compressed_npz_is_encoded_once(tmp_path, monkeypatch, cached):
    monkeypatch.setenv("MLPCLI_DATA_HOME", str(tmp_path / "home"))
    np.savez_compressed(tmp_path / "a.npz", x=INPUTS, y=LABELS)
    section = Arrays(source="arrays", path=tmp_path / "a.npz")
    if cached:
        load(section, 3, memory=LITTLE)
        monkeypatch.setattr(encoded, "write_encoded", None)
    assert_same_rows(*reversed(both(section)))
    assert len([*(tmp_path / "home" / "rows").iterdir()]) == 2


def test_rows_in_fortran_order_are_encoded(save, tmp_path, monkeypatch):
    monkeypatch.setenv("MLPCLI_DATA_HOME", str(tmp_path / "home"))
    assert_same_rows(*reversed(both(save(np.asfortranarray(INPUTS), LABELS))))


def test_quartiles_are_those_of_a_sample(save, monkeypatch):
    monkeypatch.setattr(stored, "SAMPLE_BYTES", 1000 * 12)
    in_memory, on_disk = both(save(INPUTS, LABELS, standardize="robust"))
    (scale,), (expected,) = on_disk.preprocessing.steps, in_memory.preprocessing.steps
    assert scale != expected
    np.testing.assert_allclose(scale.median, expected.median, rtol=0.02)
    np.testing.assert_allclose(scale.spread, expected.spread, rtol=0.15)


@pytest.mark.parametrize("place", ["x", "y"])
def test_all_bad_values_are_summed_up(save, place):
    inputs, targets = INPUTS.copy(), INPUTS[:, 0].copy()
    bad = inputs if place == "x" else targets
    bad[[7, 1000, 2999]] = np.nan
    section = save(inputs, targets)
    with pytest.raises(DataError) as expected:
        load(section, 3)
    with pytest.raises(DataError) as found:
        load(section, 3, memory=LITTLE)
    assert found.value.message == expected.value.message


def test_units_of_targets_are_those_of_all_training_rows(save):
    section = save(INPUTS, INPUTS[:, :2], standardize_targets=True, clamp_predictions=True)
    in_memory, on_disk = both(section)
    found, expected = on_disk.preprocessing.targets, in_memory.preprocessing.targets
    assert (found.lowest, found.highest) == (expected.lowest, expected.highest)
    np.testing.assert_allclose(found.mean, expected.mean, rtol=1e-12)
    np.testing.assert_allclose(found.deviation, expected.deviation, rtol=1e-9)


def test_rows_that_fit_are_read_into_memory(save):
    section = save(INPUTS, LABELS)
    needed = 3 * ROWS * (3 * 4 + 4)
    assert load(section, 3, memory=needed).pool is None
    assert load(section, 3, memory=needed - 1).pool is not None


def test_a_run_keeps_its_pool_whatever_the_memory(save):
    assert load(save(INPUTS, LABELS), 3, memory=10**9, pool=77).pool == 77


def test_preprocessing_that_is_given_is_not_fitted_again(save):
    section = save(INPUTS, LABELS, standardize="robust")
    fitted = load(section, 3).preprocessing
    assert load(section, 3, memory=LITTLE, fitted=fitted).preprocessing is fitted
