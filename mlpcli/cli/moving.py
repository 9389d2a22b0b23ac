"""Standard error as a Rich console, for progress bars; terminal.py writes everything else."""

from rich.console import Console, ConsoleOptions

# A terminal echoes Ctrl-C as `^C`. After a full line, the echo would start a new line, and Rich would erase
# that line instead of the bar.
_COLUMNS_OF_AN_INTERRUPTION = 2


class _Narrower(Console):
    @property
    def options(self) -> ConsoleOptions:
        options = super().options
        return options.update_width(max(1, options.max_width - _COLUMNS_OF_AN_INTERRUPTION))


def moving_console() -> Console:
    """A console for progress bars on the current standard error."""
    return _Narrower(stderr=True, markup=False, highlight=False, emoji=False)
