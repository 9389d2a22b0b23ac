"""A small convolutional network that does well on small images."""

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.starters.starter import falling_rate, head, pace

_FILTERS = (32, 64, 128)
# A block halves the sides, and one that sees fewer pixels than this learns little.
_SMALLEST_SIDE = 4
_EPOCHS = 20
_FLIP = "RandomFlip: {mode: horizontal}"


def image_network(facts: DataFacts, rows: int, validated: bool = True) -> str:
    """The sections `layers`, `optimizer` and `training` for images, of which `rows` are for training, and
    unless `validated` none for validation.

    Photos in colour are flipped; what has one channel is more likely writing or a drawing, where left and
    right differ.
    """
    blocks, side = "", min(facts.shape[:2])
    for filters in _FILTERS:
        if blocks and side < _SMALLEST_SIDE:
            break
        blocks += f"  - Conv2D: {{filters: {filters}, kernel_size: 3, padding: same, use_bias: false}}\n"
        blocks += "  - BatchNormalization\n  - ReLU\n" + ("  - MaxPooling2D\n" if side > 1 else "")
        side //= 2
    flip = f"  - {_FLIP}   # take it out if left and right differ: digits, letters, signs\n"
    if facts.shape[-1] == 1:
        flip = f"  # - {_FLIP}   # if left and right do not matter\n"
    return f"""layers:
  # Each epoch sees the images a little changed, so that the network learns what does not matter.
{flip}  - RandomTranslation: {{height_factor: 0.1, width_factor: 0.1}}
  # Each block sees more of the image, and halves its sides.
{blocks}  - Flatten
  - Dropout: 0.4
  - {head(facts)}

{falling_rate(facts, *pace(rows, _EPOCHS), validated)}"""
