"""The config to start from for a table in which every row is a signal."""

from pathlib import Path

from mlpcli.config.sources.series import Series
from mlpcli.config.yaml.notation import one_line
from mlpcli.data.sources.series import open_series
from mlpcli.data.tables.table_file import TableFile
from mlpcli.starters.any_encoding import encoding_lines, encoding_notices
from mlpcli.starters.choices_of_user import NOTHING, Said
from mlpcli.starters.signal_network import signal_network
from mlpcli.starters.starter import SEED, Starter, heading, settings, share_lines

# Fewer training rows than these are too few to choose an epoch by a tenth of them.
_FEW_ROWS = 500


def signals_starter(
    file: TableFile, written: str, target: str, encoding: str, said: Said = NOTHING
) -> Starter:
    """The config that tells signals apart, or predicts a number from each; `written` is the file's path as
    the config has it, and `encoding` what it has of its text.

    Raises DataError for a table that cannot be trained on.
    """
    key: str | int = target if file.header else file.names.index(target) + 1
    test = _test_beside(file.path)
    section = said.section(
        Series, source="series", path=file.path, target=(key,), test_path=test, encoding=encoding
    )
    opened = open_series(section, file)
    if not opened.facts.classes and not file.header:
        # The first column of an archive's file is a class, though it has many or few rows of each.
        section = section.model_copy(update={"task": "classification"})
        opened = open_series(section, file)
    facts, splits = opened.facts, opened.splits(SEED)
    rows = len(splits["train"]) + len(splits["validation"])
    is_few = rows < _FEW_ROWS
    what = f"{len(facts.classes)} classes" if facts.classes else "a number"
    count = rows + len(splits["test"])
    about = f"predicts {target}, {what}, from signals of {facts.shape[0]:,} steps"
    seen = (
        f"{facts.name}: {count:,} rows, each a signal, as neighbouring columns say nearly the same; {about}"
    )
    lines = [("source: series", "every row is a signal"), (f"path: {one_line(written)}", "")]
    if test is not None:
        place = Path(written).parent / test.name
        lines.append((f"test_path: {one_line(place.as_posix())}", "the rows for the final score"))
    lines += encoding_lines(encoding)
    lines.append((f"target: {one_line(key)}", "the other columns are the steps"))
    if section.task == "classification":
        lines.append(("task: classification", "its numbers are names of classes"))
    lines += share_lines(not is_few, has_own_test=test is not None)
    if not facts.classes:
        lines.append(("standardize_targets: true", "figures and predictions keep their units"))
    text = f"{heading(f'{about[0].upper()}{about[1:]} in {facts.name}, {count:,} rows.')}\ndata:\n"
    text += f"{settings(said.lines(lines))}\n{signal_network(facts, rows, validated=not is_few)}"
    return Starter(text, (seen, *encoding_notices(file.path, encoding), *opened.notices), file)


def _test_beside(path: Path) -> Path | None:
    """`Name_TEST.tsv` beside `Name_TRAIN.tsv`, as archives have it."""
    for train, test in (("TRAIN", "TEST"), ("train", "test")):
        head, found, tail = path.name.rpartition(train)
        other = path.with_name(f"{head}{test}{tail}")
        if found and other.is_file():
            return other
    return None
