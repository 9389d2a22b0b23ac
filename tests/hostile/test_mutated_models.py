"""Models whose writer knew the digest and not the format: LiteRT's own check lets some of them through."""

import faulthandler
import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from mlpcli.errors import RunError
from mlpcli.inference import model_description
from mlpcli.inference.litert import known_models, litert_predictor
from mlpcli.inference.litert.known_models import is_known
from mlpcli.inference.litert.litert_predictor import LiteRtPredictor, digest_of, open_model
from mlpcli.inference.litert.sandbox import Trial, try_model
from mlpcli.runs import record
from mlpcli.runs.folder import RunFolder
from tests.damage import MOST_EXAMPLES
from tests.hostile.forging import that_writes_its_input
from tests.workflows.trainings import train

CONVOLUTION = """\
data: {source: digits, validation: 0.2}
layers:
  - Conv2D: {filters: 2, kernel_size: 3, activation: relu}
  - MaxPooling2D
  - Flatten
  - Dense: {units: 10, activation: softmax}
training: {epochs: 0, baselines: false}
"""


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """A completed run whose model pools, which divides by what the model says."""
    return train(tmp_path_factory.mktemp("pictures"), CONVOLUTION).folder


@pytest.fixture
def pictures(trained: RunFolder) -> Iterator[RunFolder]:
    """The same run, whose model may be replaced."""
    content = trained.litert.read_bytes()
    yield trained
    trained.litert.write_bytes(content)


def mutated(content: bytes, random: np.random.Generator) -> bytes:
    data = bytearray(content)
    for place in random.integers(len(data), size=int(random.integers(1, 4))):
        data[place] = random.choice([0, 1, 2, 127, 128, 255, data[place] ^ (1 << int(random.integers(8)))])
    return bytes(data)


def predictor(folder: RunFolder, content: bytes) -> LiteRtPredictor:
    described, facts = model_description.read(folder.model), record.read(folder)
    return LiteRtPredictor(content, folder.litert, described.facts.shape, facts.output_shape[0])


def opened(folder: RunFolder, content: bytes) -> LiteRtPredictor:
    """What `predict` and `evaluate` open of such a model."""
    described, facts = model_description.read(folder.model), record.read(folder)
    folder.litert.write_bytes(content)
    return open_model(folder.litert, digest_of(content), described.facts.shape, facts.output_shape[0])


def crashes(folder: RunFolder, content: bytes) -> bool:
    """Whether the model ends a process that answers two rows with it. A fork of this one, which is quick."""
    child = os.fork()
    if child == 0:
        faulthandler.disable()
        try:
            model = predictor(folder, content)
            model.predict(np.ones((2, *model_description.read(folder.model).facts.shape), np.float32))
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


# A fork has one thread alone, of which Python warns; it needs no other.
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_every_mutated_model_that_crashes_litert_is_refused(pictures: RunFolder) -> None:
    content, random = pictures.litert.read_bytes(), np.random.default_rng(0)
    for _ in range(MOST_EXAMPLES // 4):
        changed = mutated(content, random)
        if crashes(pictures, changed):
            with pytest.raises(RunError, match="cannot be used by LiteRT"):
                opened(pictures, changed)


def test_a_model_that_crashes_litert_is_refused_and_not_remembered(pictures: RunFolder) -> None:
    changed = that_writes_its_input(pictures.litert.read_bytes())
    for _ in range(2):
        with pytest.raises(RunError, match="cannot be used by LiteRT, which crashes with SIGSEGV") as caught:
            opened(pictures, changed)
        assert caught.value.exit_code == 4
    assert not is_known(digest_of(changed))


def test_a_model_that_was_trained_here_is_not_tried(
    pictures: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(litert_predictor, "try_model", None)
    assert opened(pictures, pictures.litert.read_bytes())


def test_a_model_from_elsewhere_is_tried_once(
    pictures: RunFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[int] = []

    def counted(content: bytes, shape: tuple[int, ...], outputs: int) -> Trial:
        tried.append(outputs)
        return try_model(content, shape, outputs)

    monkeypatch.setattr(litert_predictor, "try_model", counted)
    monkeypatch.setattr(known_models, "user_cache_path", lambda *names, **more: tmp_path)
    for _ in range(2):
        assert opened(pictures, pictures.litert.read_bytes())
    assert tried == [10]
