"""The trial of a model in a process with little time and memory of its own; started by `sandbox`.

`python -m mlpcli.inference.litert.sandboxed_trial SHAPE OUTPUTS`, with the model on standard input.
"""

import json
import os
import sys
from contextlib import suppress
from pathlib import Path

import numpy as np

from mlpcli.inference.litert.litert_predictor import LiteRtPredictor
from mlpcli.inference.litert.sandbox import ANSWERED, BEGAN, ENDED

# Limits for a few rows: processor time, and the larger of two bounds of memory.
_SECONDS = 10
_LEAST_BYTES = 2 * 2**30
_SHARE = 0.5


def main() -> None:
    shape, outputs = tuple(json.loads(sys.argv[1])), int(sys.argv[2])
    content = sys.stdin.buffer.read()
    _limit()
    os.write(1, BEGAN)
    try:
        _answer(content, shape, outputs)
        os.write(1, ANSWERED)
    finally:
        os.write(1, ENDED)


def _answer(content: bytes, shape: tuple[int, ...], outputs: int) -> None:
    # One row and several, because the interpreter allocates anew for each number.
    model = LiteRtPredictor(content, Path("model.tflite"), shape, outputs)
    for rows in (1, 3):
        model.answer(np.zeros((rows, *shape), np.float32))


def _limit() -> None:
    """Limits processor time and memory, and disables core dumps."""
    try:
        import resource
    except ImportError:  # Windows has no limits of this kind.
        return
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limits = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_CPU: _SECONDS,
        resource.RLIMIT_AS: max(_LEAST_BYTES, int(_SHARE * memory)),
    }
    for limit, value in limits.items():
        # macOS has no memory limit, and a stricter limit may be set already.
        with suppress(ValueError, OSError):
            resource.setrlimit(limit, (value, value + 1))


if __name__ == "__main__":
    main()
