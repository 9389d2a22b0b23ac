"""How a training goes on for longer: by more epochs, or by the patience that ended it."""

from mlpcli.diagnosis import changes
from mlpcli.diagnosis.evidence import Evidence


def longer(evidence: Evidence) -> tuple[str, tuple[str, ...]]:
    """Several times the epochs, or the patience of early stopping where it ended the training, in words and
    as changes of the config."""
    config = evidence.config
    if evidence.has_stopped_early:
        return "more patience of early stopping, which ended the training", changes.patience(config)
    return "more epochs", changes.epochs(config, max(3 * config.training.epochs, 30))
