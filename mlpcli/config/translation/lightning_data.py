"""The data of Lightning, a class or its arguments: `data: {class_path: MyData, init_args: {...}}`."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from mlpcli.config.messages.finding import Finding, Fix
from mlpcli.config.sources import SOURCES
from mlpcli.config.translation.class_forms import PATHS_OF_A_CLASS
from mlpcli.config.translation.keys import HELD_BACK
from mlpcli.config.translation.split_keys import SPLITS, shares_meant
from mlpcli.config.translation.your_own import OWN_DATA, YOUR_OWN
from mlpcli.config.yaml.edits import Edit, Put, Remove
from mlpcli.config.yaml.nodes import Plain

_MODULE = re.compile(r"Data(?:Module)?$")
# Names that say nothing of where the data is from: many call those of MNIST digits.
_VAGUE = frozenset({"table", "images", "arrays", "series", "digits"})
_SECTIONS = ("data", "datamodule", "data_module", "dm")
_NAMES = ("dataset", "name", "dataset_name", "source")
_READ = HELD_BACK | {*_NAMES, *PATHS_OF_A_CLASS, "init_args", "batch_size"}


def data_of_lightning(document: Mapping[str, Any]) -> Iterator[Finding]:
    """What to write for a class of data, or for its arguments alone: the source that is named like it, or a
    file of the user's own."""
    if (key := next((one for one in _SECTIONS if isinstance(document.get(one), dict)), None)) is None:
        return
    section = document[key]
    path = next((section[one] for one in PATHS_OF_A_CLASS if isinstance(section.get(one), str)), "")
    if key == "data" and ("source" in section or not path):
        return
    inside = section.get("init_args")
    given = {**section, **(inside if isinstance(inside, dict) else {})}
    source = _source(_MODULE.sub("", path.rpartition(".")[2])) or next(
        filter(None, map(_source, _names(given))), ""
    )
    data: dict[str, Plain] = {"source": source} if source else dict(YOUR_OWN)
    edits: list[Edit] = [] if key == "data" else [Remove((key,))]
    if held := next((given[one] for one in HELD_BACK if type(given.get(one)) is float), None):
        data["validation"] = held
    listed = next((one for one in SPLITS if one in given), "")
    shares = shares_meant(given.get(listed), str(data["source"]), has_validation=listed != "train_test_split")
    data |= shares
    edits += [Put(("data",), data)] if key == "data" or "data" not in document else []
    if type(size := given.get("batch_size")) is int:
        edits.append(Put(("training", "batch_size"), size))
    words = "write" if source else f"{OWN_DATA}, and write"
    left_out = [one for one in given if one not in _READ and not (one == listed and shares)]
    words += f", without {', '.join(left_out)}" if left_out else ""
    message = "this is a class of Lightning's data" if path else f"there is no key {key} here"
    yield Finding((key,), message, Fix(words, tuple(edits), shows_lines=True))


def _names(given: Mapping[str, Any]) -> Iterator[str]:
    yield from (given[key] for key in _NAMES if isinstance(given.get(key), str))


def _source(name: str) -> str:
    """The source that is called so, also without underscores; empty if there is none."""
    sources = {source.replace("_", ""): source for source in SOURCES if source not in _VAGUE}
    return sources.get(name.lower().replace("_", "").replace("-", ""), "")
