"""A convolutional network that does well on signals."""

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.starters.starter import head

_FILTERS = (32, 64, 64)
_KERNEL = 9
_EPOCHS = 30


def signal_network(facts: DataFacts) -> str:
    """The sections `layers`, `optimizer` and `training` for signals of any length."""
    blocks, steps = "", facts.shape[0]
    for filters in _FILTERS:
        blocks += f"  - Conv1D: {{filters: {filters}, kernel_size: {min(_KERNEL, steps)}, padding: same}}\n"
        blocks += "  - BatchNormalization\n  - ReLU\n"
        if steps >= 2 * _KERNEL:
            blocks += "  - MaxPooling1D\n"
            steps //= 2
    monitor = "val_accuracy" if facts.classes else "val_loss"
    return f"""layers:
  # Each block sees a longer part of the signal.
{blocks}  - GlobalAveragePooling1D   # one number per filter, wherever it answered
  - {head(facts)}

optimizer:
  # The learning rate falls to zero by the last epoch: change both numbers of epochs together.
  Adam: {{learning_rate: {{CosineDecay: {{initial_learning_rate: 2e-3, decay_steps: {_EPOCHS} epochs}}}}}}

training:
  epochs: {_EPOCHS}
  batch_size: 32
  checkpoint: {{monitor: {monitor}}}   # keep the weights of the best epoch
"""
