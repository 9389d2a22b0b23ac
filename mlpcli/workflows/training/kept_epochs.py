"""The weights of epochs that a run keeps if its page is to be animated."""

from contextlib import suppress

from mlpcli.config.config import Config
from mlpcli.config.report import is_animated
from mlpcli.config.run_identity import RunIdentity
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.record import RunRecord
from mlpcli.training.checkpoints.checkpoint_file import ResumePoint
from mlpcli.training.checkpoints.epoch_weights import EpochWeights, kept_until


def keep_epochs(
    folder: RunFolder, record: RunRecord, identity: RunIdentity, config: Config, start: ResumePoint | None
) -> tuple[EpochWeights | None, tuple[str, ...]]:
    """What keeps the weights of a training that begins, or goes on from `start`, and what the user should be
    told; None if its page is not animated.

    The file is written at once: from now on the record says that it is there. Raises StorageError.
    """
    if not is_animated(config.report):
        return None, ()
    kept, notice = EpochWeights(folder.epoch_weights, identity), ""
    if start:
        kept.kept, notice = kept_until(kept.path, identity.key, record.parameters, start.place.epoch)
        kept.note(start.checkpoint)
    kept.write()
    return kept, (notice,) if notice else ()


def discard_epochs(folder: RunFolder) -> None:
    """Remove what an earlier part of the training has kept."""
    with suppress(OSError):
        folder.epoch_weights.unlink(missing_ok=True)
