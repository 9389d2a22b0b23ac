"""How TensorFlow comes in: in processes of their own, for it comes in once."""

import json
import os
import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import pytest

HIDDEN = "sklearn", "pandas", "matplotlib", "PIL", "scipy"
# With what a user may have set, each of which would change something.
FRESH = f"""
import gc, json, os, sys
collections = []
gc.callbacks.append(lambda phase, info: collections.append(info["generation"]))
from mlpcli.training.tensorflow import keras, quiet
found = {{
    "collections": len(collections),
    "collects": gc.isenabled(),
    "hidden": [name for name in {HIDDEN} if name in sys.modules],
    "backend": keras.backend.backend(),
    "settings": [keras.config.floatx(), keras.config.image_data_format(), keras.config.epsilon()],
}}
print(json.dumps(found))
with quiet(): os.write(2, b"unseen")
try:
    with quiet():
        os.write(2, b"seen")
        raise ValueError
except ValueError: pass
os.write(2, b" afterwards")
"""
# With one of the hidden packages there already, and no room for what is unseen.
CROWDED = """
import gc, json, os, tempfile
import PIL.Image
gc.disable()
before = PIL.Image
def full(): raise OSError(28, "No space left on device")
tempfile.TemporaryFile = full
from mlpcli.training.tensorflow import quiet
with quiet(): os.write(2, b"unseen")
import scipy.special, sklearn.preprocessing, PIL.Image
print(json.dumps({"stays": PIL.Image is before, "collects": gc.isenabled()}))
"""


def answer(program: str, **environment: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-c", program], env=os.environ | environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return SimpleNamespace(**json.loads(done.stdout), err=done.stderr)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Any:
    home = tmp_path_factory.mktemp("keras")
    (home / "keras.json").write_text(
        '{"floatx": "float16", "image_data_format": "channels_first", "epsilon": 0.1}'
    )
    return answer(FRESH, TF_CPP_MIN_LOG_LEVEL="0", KERAS_BACKEND="jax", KERAS_HOME=str(home))


@pytest.fixture(scope="module")
def crowded() -> Any:
    return answer(CROWDED)


def test_it_comes_without_the_packages_that_keras_would_drag_in(fresh: Any) -> None:
    assert fresh.hidden == []


def test_what_was_hidden_can_be_imported_afterwards_and_what_was_there_stays(crowded: Any) -> None:
    assert crowded.stays


def test_what_native_code_says_is_shown_where_it_fails_and_only_there(fresh: Any) -> None:
    assert fresh.err == "seen afterwards"


def test_the_environment_does_not_decide(fresh: Any) -> None:
    assert fresh.backend == "tensorflow"


def test_what_a_user_keeps_for_keras_does_not_decide(fresh: Any) -> None:
    assert fresh.settings == ["float32", "channels_last", 1e-7]


def test_a_disk_without_room_for_what_is_unseen_keeps_nobody_from_training(crowded: Any) -> None:
    assert crowded.err == ""


def test_no_time_is_lost_on_garbage_that_an_import_does_not_make(fresh: Any) -> None:
    # What this package's own modules cause.
    assert fresh.collections < 20
    assert fresh.collects


def test_a_caller_without_garbage_collection_stays_so(crowded: Any) -> None:
    assert not crowded.collects
