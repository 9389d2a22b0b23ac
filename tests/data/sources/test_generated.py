import numpy as np
import pytest

from mlpcli.config import sources
from mlpcli.config.sources.generated import Generated
from mlpcli.data.files.http import open_url
from mlpcli.data.sources import open_source
from tests.data.every_source import OFFLINE

GENERATED = [source for source in OFFLINE if isinstance(source, Generated)]


def read(section, seed):
    return open_source(section).read(seed, None, open_url)


def by_name(source):
    return source.source


@pytest.mark.parametrize("source", GENERATED, ids=by_name)
def test_the_seed_decides(source):
    first, again, other = (read(source, seed).train.inputs for seed in (2**40, 2**40, 1))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize("source", GENERATED, ids=by_name)
def test_classes_are_equally_frequent_and_mixed(source):
    labels = read(source, 0).train.targets
    counts = np.bincount(labels)
    assert counts.max() - counts.min() <= 1
    assert (np.diff(labels) < 0).any()


def test_blobs_lie_around_their_centers():
    source = sources.Blobs(source="blobs", rows=400, centers=[[0, 0], [9, 5]], spread=0.1)
    rows = read(source, 0).train
    assert np.allclose(rows.inputs[rows.targets == 1].mean(axis=0), (9, 5), atol=0.05)


def test_circles_have_the_factor_between_them():
    rows = read(sources.Circles(source="circles", noise=0.0, factor=0.3), 0).train
    assert np.allclose(np.linalg.norm(rows.inputs[rows.targets == 1], axis=1), 0.3, atol=1e-6)


def test_spirals_wind_outwards():
    rows = read(sources.Spirals(source="spirals", arms=3, turns=2.0, noise=0.0), 0).train
    radius = np.linalg.norm(rows.inputs, axis=1)
    angle = np.arctan2(rows.inputs[:, 1], rows.inputs[:, 0]) / (2 * np.pi)
    off = (2 * radius + rows.targets / 3 - angle) % 1
    assert np.minimum(off, 1 - off).max() < 1e-5
    assert 0.1 <= radius.min() and radius.max() <= 1


@pytest.fixture(scope="module")
def waves():
    return read(sources.Waves(source="waves", rows=400, steps=256, noise=0.0), 0).train


@pytest.mark.parametrize("label", [0, 1, 2])
def test_waves_have_2_to_6_cycles(waves, label):
    signals = waves.inputs[waves.targets == label, :, 0]
    strongest = np.abs(np.fft.rfft(signals - signals.mean(axis=1, keepdims=True))).argmax(axis=1)
    assert strongest.min() >= 1 and strongest.max() <= 7
    assert len(set(strongest.tolist())) >= 3


def test_waves_keep_to_their_shapes(waves):
    sine, square, sawtooth, _ = (waves.inputs[waves.targets == label, :, 0] for label in range(4))
    largest = np.abs(square).max(axis=1, keepdims=True)
    assert np.allclose(np.abs(square), largest)
    assert (np.diff(sawtooth) > 0).mean() > 0.95
    assert np.allclose(sine.max(axis=1), -sine.min(axis=1), atol=0.05)


def test_noise_is_as_loud_as_the_others_and_has_no_pitch(waves):
    noise = waves.inputs[waves.targets == 3, :, 0]
    follows = (noise[:, 1:] * noise[:, :-1]).mean() / (noise**2).mean()
    assert abs(follows) < 0.05
    assert 0.5 < noise.std() < 1.5
