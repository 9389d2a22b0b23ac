"""A training without progress."""

from mlpcli.cli.display.terminal import notice
from mlpcli.workflows.progress_watcher import SilentWatcher


class QuietWatcher(SilentWatcher):
    """Shows notices alone: they are what a user should know."""

    def notice(self, text: str) -> None:
        notice(text)
