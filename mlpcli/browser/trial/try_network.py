"""The network of a page, run on rows before anybody gets the page."""

import html
import json
import re
from base64 import b64decode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlpcli.browser.inline_bytes import text_of_bytes
from mlpcli.browser.page.write import NetworkParts
from mlpcli.browser.script import joined
from mlpcli.browser.trial.engines import Engine
from mlpcli.data.dataset import Array
from mlpcli.reporting.page.trial import digest

_SCRIPT = "trial/answers.js"
_PAGE = """\
<!doctype html>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src '{digest}'">
<body>
<script type="application/json" id="order">{order}</script>
<script>{script}</script>
"""
_ANSWER = re.compile("<pre>(.*)</pre>", re.DOTALL)


class FailedTrial(Exception):
    """The network cannot be computed; says why."""


@dataclass(frozen=True)
class Trial:
    """The `outputs` `[rows, outputs]` that an `engine`, such as Node 20, computed."""

    engine: str
    outputs: NDArray[np.float32]


def try_network(
    network: Mapping[str, Any],
    scripts: Sequence[str],
    rows: Array,
    engines: Iterable[Engine],
    folder: Path,
    seconds: float,
) -> Trial | None:
    """The outputs of a network for `rows` `[n, *shape]`, uint8 or float32, from the first engine with any.

    `network` is as `network_data` has it, and `scripts` are the files that compute it. The engines work in
    `folder`, each for at most `seconds`. None if none of them says anything. Raises FailedTrial.
    """
    pixels = rows.dtype == np.uint8
    content = rows.tobytes() if pixels else rows.astype("<f4").tobytes()
    order = {"network": network, "rows": text_of_bytes(content), "pixels": pixels}
    text = NetworkParts(order, (), ()).json
    for engine in engines:
        if engine.kind == "Node":
            _write(folder / "order.json", text)
            _write(folder / "script.js", joined((*scripts, _SCRIPT), "answerInNode();"))
        else:
            script = joined((*scripts, _SCRIPT), "answerInBrowser();")
            page = _PAGE.format(digest=digest(script), order=text, script=script)
            _write(folder / "page.html", page)
        if found := _read(engine.run(folder, seconds)):
            return _trial(found, len(rows))
    return None


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")


def _read(said: str | None) -> dict[str, Any] | None:
    """The answer in what an engine says; None if it is cut off or not there."""
    if said is None:
        return None
    if in_document := _ANSWER.search(said):
        said = html.unescape(in_document[1])
    try:
        found = json.loads(said)
    except ValueError:
        return None
    return found if isinstance(found, dict) and "engine" in found else None


def _trial(found: Mapping[str, Any], rows: int) -> Trial:
    if "error" in found:
        raise FailedTrial(f"{found['engine']}: {found['error']}")
    outputs = np.frombuffer(b64decode(found["outputs"]), "<f4").astype(np.float32)
    return Trial(found["engine"], outputs.reshape(rows, -1))
