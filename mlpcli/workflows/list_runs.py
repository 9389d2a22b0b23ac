"""The list of runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mlpcli.arguments import RUNS, AnyPath, each_text
from mlpcli.runs import listing
from mlpcli.runs.listing import BrokenRun
from mlpcli.runs.record import RunRecord
from mlpcli.runs.selection import chosen, ordered


@dataclass(frozen=True)
class RunList:
    """Some runs, of `total` that could be listed."""

    runs: list[RunRecord | BrokenRun]
    total: int


def list_runs(
    runs: AnyPath = RUNS,
    *,
    limit: int | None = None,
    sort: str | None = None,
    where: Sequence[str] | str = (),
) -> list[RunRecord | BrokenRun]:
    """The runs, newest first; those whose record is broken, or that lack files, as BrokenRun.

    With `where`, only those that meet all conditions `KEY=VALUE`; with `sort`, by a KEY: a fact of the
    record, such as `seconds`, or a figure, such as `accuracy` or `validation.loss`, best first. At most
    `limit` runs; without `where` and `sort` the others are not opened. Raises UsageError for a key that no
    run has.
    """
    return select_runs(runs, limit=limit, sort=sort, where=where).runs


def select_runs(
    runs: AnyPath = RUNS,
    *,
    limit: int | None = None,
    sort: str | None = None,
    where: Sequence[str] | str = (),
) -> RunList:
    """As `list_runs`, with the number of runs before `limit`."""
    folder = Path(runs)
    if sort is None and not where:
        listed = listing.list_runs(folder, limit)
        more = limit is not None and len(listed) == limit
        return RunList(listed, len(listing.run_folders(folder)) if more else len(listed))
    found = chosen(listing.list_runs(folder), each_text(where))
    if sort is not None:
        found = ordered(found, sort, _lower_is_better)
    return RunList(found[:limit], len(found))


def _lower_is_better(figure: str) -> bool:
    # Imported here because its packages would double the time of a list.
    from mlpcli.network.loss_and_metrics import METRICS

    # A figure of scikit-learn's, such as macro_f1, or one with a name of its own: the higher, the better.
    better, *_ = METRICS.get(figure, ("max",))
    return figure in ("loss", "mae", "rmse") or better == "min"
