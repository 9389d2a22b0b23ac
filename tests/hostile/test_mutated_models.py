"""Models whose writer knew the digest and not the format: LiteRT's own check lets some of them through."""

import numpy as np
import pytest

from mlpcli.errors import RunError
from mlpcli.inference import description
from mlpcli.inference.litert import digest_of, open_model
from mlpcli.inference.trial import crash_of
from mlpcli.runs import record
from mlpcli.runs.folder import RunFolder
from tests.damage import MOST_EXAMPLES
from tests.workflows.trainings import train

CONVOLUTION = """\
data: {source: digits, validation: 0.2}
layers:
  - Conv2D: {filters: 2, kernel_size: 3, activation: relu}
  - MaxPooling2D
  - Flatten
  - Dense: {units: 10, activation: softmax}
training: {epochs: 0}
"""


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """A completed run whose model pools, which divides by what the model says."""
    return train(tmp_path_factory.mktemp("pictures"), CONVOLUTION).folder


def mutated(content: bytes, random: np.random.Generator) -> bytes:
    data = bytearray(content)
    for place in random.integers(len(data), size=int(random.integers(1, 4))):
        data[place] = random.choice([0, 1, 2, 127, 128, 255, data[place] ^ (1 << int(random.integers(8)))])
    return bytes(data)


def answer(folder: RunFolder, content: bytes) -> None:
    """What `predict` does with such a model."""
    described, facts = description.read(folder.model), record.read(folder)
    folder.litert.write_bytes(content)
    model = open_model(folder.litert, digest_of(content), described.inputs, facts.output_shape[0])
    model.predict(np.ones((2, *described.shape), np.float32))


def test_no_mutated_model_ends_the_process(pictures: RunFolder) -> None:
    content, random = pictures.litert.read_bytes(), np.random.default_rng(0)
    crashed = {}
    for number in range(MOST_EXAMPLES // 4):
        changed = mutated(content, random)
        if crash := crash_of(lambda changed=changed: answer(pictures, changed)):  # type: ignore[misc]
            crashed[number] = crash
    assert crashed == {}


def test_a_model_that_crashes_litert_is_refused(pictures: RunFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlpcli.inference.litert.crash_of", lambda work: "SIGSEGV")
    with pytest.raises(RunError, match="cannot be used by LiteRT, which it ends with SIGSEGV") as caught:
        answer(pictures, pictures.litert.read_bytes())
    assert caught.value.exit_code == 4
