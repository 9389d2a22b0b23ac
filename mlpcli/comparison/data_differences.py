"""What differs between runs besides their configs: the data, and on what they were trained."""

from collections.abc import Iterator, Sequence

from mlpcli.comparison.compared_run import ComparedRun
from mlpcli.comparison.config_differences import Difference, same
from mlpcli.config.yaml.nodes import Plain

# Of a digest, as git shows it.
_DIGITS = 12


def data_differences(runs: Sequence[ComparedRun]) -> list[Difference]:
    """The facts about data, versions and devices that differ, each by a name of its own."""
    return [
        Difference(name, values)
        for name, values in _facts(runs)
        if len(values) < len(runs) or not same(list(values.values()))
    ]


def _facts(runs: Sequence[ComparedRun]) -> "Iterator[tuple[str, dict[str, Plain]]]":
    yield "dataset", {run.letter: run.record.dataset for run in runs}
    yield "data fingerprint", {run.letter: _short(run.record.data_fingerprint) for run in runs}
    splits = {name: None for run in runs for name in run.record.rows}
    for split in splits:
        yield (
            f"{split} rows",
            {run.letter: run.record.rows[split] for run in runs if split in run.record.rows},
        )
    yield "task", {run.letter: run.record.task for run in runs}
    versions = {name: None for run in runs for name in run.record.versions}
    for name in versions:
        there = [run for run in runs if name in run.record.versions]
        yield f"{name} version", {run.letter: run.record.versions[name] for run in there}
    yield "device", {run.letter: run.record.device for run in runs}


def _short(digest: str) -> str:
    return digest.removeprefix("sha256:")[:_DIGITS]
