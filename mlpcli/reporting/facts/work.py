"""How much may be computed for a page: the same on every machine, so that the same run has the same page."""

from dataclasses import dataclass

_SECONDS = 0.3
# Of LiteRT on two threads of a laptop; the second is what a batch costs beside the arithmetic.
_MULTIPLY_ADDS_A_SECOND = 5e9
_NUMBERS_A_SECOND = 2e8
_ROWS_A_SECOND = 1e6


@dataclass(frozen=True)
class Work:
    """What a row costs: its `multiply_adds` in the network, and its `numbers`, which are copied."""

    multiply_adds: int
    numbers: int

    @property
    def rows(self) -> int:
        """The number of rows that are answered in about 0.3 seconds."""
        seconds = (
            self.multiply_adds / _MULTIPLY_ADDS_A_SECOND
            + self.numbers / _NUMBERS_A_SECOND
            + 1 / _ROWS_A_SECOND
        )
        return int(_SECONDS / seconds)
