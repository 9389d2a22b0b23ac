"""The process that a model is tried in; started by `sandbox`.

`python -m mlpcli.inference.litert.sandbox_process SHAPE OUTPUTS`, the model on standard input.
"""

import json
import os
import sys
from contextlib import suppress
from pathlib import Path

import numpy as np

from mlpcli.inference.litert.litert_predictor import LiteRtPredictor
from mlpcli.inference.litert.sandbox import ANSWERED, BEGAN, ENDED

# What a model may take for a few rows: processor time, and of the machine's memory.
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
    # One row and several: the interpreter is set up anew for each number.
    model = LiteRtPredictor(content, Path("model.tflite"), shape, outputs)
    for rows in (1, 3):
        model.answer(np.zeros((rows, *shape), np.float32))


def _limit() -> None:
    """End what computes without end, let no more memory be taken, and keep no core of a crash."""
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
        # macOS has no bound of memory, and a tighter one may be there already.
        with suppress(ValueError, OSError):
            resource.setrlimit(limit, (value, value + 1))


if __name__ == "__main__":
    main()
