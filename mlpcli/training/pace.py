"""How many steps to run in one compiled call, learned from how long such calls take."""

# How long a chunk should last: progress moves a few times a second, and Ctrl-C waits no longer.
SECONDS = 0.25
# Of chunks that are measured half of it is enough: what is kept after a signal takes its time as well.
_MEASURED = 0.12
_GROWTH = 4


class Pace:
    """The number of steps for the next chunk: at most `most`, about an eighth of a second's worth.

    Multiply-adds tell little of what a step takes: recurrent layers, half precision, a busy machine. So the
    first chunk is one step, and the next follow what has been measured, up to four times as many steps as
    before. One that is `steady` always says `most`.
    """

    def __init__(self, most: int, steady: bool = False) -> None:
        self._most = most
        self._steady = steady
        self._steps = most if steady else 1

    def __call__(self) -> int:
        return self._steps

    def note(self, steps: int, seconds: float) -> None:
        """Learn that a chunk of so many steps took so many seconds."""
        if not self._steady:
            worth = int(_MEASURED * steps / max(seconds, 1e-9))
            self._steps = max(1, min(worth, self._most, _GROWTH * self._steps))
