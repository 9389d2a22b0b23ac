"""Export a trained network as a page that any browser opens from disk."""

from pathlib import Path

from mlpcli.browser.network_data import network_data
from mlpcli.browser.page.write import page_of
from mlpcli.browser.script import runtime_files
from mlpcli.version import VERSION
from mlpcli.workflows.export_comparison import Comparison
from mlpcli.workflows.run.open_run import OpenRun
from mlpcli.workflows.run.run_weights import arithmetic_network


def write_page(opened: OpenRun, path: Path) -> Comparison | None:
    """Write the page of a run's network to `path`."""
    data = {"network": network_data(arithmetic_network(opened), opened.description.facts.shape)}
    scripts = (*runtime_files(opened.config.layers), "panels/page.js")
    text = page_of(opened.folder.id, "", f"Written by mlpcli {VERSION}.", data, scripts)
    path.write_text(text, encoding="utf-8", newline="")
    return None
