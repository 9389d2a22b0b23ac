"""The figures of Keras's `Model.evaluate`, from outputs that were computed without Keras."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from mlpcli.config.dataset_facts import Encoding
from mlpcli.config.metrics import figure_of
from mlpcli.config.types.with_arguments import WithArguments
from mlpcli.data.dataset import Array, Split
from mlpcli.data.preprocessing import TargetUnits
from mlpcli.inference.litert.litert_predictor import LiteRtOutputs, LiteRtPredictor
from mlpcli.inference.scoring.losses import loss_figure
from mlpcli.inference.scoring.metrics import metric_of
from mlpcli.inference.scoring.scored_rows import ScoredRows


def figures(
    loss: str | WithArguments,
    metrics: Sequence[str | WithArguments],
    outputs: Array,
    targets: Array,
    encoding: Encoding,
    *,
    logits: Array | None = None,
    penalty: float = 0.0,
    units: TargetUnits | None = None,
) -> dict[str, float]:
    """`loss`, and then the metrics in their order, over one row or more.

    `outputs`, `targets` and `logits` are those of ScoredRows. `penalty` is what the network's regularizers
    add to the loss of every row (`Trainer.compute_loss` in keras/src/trainers/trainer.py); with `units` the
    loss is that of standardized targets. The figures agree with Keras's, which are computed in float32, to
    about 1e-6. A figure that overflows in Keras is inf here too, and an undefined one is nan.
    """
    rows = ScoredRows(outputs, targets, encoding, logits)
    with np.errstate(all="ignore"):
        compared = rows
        if units:
            answers, wanted = (units.standardized(values) for values in (outputs, targets))
            compared = ScoredRows(answers, wanted, encoding)
        found = {"loss": loss_figure(loss, encoding)(compared) + penalty}
        return found | {figure_of(metric): metric_of(metric, encoding)(rows) for metric in metrics}


@dataclass(frozen=True)
class LiteRtScorer:
    """A network on LiteRT, the loss, metrics and encoding of its `Objective`, and the units of its targets if
    it was trained on standardized ones."""

    predictor: LiteRtPredictor
    loss: str | WithArguments
    metrics: Sequence[str | WithArguments]
    encoding: Encoding
    units: TargetUnits | None = None

    def measure(self, split: Split) -> tuple[dict[str, float], Array]:
        """The loss and the metrics on a split, as in Keras's evaluate, and the outputs for its rows."""
        return self.measure_batches([split.inputs], split.targets)

    def measure_batches(self, batches: Iterable[Array], targets: Array) -> tuple[dict[str, float], Array]:
        """As `measure`, for inputs in batches, one of which is in memory at a time, and all their targets."""
        answered = _joined([self.predictor.answer(batch) for batch in batches])
        found = figures(
            self.loss,
            self.metrics,
            answered.outputs,
            targets,
            self.encoding,
            logits=answered.logits,
            penalty=answered.penalty,
            units=self.units,
        )
        return found, answered.outputs


def _joined(parts: Sequence[LiteRtOutputs]) -> LiteRtOutputs:
    outputs = np.concatenate([part.outputs for part in parts])
    logits = [part.logits for part in parts if part.logits is not None]
    penalty = sum(part.penalty * len(part.outputs) / len(outputs) for part in parts)
    return LiteRtOutputs(outputs, np.concatenate(logits) if logits else None, penalty)
