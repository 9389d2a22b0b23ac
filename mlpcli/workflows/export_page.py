"""Export a trained network as a page that any browser opens from disk."""

from pathlib import Path

from mlpcli.workflows.export_comparison import Comparison
from mlpcli.workflows.run.network_page import network_page
from mlpcli.workflows.run.open_run import OpenRun


def write_page(opened: OpenRun, path: Path) -> Comparison | None:
    """Write the page of a run's network to `path`."""
    path.write_text(network_page(opened), encoding="utf-8", newline="")
    return None
