"""Standard error as Rich sees it, for what moves there; everything else is said by terminal.py."""

from rich.console import Console


def moving_console() -> Console:
    """A console for bars on standard error, as it is now."""
    return Console(stderr=True, markup=False, highlight=False, emoji=False)
