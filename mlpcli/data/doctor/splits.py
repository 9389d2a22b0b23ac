"""What is wrong with the rows of a dataset, whatever its source."""

from collections.abc import Iterator, Mapping

import numpy as np

from mlpcli.data.bad_values import listed
from mlpcli.data.dataset import Dataset
from mlpcli.data.doctor.repeated_rows import are_alike_by_chance, keys_of_splits, seen_again
from mlpcli.data.doctor.report import Finding, Severity

# Of the rows of the commonest class.
_RARE = 0.2
_FEW_ROWS = 10
_BY_CHANCE = ", as rows of so few possible values are by chance"


def class_counts(dataset: Dataset) -> dict[str, int]:
    """The training rows of each class; empty for a regression."""
    classes = dataset.facts.classes
    counts = np.bincount(dataset.train.targets[:], minlength=len(classes)).tolist() if classes else []
    return dict(zip(classes, counts, strict=True))


def split_findings(dataset: Dataset) -> Iterator[Finding]:
    """Rare classes, rows that stand in two splits or twice in one, and features that are constant."""
    yield from _balance(class_counts(dataset))
    keys = keys_of_splits(dataset)
    seen = {name: found for name, found in seen_again(keys).items() if found[0]}
    train = [key for key in keys["train"] if key is not None]
    twice = len(train) - len(set(train))
    why = _BY_CHANCE if (seen or twice) and are_alike_by_chance(dataset) else ""
    yield from _in_two_splits(seen, why)
    if twice:
        what = f"{twice:,} of {len(keys['train']):,} training rows are the same as another one"
        yield Finding("note", f"{what}{why}")
    if len(keys["train"]) < dataset.facts.count and dataset.facts.kind == "vector":
        yield Finding(
            "warning",
            f"there are {dataset.facts.count:,} features for {len(keys['train']):,} training rows",
            "leave out features that say little, or add Dropout",
        )


def _in_two_splits(seen: Mapping[str, tuple[int, int]], why: str) -> Iterator[Finding]:
    for name, (again, rows) in seen.items():
        share = again / rows
        what = f"{again:,} of {rows:,} {name} rows ({share:.1%}) are training rows too{why}"
        severity: Severity = "warning" if share > 0.01 and not why else "note"
        advice = "" if why else "remove the repeated rows, or the score is better than the network"
        yield Finding(severity, what, advice)


def _balance(counts: Mapping[str, int]) -> Iterator[Finding]:
    if not counts:
        return
    most = max(counts.values())
    rare = [name for name, count in counts.items() if count < _RARE * most]
    if rare:
        shares = (f"{name} {counts[name] / sum(counts.values()):.1%}" for name in rare)
        yield Finding(
            "note",
            f"rare classes: {listed(shares, len(rare))}",
            "training: {class_weight: balanced} gives each class the same weight",
        )
    few = [name for name in counts if counts[name] < _FEW_ROWS]
    if few:
        named = (f"{name} {counts[name]}" for name in few)
        yield Finding(
            "warning",
            f"classes of fewer than {_FEW_ROWS} training rows: {listed(named, len(few))}",
            "add rows of them, or join them with others",
        )
