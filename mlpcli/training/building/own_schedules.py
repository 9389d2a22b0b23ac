"""Learning-rate schedules that Keras lacks. Scripts get their text: see keras_script/classes.py."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from mlpcli.training.tensorflow import keras


@keras.saving.register_keras_serializable("mlpcli")
class CosineLogDecay(keras.optimizers.schedules.LearningRateSchedule):  # type: ignore[misc]
    """Swings between 0 and a peak, each time for twice as long as before."""

    def __init__(self, peak_learning_rate: Any, decay_steps: Any, cycles: int = 4) -> None:
        self.peak_learning_rate = peak_learning_rate
        self.decay_steps, self.cycles = decay_steps, cycles

    def __call__(self, step: Any) -> Any:
        done = keras.ops.cast(step, "float32") / self.decay_steps
        done = keras.ops.minimum(done, 1.0)
        turns = keras.ops.log2(1.0 + (2.0**self.cycles - 1.0) * done)
        return self.peak_learning_rate * (1.0 - keras.ops.cos(2 * np.pi * turns)) / 2.0

    def get_config(self) -> Any:
        return {
            "peak_learning_rate": self.peak_learning_rate,
            "decay_steps": self.decay_steps,
            "cycles": self.cycles,
        }


SCHEDULES: Mapping[str, Any] = {CosineLogDecay.__name__: CosineLogDecay}
"""By the names that configs have for them."""
