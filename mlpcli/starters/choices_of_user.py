"""What the user says of the data, where looking at them is not enough."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from mlpcli.config.messages.spelling import listed
from mlpcli.config.sources.base import DataSection
from mlpcli.config.sources.table import Table
from mlpcli.config.yaml.nodes import Plain, to_plain
from mlpcli.config.yaml.notation import one_line
from mlpcli.config.yaml.reader import read_text
from mlpcli.data.tables.schema import missing_texts
from mlpcli.errors import ConfigError, DataError, UsageError

Section = TypeVar("Section", bound=DataSection)
# What the path and other options say.
_OTHERWISE = {
    **{"path": "the data", "source": "the data", "target": "--target", "window": "--window"},
    "test_path": "the config, once it is written,",
}
_KEYS = "|".join(sorted(set(Table.model_fields) - set(_OTHERWISE)))
# What begins a list, a mapping or a text in quotes.
_OPENING = ("[", "{", '"', "'")
# A key in the fix of a message.
_NAMED = re.compile(rf"`(?:{_KEYS})`|\b(?:{_KEYS}): |share of 0")


@dataclass(frozen=True)
class Said:
    """Keys of the section `data` with their values, as the options have them."""

    keys: Mapping[str, Plain] = field(default_factory=dict)

    def section(self, kind: type[Section], **found: Any) -> Section:
        """The section of this kind, where what is said comes before what was `found`. Raises UsageError."""
        try:
            return kind.model_validate({**found, **self.keys})
        except ValidationError as error:
            first = error.errors()[0]
            key = ".".join(map(str, first["loc"]))
            if first["type"] == "extra_forbidden":
                source = found.get("source", "data")
                raise UsageError(
                    f"--set data.{key}: the source {source} has no such key",
                    listed(key, sorted(set(kind.model_fields) - set(_OTHERWISE)), of_schema=False),
                ) from error
            raise UsageError(
                f"--set data.{key}: {first['msg']}" if key else f"--set: {first['msg']}",
                str(first.get("ctx", {}).get("fix", "all keys and their values: mlpcli schema data")),
            ) from error

    def reading(self, path: Path) -> Table:
        """How the file is read, whatever is to be predicted."""
        # What becomes of missing numbers has other names in series.
        known = set(Table.model_fields) - {"missing"}
        keys = {key: value for key, value in self.keys.items() if key in known}
        return Said(keys).section(Table, source="table", path=path, target=(1,))

    @property
    def names_of_columns(self) -> Sequence[str] | None:
        """The names of all columns, if they are said."""
        columns = self.keys.get("columns")
        return [str(name) for name in columns] if isinstance(columns, list) else None

    def missing(self, path: Path) -> tuple[str, ...]:
        """The texts that mean a missing value."""
        section = self.reading(path)
        return missing_texts(section.missing_values, section.usual_missing_values)

    def lines(self, found: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        """The lines of the section, of which those that are said replace the `found` ones."""
        kept = [(line, why) for line, why in found if line.partition(":")[0] not in self.keys]
        return kept + [(f"{key}: {one_line(value)}", "") for key, value in self.keys.items()]


NOTHING = Said()


def said(overrides: Sequence[str]) -> Said:
    """What `data.KEY=VALUE` say. Raises UsageError for anything else."""
    keys: dict[str, Plain] = {}
    for text in overrides:
        path, equals, value = text.partition("=")
        section, _, key = path.partition(".")
        if not equals or section != "data" or not key:
            raise UsageError(
                f"found --set {text}, expected a key of the data",
                "write it as --set data.missing_values=gone",
            )
        if key in _OTHERWISE:
            raise UsageError(f"found --set {path}, which {_OTHERWISE[key]} says", "leave it out")
        keys[key] = _value(value, f"--set {path}")
    return Said(keys)


def _value(text: str, option: str) -> Plain:
    try:
        return to_plain(read_text(text, option, Path())) if text.strip() else text
    except ConfigError as error:
        # A sign such as `,` is no YAML without quotes, and meant as it stands.
        if not text.lstrip().startswith(_OPENING):
            return text
        problem = error.problems[0]
        raise UsageError(f"{option}: {problem.message}", problem.fix) from error


def as_options(error: DataError) -> DataError:
    """The error of a command to which keys of a config are given as options, where its fix names some."""
    if not _NAMED.search(error.fix):
        return error
    return DataError(
        error.message,
        f"{error.fix}; keys of the config are options here: --set data.KEY=VALUE, such as --set data.test=0",
    )
