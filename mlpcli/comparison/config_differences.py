"""The keys by which resolved configs differ."""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mlpcli.comparison.compared_run import ComparedRun
from mlpcli.comparison.layer_alignment import aligned
from mlpcli.config.resolved_yaml import as_written, to_document
from mlpcli.config.types.section import Named
from mlpcli.config.yaml.nodes import Plain

# Ids begin with the name.
_NO_DIFFERENCE = ("version", "name", "layers")

Values = Mapping[str, Plain]
"""A value per run, by the run's letter; without those that have none."""


@dataclass(frozen=True)
class Difference:
    """A key, as `--set` takes it, and what each run has there, by its letter; some may have nothing."""

    key: str
    values: Values


def config_differences(runs: Sequence[ComparedRun]) -> list[Difference]:
    """The differences of the configs, in the order of a config.

    A class in another's place is one difference, with the arguments that are not its defaults. A layer is
    numbered as in the first run that has it.
    """
    found: list[Difference] = []
    for key in type(runs[0].config).model_fields:
        if key == "layers":
            found += _of_layers(runs)
        elif key == "optimizer":
            found += _of_classes(key, {run.letter: run.config.optimizer for run in runs})
        elif key not in _NO_DIFFERENCE:
            found += _of_values(key, {run.letter: to_document(getattr(run.config, key)) for run in runs})
    found = [one for one in found if not _is_one_file(one, runs)]
    return [one for one in found if not _is_another_sources_default(one, runs)]


def same(values: Sequence[Plain]) -> bool:
    """Whether all values are one and the same, of the same type."""
    return len({json.dumps(value) for value in values}) <= 1


def _of_values(key: str, values: Values) -> Iterator[Difference]:
    found = list(values.values())
    if same(found):
        return
    mappings = [value for value in found if isinstance(value, dict)]
    names = {name: None for value in mappings for name in sorted(value, key=_is_not_source)}
    # Sections of several sources share some keys; any other mapping with other keys is another thing.
    is_section = key in ("data", "training")
    if len(mappings) == len(found) and (
        is_section or all(value.keys() == names.keys() for value in mappings)
    ):
        for name in names:
            inner = {
                letter: value[name]
                for letter, value in values.items()
                if isinstance(value, dict) and name in value
            }
            yield from _of_some(f"{key}.{name}", inner, len(values))
    else:
        yield Difference(key, values)


def _is_not_source(name: str) -> bool:
    # Which one it is decides about the other keys.
    return name != "source"


def _of_some(key: str, values: Values, runs: int) -> Iterator[Difference]:
    """The differences of values that not all `runs` have."""
    if len(values) < runs:
        yield Difference(key, values)
    else:
        yield from _of_values(key, values)


def _of_classes(key: str, chosen: Mapping[str, Named]) -> Iterator[Difference]:
    if len({type(one) for one in chosen.values()}) > 1:
        yield Difference(key, {letter: as_written(one) for letter, one in chosen.items()})
    else:
        yield from _of_values(key, {letter: to_document(one) for letter, one in chosen.items()})


def _of_layers(runs: Sequence[ComparedRun]) -> Iterator[Difference]:
    stacks = [[to_document(layer) for layer in run.config.layers] for run in runs]
    at = [0] * len(runs)
    for column in aligned(stacks):
        there = {
            run.letter: run.config.layers[at[place]]
            for place, run in enumerate(runs)
            if column[place] is not None
        }
        number = next(at[place] for place in range(len(runs)) if column[place] is not None)
        at = [place + (layer is not None) for place, layer in zip(at, column, strict=True)]
        if len(there) < len(runs):
            yield Difference(f"layers.{number}", {name: as_written(layer) for name, layer in there.items()})
        else:
            yield from _of_classes(f"layers.{number}", there)


def _is_one_file(one: Difference, runs: Sequence[ComparedRun]) -> bool:
    """Whether it is a key of `data` below which all runs name the same file, each in its own way."""
    section, _, name = one.key.partition(".")
    paths = [getattr(run.config.data, name, None) for run in runs] if section == "data" else []
    return (
        all(isinstance(path, Path) for path in paths)
        and len({*map(os.path.realpath, filter(None, paths))}) == 1
    )


def _is_another_sources_default(one: Difference, runs: Sequence[ComparedRun]) -> bool:
    """Whether it is a key of `data` that some sources lack and that the others leave at its default."""
    section, _, name = one.key.partition(".")
    if section != "data" or len(one.values) == len(runs):
        return False
    defaults = {
        run.letter: type(run.config.data).model_fields[name] for run in runs if run.letter in one.values
    }
    return all(
        not field.is_required() and same([to_document(field.get_default()), one.values[letter]])
        for letter, field in defaults.items()
    )
