"""Whether runs were scored on the same rows."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from mlpcli.comparison.compared_run import ComparedRun
from mlpcli.config.resolved_yaml import to_document
from mlpcli.config.sources.arrays import Arrays
from mlpcli.config.sources.base import Source
from mlpcli.config.sources.generated import Generated
from mlpcli.config.sources.images import ImageFolder
from mlpcli.config.sources.series import Series
from mlpcli.config.sources.table import Table
from mlpcli.config.sources.table_source import TableSource

Sameness = Literal["same", "seed", "other"]
"""`seed`: drawn from the same data in the same way, but with another seed."""

# Keys of `data` that change neither which rows are held back nor what is to be predicted. Where a file is
# does not matter: the fingerprint says what is in it.
_NOT_ABOUT_ROWS = frozenset(
    {
        *("path", "targets", "standardize", "rescale", "standardize_targets", "clamp_predictions"),
        *("features", "exclude", "max_categories", "copies"),
    }
)


@dataclass(frozen=True)
class _Rows:
    """What the held-back rows of a split depend on, the seed last; None if no seed draws them."""

    data: str
    seed: int | None


def sameness(runs: Sequence[ComparedRun], split: str) -> Sameness:
    """Whether the rows of a split are the same in all `runs`."""
    is_told = not any(map(may_be_own, runs))
    found = {_rows_of(run, split, is_told) for run in runs}
    if len(found) == 1:
        return "same"
    return "seed" if len({one.data for one in found}) == 1 else "other"


def may_be_own(run: ComparedRun) -> bool:
    """Whether the data may have held-back rows of their own, and the record is an older one, without them."""
    return _can_be_own(run) and run.record.own_splits is None


def _can_be_own(run: ComparedRun) -> bool:
    return isinstance(run.config.data, Arrays | ImageFolder)


def _rows_of(run: ComparedRun, split: str, is_told: bool) -> _Rows:
    """`is_told` is whether the records say which splits the data have of their own."""
    section, record = run.config.data, run.record
    keys = {name: to_document(value) for name, value in section if name not in _NOT_ABOUT_ROWS}
    facts = run.plan.facts
    is_generated = isinstance(section, Generated)
    is_own = is_told and _can_be_own(run) and split in (record.own_splits or ())
    draws = not is_own and (is_generated or _draws(run, split))
    if is_own:
        # Its share does not count.
        keys.pop(split, None)
    if split == "test" or (_is_split_by_column(run) and not draws):
        # Validation rows are drawn after those of the test, and not at all where a column names them.
        keys.pop("validation", None)
    # Another seed makes other data in the same way, or draws groups of other sizes.
    fixed = None if is_generated else record.data_fingerprint, None if draws else record.rows.get(split)
    what = [keys, record.dataset, list(facts.classes), facts.targets, *fixed]
    return _Rows(json.dumps(what), run.config.seed if draws else None)


def _draws(run: ComparedRun, split: str) -> bool:
    """Whether the seed draws the rows of a split that the data do not have of their own."""
    section = run.config.data
    if not isinstance(section, Source):
        return False
    if isinstance(section, Series) and section.window is not None:
        return False
    if isinstance(section, Table) and section.split_by[0] == "time":
        return False
    if _is_split_by_column(run):
        return split == "validation" and _are_as_many_as_drawn(run, section.validation)
    share = section.test_share if isinstance(section, TableSource) else getattr(section, "test", 0)
    return bool(share) or (split == "validation" and bool(section.validation))


def _is_split_by_column(run: ComparedRun) -> bool:
    return isinstance(run.config.data, Table) and run.config.data.split_by[0] == "column"


def _are_as_many_as_drawn(run: ComparedRun, share: float) -> bool:
    """Whether the validation rows are the share of the training rows that is drawn where the column names
    none; the record does not say whether it does."""
    held = run.record.rows.get("validation", 0)
    return bool(held) and held == round(share * (run.record.rows.get("train", 0) + held))
