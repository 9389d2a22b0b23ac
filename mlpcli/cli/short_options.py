"""Options of `train` that stand for one key of the config."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Annotated

import typer

from mlpcli.errors import ConfigError

Epochs = Annotated[
    int | None, typer.Option("--epochs", metavar="N", min=0, help="Short for --set training.epochs=N.")
]
Name = Annotated[
    str | None, typer.Option("--name", metavar="NAME", help="The run's name: short for --set name=NAME.")
]
Seed = Annotated[int | None, typer.Option("--seed", metavar="N", min=0, help="Short for --set seed=N.")]

_KEYS = {"--epochs": "training.epochs", "--name": "name", "--seed": "seed"}


def short_overrides(epochs: int | None, name: str | None, seed: int | None) -> Mapping[str, str]:
    """The options that are given, each with its `KEY=VALUE`."""
    # Quoted, so that a name such as 12 is a text.
    values = {"--epochs": epochs, "--name": name and json.dumps(name, ensure_ascii=False), "--seed": seed}
    return {option: f"{_KEYS[option]}={value}" for option, value in values.items() if value is not None}


@contextmanager
def named_as_given(short: Mapping[str, str]) -> Iterator[None]:
    """Make mistakes in the values of these options name the option, not `--set`."""
    try:
        yield
    except ConfigError as error:
        for option in short:
            place = f"--set {_KEYS[option]}"
            error.problems = tuple(
                replace(one, where=option, fix=one.fix.replace(f"{place}=", f"{option} "))
                if one.where == place
                else one
                for one in error.problems
            )
        raise
