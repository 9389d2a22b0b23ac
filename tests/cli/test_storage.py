import errno
import os
from pathlib import Path

import pytest

from tests.conftest import Command
from tests.workflows.faults import Fault
from tests.workflows.trainings import BLOBS, write


@pytest.mark.parametrize(
    ("name", "nth", "code"),
    [
        ("config.yaml", 1, errno.EROFS),
        ("last.safetensors", 1, errno.EACCES),
        ("last.safetensors", 2, errno.ENOSPC),
        ("evaluation.json", 1, errno.EACCES),
        ("run.json", 4, errno.ENOSPC),
    ],
)
def test_what_could_not_be_saved_is_never_called_saved(
    name: str, nth: int, code: int, mlpcli: Command, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = Fault(name, nth, code)
    fault.inject(monkeypatch)
    answer = mlpcli("train", write(here, BLOBS))
    assert (answer.code, answer.out) == (6, "")
    assert fault.struck
    assert f"{name} could not be written: {os.strerror(code)}\n    fix: " in answer.err
    assert not any(word in answer.err for word in ("saved", "completed", "no training progress is lost"))
