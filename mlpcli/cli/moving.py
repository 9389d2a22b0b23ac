"""Standard error as Rich sees it, for what moves there; everything else is said by terminal.py."""

from rich.console import Console, ConsoleOptions

# What a terminal shows of Ctrl-C: `^C`. Behind a full line it would begin another one, and Rich would take
# that one away in the end instead of the bar's.
_COLUMNS_OF_AN_INTERRUPTION = 2


class _Narrower(Console):
    @property
    def options(self) -> ConsoleOptions:
        options = super().options
        return options.update_width(max(1, options.max_width - _COLUMNS_OF_AN_INTERRUPTION))


def moving_console() -> Console:
    """A console for bars on standard error, as it is now."""
    return _Narrower(stderr=True, markup=False, highlight=False, emoji=False)
