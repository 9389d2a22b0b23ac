"""What a config does without being asked and a script does not: numbers are scaled, rows are held back."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from mlpcli.config.sources import SOURCES
from mlpcli.config.translation.scripts.table_numbers import Scaling
from mlpcli.config.yaml.nodes import Plain

# What in a script may scale its inputs.
_SCALING = re.compile(
    r"255|127\.5|ToTensor|ToDtype|\bstd\b|zscore|(?<!gray)(?<!grey)[sS]cal(?:e|er|ed|ing)(?![a-z])"
    r"|(?<!Batch)(?<!Layer)(?<!Group)Normali[sz]|(?<![A-Za-z])normali[sz]"
    r"|/=?[^\n#/]*(?:\.(?:max|min|ptp|sum)\(|max\w{0,9} - \w{0,9}min)"
)
# What is imported may not be used.
_IMPORT = re.compile(r"^[ \t]*(?:from[ \t]+[\w.]+[ \t]+)?import[ \t]+(?:\([^)]*\)|.*)", re.MULTILINE)
_SCALES = {"rescale": "pixels are divided by 255", "standardize": "every feature is standardized"}
# The shares that are taken if a config says nothing: of what, and what for.
_SHARES = {"validation": ("the training rows", "for validation"), "test": ("all rows", "for the test")}
# What in a script may say such a share, though it could not be read.
_HOLDING = {
    "validation": re.compile(
        r"validation_(?:split|size|fraction)|val_size|random_split"
        r"|validation_data\s*=\s*[\[(]?\s*(?:\w*(?:[vV]al|[dD]ev)|(?!\w*[tT]est)\w+\s*\[)"
    ),
    "test": re.compile(r"train_test_split|test_size|random_split"),
}
# A call that splits rows in two, with its share, and what else may say the share for validation.
_SPLIT_IN_TWO = re.compile(r"train_test_split\((?:[^()]|\([^()]*\))*\)")
_OF_FIT = re.compile(r"validation_(?:split|fraction)")


def unasked(script: str, config: Mapping[str, Any], held: Collection[str], scaling: Scaling) -> str:
    """What a script does not ask for that its config does, and the keys that keep it from that, in words.

    `held`: what it holds rows back for, though it is not known how many. `scaling`: what is known of how it
    scales its inputs.
    """
    scaled = "" if scaling.is_known else _scaled(script, config["data"])
    if scaling.is_replaced:
        scaled = "every feature is standardized instead"
    return "; ".join(filter(None, [scaled, _held_back(script, config, held)]))


def _scaled(script: str, data: Mapping[str, Plain]) -> str:
    if data["source"] == "arrays" or _SCALING.search(_IMPORT.sub("", script)):
        return ""
    keys = SOURCES[str(data["source"])].model_fields
    key = next((one for one in _SCALES if one in keys and one not in data), "")
    is_default = bool(key) and keys[key].default is True
    return f"it scales nothing, but here {_SCALES[key]}: set data.{key}: false to do as it does" * is_default


def _held_back(script: str, config: Mapping[str, Any], held: Collection[str]) -> str:
    data = config["data"]
    known = SOURCES[str(data["source"])].model_fields
    script = _without_read_splits(_IMPORT.sub("", script), data)
    added = [
        key
        for key in _SHARES
        if key in known and key not in data and not _HOLDING[key].search(script) and "test_path" not in data
        if key not in held
    ]
    if not added:
        return ""
    purposes = " or ".join(_SHARES[key][1] for key in added)
    shares = " and ".join(f"{_percent(str(data['source']), key)} % of {_SHARES[key][0]}" for key in added)
    unless = ", unless the folder has such folders" if data["source"] == "images" else ""
    said = f"it takes no share of its rows {purposes}, but here {shares} are held back{unless}"
    if "validation" in added and "val_" in "".join(_monitored(config.get("training", {}))):
        # Without such rows, there would be nothing to follow.
        return said
    keys = " and ".join(f"data.{key}: 0" for key in added)
    return f"{said}: set {keys} to train on {'them' if len(added) < 2 else 'all of them'} too"


def _without_read_splits(script: str, data: Mapping[str, Plain]) -> str:
    """The script without the call that splits its rows in two, if a share in its config comes of it."""
    shares = _SHARES.keys() & data.keys()
    if not shares:
        return script
    if shares == {"validation"} and not _OF_FIT.search(script) and len(_SPLIT_IN_TWO.findall(script)) == 1:
        script = _SPLIT_IN_TWO.sub("", script)
    return script.replace("random_split", "")


def _percent(source: str, key: str) -> int:
    default = SOURCES[source].model_construct()
    share = getattr(default, "test_share", None) if key == "test" else None
    return round(100 * float(getattr(default, key) if share is None else share))


def _monitored(training: Mapping[str, Any]) -> Iterator[str]:
    """The figures that a training follows."""
    for section in training.values():
        if isinstance(section, dict):
            yield str(section.get("monitor", ""))
