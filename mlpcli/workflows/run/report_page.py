"""The page about a run."""

from datetime import datetime

from mlpcli.data.dataset import Dataset
from mlpcli.reporting.evidence import Evidence
from mlpcli.reporting.facts.absent import Absent
from mlpcli.workflows.run.open_run import OpenRun


def report_page(opened: OpenRun, evidence: Evidence, dataset: Dataset | Absent) -> str:
    """The text of the page of a run, written now; it begins with its network to try."""
    # Imported here because they bring matplotlib and Jinja.
    from mlpcli.reporting.page.write import page_of
    from mlpcli.workflows.run.network_page import trial_of

    trial = trial_of(opened, dataset, evidence.rows)
    return page_of(evidence, f"{datetime.now():%Y-%m-%d %H:%M}", trial)
