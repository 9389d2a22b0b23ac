"""Runs by hand, to compare."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from mlpcli.comparison.compared_run import ComparedRun, letter_of
from mlpcli.config.dataset_facts import DataFacts
from mlpcli.config.load import loads
from mlpcli.network.plan import make_plan, resolve
from tests.runs.records import RECORD

MOONS = DataFacts("moons", "vector", (2,), "binary", ("0", "1"))
NUMBERS = DataFacts("diabetes", "vector", (10,), "regression", targets=1)
HIDDEN = "Dense: {units: 4, activation: relu}"


def compared(
    letter: str = "A",
    *,
    layers: Sequence[str] = (HIDDEN,),
    more: str = "",
    data: str = "source: moons",
    facts: DataFacts = MOONS,
    seed: int = 0,
    accuracy: float | None = 0.5,
    figures: Mapping[str, float | None] | None = None,
    history: Sequence[Mapping[str, float]] = (),
    **changes: Any,
) -> ComparedRun:
    """A completed run with these hidden layers, `more` lines of the config, and these figures of the test."""
    head = "Dense: {units: 1}" if facts.task == "regression" else "Dense: {units: 1, activation: sigmoid}"
    stack = "".join(f"  - {layer}\n" for layer in (*layers, head))
    text = f"name: example\nseed: {seed}\ndata: {{{data}}}\nlayers:\n{stack}{more}"
    config = loads(text, "example.yaml").config
    plan = make_plan(config, facts)
    facts_of_run: dict[str, Any] = {
        "id": f"example-2026010{len(letter)}-000000",
        "seed": seed,
        "dataset": facts.name,
        "task": facts.task,
        "figures": {"test": {"accuracy": accuracy} if figures is None else figures},
        "rows": {"train": 60, "test": 20},
    }
    record = replace(RECORD, **(facts_of_run | changes))
    again = f"mlpcli train {letter}.yaml"
    return ComparedRun(letter, record, resolve(config, plan), plan, history, again)


def of_seeds(accuracies: Sequence[float], start: int = 0, **more: Any) -> list[ComparedRun]:
    """Runs that differ in the seed, lettered from the letter with the number `start` on."""
    return [
        compared(letter_of(start + at), seed=at, accuracy=value, **more)
        for at, value in enumerate(accuracies)
    ]


def epochs(losses: Sequence[float], **more: Sequence[float]) -> list[dict[str, float]]:
    """Rows of metrics.csv with these validation losses."""
    columns = {"loss": [1.0] * len(losses), "val_loss": losses, **more}
    return [
        {"epoch": at + 1.0, "seconds": 0.1} | {name: values[at] for name, values in columns.items()}
        for at in range(len(losses))
    ]
