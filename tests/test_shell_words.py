import os
import shutil
import subprocess
from pathlib import Path

import pytest

from mlpcli.shell_words import path_word


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs a shell")
@pytest.mark.parametrize(
    "name",
    [
        "net.yaml",
        "-y.yaml",
        "my 'own'.yaml",
        "-it's",
        "a\\b",
        "a\x1b[31mb\n",
        "\x1b1'\\n",
        "x\udcff\udcfe",
        "a\u202eb",
        "\x7f7",
    ],
)
def test_a_path_is_typed_as_it_is_whatever_it_is_called(name: str, tmp_path: Path) -> None:
    (tmp_path / name).touch()
    for path in (Path(name), tmp_path / name):
        typed = path_word(path)
        assert typed.isprintable() and not typed.startswith("-")
        done = subprocess.run(
            ["bash", "-c", f"printf %s {typed}; test -f {typed}"],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            check=True,
        )
        assert os.fsdecode(done.stdout).removeprefix("./") == str(path)
