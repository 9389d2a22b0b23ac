"""A convolutional network that does well on signals."""

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.starters.starter import falling_rate, head, pace

_FILTERS = (32, 64, 64)
_KERNEL = 9


def signal_network(facts: DataFacts, rows: int, validated: bool = True) -> str:
    """The sections `layers`, `optimizer` and `training` for signals of any length, of which `rows` are for
    training, and unless `validated` none for validation."""
    blocks, steps = "", facts.shape[0]
    for filters in _FILTERS:
        blocks += f"  - Conv1D: {{filters: {filters}, kernel_size: {min(_KERNEL, steps)}, padding: same}}\n"
        blocks += "  - BatchNormalization\n  - ReLU\n"
        if steps >= 2 * _KERNEL:
            blocks += "  - MaxPooling1D\n"
            steps //= 2
    return f"""layers:
  # Each block sees a longer part of the signal.
{blocks}  - GlobalAveragePooling1D   # one number per filter, wherever it answered
  - {head(facts)}

{falling_rate(facts, *pace(rows), validated)}"""
