"""The page that holds a run's network."""

from collections.abc import Collection, Mapping
from typing import Any

from markupsafe import Markup

from mlpcli.browser.inside_data import inside_data
from mlpcli.browser.network_data import network_data
from mlpcli.browser.page.lead import InBoth, foot_of_page, lead_of
from mlpcli.browser.page.write import NetworkParts, page_of
from mlpcli.browser.page_data import page_data
from mlpcli.browser.parts import Part, script_files, style_files
from mlpcli.browser.playground_data import playground_data
from mlpcli.data.dataset import Dataset
from mlpcli.data.files.http import Progress
from mlpcli.errors import DataError, RunError
from mlpcli.inference.arithmetic.functions import NotFollowed
from mlpcli.reporting.facts.absent import Absent
from mlpcli.reporting.facts.answered_rows import AnsweredRows
from mlpcli.reporting.page.trial import Trial
from mlpcli.workflows.progress_watcher import SilentWatcher
from mlpcli.workflows.run.open_run import OpenRun
from mlpcli.workflows.run.run_page import network_of, rows_in, rows_of
from mlpcli.workflows.run.run_reference import run_words
from mlpcli.workflows.run.run_weights import arithmetic_network

PARTS: tuple[Part, ...] = ("inside",)
"""What a page has beside its panels unless told otherwise."""

MOST_IN_REPORTS = 150_000
"""The most parameters of a network that is in its report: they take 0.8 MB there."""


def network_page(
    opened: OpenRun,
    network: Mapping[str, Any] | None = None,
    parts: Collection[Part] = PARTS,
    dataset: Dataset | None = None,
    reading: Progress | None = None,
) -> str:
    """The text of the page of a run's network.

    `network` is as `network_data` has it, by default with the run's best weights in float32. The page shows
    rows of `dataset`, by default the run's own as far as it can be read. Raises RunError for weights that are
    missing or broken, NotFollowed, and DataError for a playground without data.
    """
    network, own = network or network_of_page(opened), network_of(opened)
    if dataset:
        rows = rows_of(opened, own, dataset)
        found = _parts(opened, network, parts, dataset, rows)
    else:
        found = _parts(opened, network, parts, *rows_in(opened, own, reading or SilentWatcher().reading))
    return page_of(opened.folder.id, _lead(opened), foot_of_page(), found)


def network_of_page(opened: OpenRun, quantized: bool = False) -> dict[str, Any]:
    """The network of a run with its best weights, in float32 or 8 bits. Raises RunError and NotFollowed."""
    return network_data(arithmetic_network(opened), opened.description.facts.shape, quantized)


def trial_of(opened: OpenRun, dataset: Dataset | Absent, rows: AnsweredRows | Absent) -> Trial | str:
    """A run's network for its report, with these rows; or a sentence that says why the report lacks it."""
    if opened.plan.stack.parameters > MOST_IN_REPORTS:
        command = f"mlpcli export {run_words(opened.folder)} --format html"
        return (
            f"To try the network, write its own page: {command}. Only networks of up to {MOST_IN_REPORTS:,} "
            "parameters are in their reports."
        )
    try:
        found = _parts(opened, network_of_page(opened), (), dataset, rows)
    except NotFollowed as error:
        return f"The network cannot be tried on this page: {error.message}."
    except (DataError, RunError):
        # The page says what of the run is missing.
        return ""
    # Neither has anything from outside.
    return Trial(found.json, Markup(found.script), Markup(found.style))  # noqa: S704


def _parts(
    opened: OpenRun,
    network: Mapping[str, Any],
    parts: Collection[Part],
    dataset: Dataset | Absent,
    rows: AnsweredRows | Absent,
) -> NetworkParts:
    if "playground" in parts and isinstance(dataset, Absent):
        # Without its rows a playground has nothing to train on.
        raise DataError(dataset.reason, "restore the data, or leave --playground out")
    data = page_data(opened.description, network, dataset, rows)
    if "inside" in parts:
        described = opened.description.preprocessing
        data["inside"] = inside_data(opened.config.layers, opened.plan, described, network["layers"])
    if "playground" in parts and isinstance(dataset, Dataset):
        data["playground"] = playground_data(opened.config, opened.plan, dataset)
    panel = data["input"]["panel"]
    scripts = script_files(opened.config.layers, panel, parts, has_classes=bool(data["classes"]))
    return NetworkParts(data, scripts, style_files(panel, parts))


def _lead(opened: OpenRun) -> InBoth:
    facts, preprocessing, record = opened.plan.facts, opened.description.preprocessing, opened.record
    parameters = opened.plan.stack.parameters
    return lead_of(facts, preprocessing, record.dataset, parameters, is_trained=record.epochs_done > 0)
