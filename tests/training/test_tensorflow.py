"""How TensorFlow comes in: each in a process of its own, for it comes in once."""

import subprocess
import sys
from pathlib import Path

import pytest

HIDDEN = "sklearn", "pandas", "matplotlib", "PIL", "scipy"


def answer(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)


def test_it_comes_without_the_packages_that_keras_would_drag_in() -> None:
    program = (
        "import sys\nfrom mlpcli.training.tensorflow import tf\n"
        f"print([name for name in {HIDDEN} if name in sys.modules])"
    )
    found = answer(program)
    assert found.stdout == "[]\n"
    assert found.stderr == ""


def test_what_was_hidden_can_be_imported_afterwards_and_what_was_there_stays() -> None:
    program = (
        "import PIL.Image\nbefore = PIL.Image\nfrom mlpcli.training.tensorflow import tf\n"
        "import scipy.special, sklearn.preprocessing, PIL.Image\nprint(PIL.Image is before)"
    )
    assert answer(program).stdout == "True\n"


def test_what_native_code_says_is_shown_where_it_fails() -> None:
    program = (
        "import os\nfrom mlpcli.training.tensorflow import quiet\n"
        "with quiet(): os.write(2, b'unseen')\n"
        "try:\n    with quiet():\n        os.write(2, b'seen')\n        raise ValueError\n"
        "except ValueError: pass\n"
        "os.write(2, b' afterwards')"
    )
    assert answer(program).stderr == "seen afterwards"


@pytest.mark.parametrize("setting", ["TF_CPP_MIN_LOG_LEVEL", "KERAS_BACKEND"])
def test_the_environment_does_not_decide(setting: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(setting, "0" if setting.startswith("TF") else "jax")
    found = answer("from mlpcli.training.tensorflow import keras\nprint(keras.backend.backend())")
    assert (found.stdout, found.stderr) == ("tensorflow\n", "")


def test_what_a_user_keeps_for_keras_does_not_decide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "keras.json").write_text('{"floatx": "float16", "image_data_format": "channels_first"}')
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    found = answer(
        "from mlpcli.training.tensorflow import keras\n"
        "print(keras.config.floatx(), keras.config.image_data_format(), keras.config.epsilon())"
    )
    assert found.stdout == "float32 channels_last 1e-07\n"


def test_a_disk_without_room_for_what_is_unseen_keeps_nobody_from_training() -> None:
    program = (
        "import os, tempfile\ndef full(): raise OSError(28, 'No space left on device')\n"
        "tempfile.TemporaryFile = full\nfrom mlpcli.training.tensorflow import quiet\n"
        "with quiet(): os.write(2, b'unseen')"
    )
    found = answer(program)
    assert (found.returncode, found.stderr) == (0, "")
