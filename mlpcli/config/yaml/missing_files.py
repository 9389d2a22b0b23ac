"""What to name in place of a config that is not there."""

import os
from difflib import get_close_matches
from pathlib import Path
from typing import get_args

from mlpcli.arguments import Example

_LIKENESS = 0.85
"""One slip, and not another network: xor_mlp is no slip of and_mlp."""


def other_file(path: Path) -> str:
    """What to name in place of a file that is not there."""
    if "=" in path.name:
        return "keys follow --set, with all keys above them, such as --set training.epochs=5"
    others = [path.with_name(f"{name}{end}") for name in (path.name, path.stem) for end in (".yaml", ".yml")]
    there = next((one for one in others if path.name and os.path.isfile(one)), None) or _similar(path)
    if there is None and path.name in get_args(Example):
        return f"write that example first: mlpcli init --template {path.name}"
    return f"did you mean {there}?" if there else "check the path, or create one: mlpcli init"


def _similar(path: Path) -> Path | None:
    """The config beside a file that is not there whose name is most like it, also in the folder configs."""
    for folder in (path.parent, path.parent / "configs"):
        try:
            names = [one.name for one in os.scandir(folder) if one.name.endswith((".yaml", ".yml"))]
        except (OSError, ValueError):
            continue
        for name in (path.name, f"{path.name}.yaml"):
            if close := get_close_matches(name, sorted(names), n=1, cutoff=_LIKENESS):
                return folder / close[0]
    return None
