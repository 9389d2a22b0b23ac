"""Which runs to list, and in what order: by the facts of their records, and their figures."""

from collections.abc import Callable, Sequence
from difflib import get_close_matches

from mlpcli.errors import UsageError
from mlpcli.runs.listing import BrokenRun
from mlpcli.runs.record import RunRecord

Value = str | int | float | None
_FACTS = (
    *("id", "name", "status", "dataset", "task", "seed", "started", "seconds", "device"),
    *("parameters", "epochs", "epochs_done", "best_epoch"),
)
# The splits whose figure is meant by its name alone, the first that has it.
_SPLITS = ("test", "validation", "train")


def chosen(listed: Sequence[RunRecord | BrokenRun], conditions: Sequence[str]) -> list[RunRecord | BrokenRun]:
    """The runs that meet all `conditions`, each `KEY=VALUE`: numbers are compared as numbers.

    A key is a fact of the record, such as `status`, or a figure: `accuracy`, `validation.loss`. Raises
    UsageError for a condition without `=` and for a key that no run has.
    """
    left = list(listed)
    for condition in conditions:
        key, equals, wanted = condition.partition("=")
        if not (key and equals):
            raise UsageError(
                f"--where {condition} is not KEY=VALUE", "write a condition such as --where status=completed"
            )
        _require(key, listed, "--where")
        left = [run for run in left if _equals(value_of(run, key), wanted)]
    return left


def ordered(
    listed: Sequence[RunRecord | BrokenRun], key: str, lower_is_better: Callable[[str], bool]
) -> list[RunRecord | BrokenRun]:
    """The runs by a fact or a figure: figures best first, other numbers and times highest first, texts from A
    to Z; runs without the value last. Raises UsageError for a key that no run has."""
    _require(key, listed, "--sort")
    with_value = [run for run in listed if value_of(run, key) is not None]
    figure = key.rpartition(".")[2]
    rises = figure in ("id", "name", "status", "dataset", "task", "device") or (
        key not in _FACTS and lower_is_better(figure)
    )
    with_value.sort(key=lambda run: value_of(run, key), reverse=not rises)  # type: ignore[arg-type,return-value]
    return with_value + [run for run in listed if value_of(run, key) is None]


def value_of(run: RunRecord | BrokenRun, key: str) -> Value:
    """A fact or a figure of a run, None if it has none by that name. A broken run's status is `broken`."""
    if isinstance(run, BrokenRun):
        return {"id": run.id, "status": "broken"}.get(key)
    if key in _FACTS:
        value: Value = getattr(run, key)
        return value
    split, _, figure = key.rpartition(".")
    places = (split,) if split else _SPLITS
    found = [run.figures[place][figure] for place in places if figure in run.figures.get(place, ())]
    return found[0] if found else None


def _equals(value: Value, wanted: str) -> bool:
    if isinstance(value, str) or value is None:
        return value == wanted
    try:
        return value == float(wanted)
    except ValueError:
        return False


def _require(key: str, listed: Sequence[RunRecord | BrokenRun], option: str) -> None:
    figures = {
        name: None
        for run in listed
        if isinstance(run, RunRecord)
        for split, group in run.figures.items()
        for name in (f"{split}.{figure}" if key.startswith(f"{split}.") else figure for figure in group)
    }
    known = [*_FACTS, *figures]
    if key in known or not listed:
        return
    close = get_close_matches(key, known, n=1)
    hint = f"did you mean {close[0]}?" if close else f"choose from {', '.join(known)}"
    raise UsageError(f"{option}: no run has {key!r}", hint)
