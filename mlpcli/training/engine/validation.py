"""Validation at the end of an epoch, during which a checkpoint can be written."""

from collections.abc import Callable
from typing import Any

from mlpcli.training.engine.weight_averages import averaged, averages

Score = Callable[[Callable[[], None]], dict[str, float]]
"""Returns the metrics of the validation rows, and calls its argument between chunks."""


class Validation:
    """Scores the model, with its averaged weights if it keeps any."""

    def __init__(self, model: Any, score: Score, can_pause: bool = True) -> None:
        self._model = model
        self._score = score
        # Without pauses nothing needs to be set aside.
        self._variables = _changed(model) if can_pause else []

    def figures(self, is_due: Callable[[], bool], pause: Callable[[], None]) -> dict[str, float]:
        """The metrics as `val_...`. If `is_due` returns True between chunks, `pause` is called. The model is
        then in the state after the last training step, and stays in it if `pause` raises."""
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
    """The variables that scoring changes: the sums of the metrics, the seeds of recurrent layers, which draw
    dropout masks during inference too, and weights that are replaced by their averages."""
    seeds = [variable for variable in model.variables if variable.name == "seed_generator_state"]
    weights = model.trainable_variables if averages(model.optimizer) else []
    return [*model.metrics_variables, *seeds, *weights]
