"""Real data that comes with scikit-learn: always there, no network."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from sklearn.datasets import load_breast_cancer, load_diabetes, load_digits, load_iris, load_wine

from mlpcli.config.sources import BreastCancer, Diabetes, Digits, Iris, Wine
from mlpcli.data.dataset import Original, Split

BUNDLED = Digits | Iris | Wine | BreastCancer | Diabetes
_LOADERS = {Iris: load_iris, Wine: load_wine, BreastCancer: load_breast_cancer, Diabetes: load_diabetes}


def read_bundled(source: BUNDLED) -> Original:
    """All rows: of digits uint8 images, else float32 vectors; class numbers, or for diabetes one quantity."""
    if isinstance(source, Digits):
        return _read_digits(source)
    inputs, targets = _LOADERS[type(source)](return_X_y=True)
    if isinstance(source, Diabetes):
        targets = targets.astype(np.float32).reshape(-1, 1)
    else:
        targets = targets.astype(np.int32)
    return Original(Split(np.ascontiguousarray(inputs, np.float32), targets), None)


def _read_digits(source: Digits) -> Original:
    """1,797 images `[rows, size, size, 1]`, white on black, brightness 0 to 16 spread over uint8's range."""
    inputs, targets = load_digits(return_X_y=True)
    images = np.rint(inputs.reshape(-1, 8, 8) * (255 / 16)).astype(np.uint8)
    if source.size != 8:
        images = np.stack([_enlarged(image, source.size) for image in images])
    return Original(Split(np.ascontiguousarray(images[..., None]), targets.astype(np.int32)), None)


def _enlarged(image: NDArray[np.uint8], size: int) -> NDArray[Any]:
    """The digit, which fills all of its 8x8, with MNIST's margin of a seventh on every side.

    A small MLP trained on 28x28 images made so reads 46 % of MNIST's test digits; without the margin 24 %.
    """
    margin = min(size // 7, (size - 8) // 2)
    inner = size - 2 * margin
    resized = Image.fromarray(image).resize((inner, inner), Image.Resampling.BICUBIC)
    return np.pad(np.asarray(resized), margin)
