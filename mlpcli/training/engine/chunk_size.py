"""How many steps to run in one compiled call, based on the measured duration of earlier calls."""

# Target duration of a chunk: progress is updated several times a second, and Ctrl-C waits at most this long.
SECONDS = 0.25
# Half of that for measured chunks, because writing a checkpoint after a signal takes time too.
_MEASURED = 0.12
_GROWTH = 4


class Pace:
    """The number of steps in the next chunk: about an eighth of a second's worth, at most `most`.

    Multiply-adds are a poor predictor of a step's duration, because of recurrent layers, half precision, or a
    busy machine. So the first chunk has one step, and later chunks are sized by measured durations, growing
    by at most a factor of four. With `steady`, the number is always `most`.
    """

    def __init__(self, most: int, steady: bool = False) -> None:
        self._most = most
        self._steady = steady
        self._steps = most if steady else 1

    def __call__(self) -> int:
        return self._steps

    def note(self, steps: int, seconds: float) -> None:
        """Record the duration of a chunk of `steps` steps."""
        if not self._steady:
            worth = int(_MEASURED * steps / max(seconds, 1e-9))
            self._steps = max(1, min(worth, self._most, _GROWTH * self._steps))
