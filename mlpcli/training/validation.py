"""The pass over the held-back rows at the end of an epoch; a training can be kept in the middle of it."""

from collections.abc import Callable
from typing import Any

from mlpcli.training.averaging import averaged, averages

Score = Callable[[Callable[[], None]], dict[str, float]]
"""Gives the figures of the held-back rows, and calls what it is given between its chunks."""


class Validation:
    """Scores the model, its averaged weights if it keeps any."""

    def __init__(self, model: Any, score: Score, can_pause: bool = True) -> None:
        self._model = model
        self._score = score
        # Several workers have no sums of their own to put aside.
        self._variables = _changed(model) if can_pause else []

    def figures(self, is_due: Callable[[], bool], pause: Callable[[], None]) -> dict[str, float]:
        """The figures, as `val_...`. Between chunks `pause` is called where `is_due`; the model is then as
        the last step of the epoch left it, and if `pause` raises, stays so."""
        aside = [variable.numpy() for variable in self._variables]

        def exchange() -> None:
            for index, variable in enumerate(self._variables):
                value = variable.numpy()
                variable.assign(aside[index])
                aside[index] = value

        def between() -> None:
            if is_due():
                exchange()
                pause()
                exchange()

        with averaged(self._model):
            return {f"val_{name}": value for name, value in self._score(between).items()}


def _changed(model: Any) -> list[Any]:
    """What scoring changes: the sums of the figures, the seeds that recurrent layers draw their masks from in
    inference too, and weights that make way for their averages."""
    seeds = [variable for variable in model.variables if variable.name == "seed_generator_state"]
    weights = model.trainable_variables if averages(model.optimizer) else []
    return [*model.metrics_variables, *seeds, *weights]
