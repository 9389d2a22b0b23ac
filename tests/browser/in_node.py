"""The scripts of pages, run by Node."""

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from tempfile import NamedTemporaryFile
from typing import Any

import pytest

from mlpcli.browser.script import joined

_SECONDS = 60


def in_node(files: Sequence[str], script: str, given: Any = None) -> Any:
    """What `script` returns as JSON, after the files of `mlpcli.browser` with these names; `given` is its
    argument. Skips the test without Node, but in CI."""
    node = shutil.which("node")
    if node is None:
        message = "no Node was found, which runs the scripts of pages: install the package nodejs"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    last = f"const answer = ((given) => {{ {script} }})(JSON.parse(require('fs').readFileSync(0, 'utf8')));\n"
    last += "process.stdout.write(JSON.stringify(answer));"
    # A file, because an argument may have 128 KB at most.
    with NamedTemporaryFile("w", suffix=".js", encoding="utf-8") as script_file:
        script_file.write(joined(files, last))
        script_file.flush()
        ended = subprocess.run(
            [node, script_file.name],
            input=json.dumps(given),
            capture_output=True,
            text=True,
            timeout=_SECONDS,
        )
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)
