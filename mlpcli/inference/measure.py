"""A network's figures on a split, computed without TensorFlow."""

from collections.abc import Sequence
from dataclasses import dataclass

from mlpcli.config.facts import Encoding
from mlpcli.data.dataset import Array, Split
from mlpcli.inference.figures import figures
from mlpcli.inference.litert import LiteRtPredictor


@dataclass(frozen=True)
class LiteRtScorer:
    """A network on LiteRT and what it was trained for, as `Objective` says."""

    predictor: LiteRtPredictor
    loss: str
    metrics: Sequence[str]
    encoding: Encoding

    def measure(self, split: Split) -> tuple[dict[str, float], Array]:
        """The loss and the metrics on a split, as Keras's evaluate has them, and the outputs for its rows."""
        answered = self.predictor.answer(split.inputs)
        found = figures(
            self.loss,
            self.metrics,
            answered.outputs,
            split.targets,
            self.encoding,
            logits=answered.logits,
            penalty=answered.penalty,
        )
        return found, answered.outputs
