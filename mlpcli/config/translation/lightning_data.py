"""The data of Lightning's command line, a class: `data: {class_path: MyData, init_args: {...}}`."""

import re
from collections.abc import Iterator
from typing import Any

from mlpcli.config.messages.finding import Finding, Fix
from mlpcli.config.sources import SOURCES
from mlpcli.config.translation.keys import HELD_BACK
from mlpcli.config.translation.your_own import OWN_DATA, YOUR_OWN
from mlpcli.config.yaml.edits import Edit, Put
from mlpcli.config.yaml.nodes import Plain

_MODULE = re.compile(r"Data(?:Module)?$")
# Names that say nothing of where the data is from: many call those of MNIST digits.
_VAGUE = frozenset({"table", "images", "arrays", "series", "digits"})


def data_of_lightning(section: Any) -> Iterator[Finding]:
    """What to write for a class of data: the source that is named like it, or a file of the user's own."""
    if not isinstance(section, dict) or "source" in section or not isinstance(section.get("class_path"), str):
        return
    name = _MODULE.sub("", section["class_path"].rpartition(".")[2]).lower()
    sources = {source.replace("_", ""): source for source in SOURCES if source not in _VAGUE}
    is_known = name.replace("_", "") in sources
    data: dict[str, Plain] = {"source": sources[name.replace("_", "")]} if is_known else dict(YOUR_OWN)
    given = section.get("init_args")
    arguments = given if isinstance(given, dict) else {}
    if held := next((arguments[key] for key in HELD_BACK if type(arguments.get(key)) is float), None):
        data["validation"] = held
    edits: list[Edit] = [Put(("data",), data)]
    if type(size := arguments.get("batch_size")) is int:
        edits.append(Put(("training", "batch_size"), size))
    words = "write" if is_known else f"{OWN_DATA}, and write"
    yield Finding(
        ("data",), "this is a class of Lightning's data", Fix(words, tuple(edits), shows_lines=True)
    )
