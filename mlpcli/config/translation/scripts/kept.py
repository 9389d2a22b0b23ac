"""What calls of a script set, kept until it is known which source the config has."""

from collections.abc import Iterator, Mapping
from typing import Any

from mlpcli.config.sources import SOURCES
from mlpcli.config.sources.downloaded import TRAINING_ROWS
from mlpcli.config.translation.scripts.calls import BATCH, SEED, TEST, VALIDATION
from mlpcli.config.translation.scripts.values import Reading, Setting, Unread
from mlpcli.config.yaml.nodes import KeyPath, Plain


def put(reading: Reading, path: KeyPath, value: Plain, said: Unread) -> None:
    """Keep a setting, unless there is one; a second seed of another value is told."""
    before = reading.others.setdefault(path, Setting(value, said))
    if path == SEED and before.value != value:
        note(reading, said)


def note(reading: Reading, said: Unread) -> None:
    if said not in reading.notes:
        reading.notes.append(said)


def placed(
    found: Mapping[KeyPath, Setting], source: str, given: Mapping[str, Any]
) -> tuple[dict[KeyPath, Plain], list[Unread]]:
    """The settings for which a config of this source has a place, and those without one.

    `given`: what `fit` is given, which decides.
    """
    values: dict[KeyPath, Plain] = {}
    missing: list[Unread] = []
    decided = {BATCH: "batch_size", VALIDATION: "validation_split"}
    for path, one in found.items():
        if path[0] == "data" and path[-1] not in SOURCES[source].model_fields:
            missing.append(one.said)
        elif decided.get(path, "") not in given:
            values[path] = one.value
    return values, missing


def not_counted(
    reading: Reading, source: str, values: Mapping[KeyPath, Plain], given: Mapping[str, Any]
) -> Iterator[tuple[str, Unread]]:
    """The rows that a script holds back though it is not known how many, by what they are for."""
    known = {VALIDATION: VALIDATION in values or "validation_split" in given, TEST: TEST in values}
    for path, purpose in ((VALIDATION, "for validation"), (TEST, "for the test")):
        said = reading.uncounted.get(str(path[-1]))
        if not said or known[path] or said.text.endswith(f"[{TRAINING_ROWS.get(source)}:]"):
            # Behind its training rows, a source has those for the test.
            continue
        has_place = path[-1] in SOURCES[source].model_fields
        yield str(path[-1]), Unread(f"{said.text} {purpose}", said.line, is_layer=not has_place)
