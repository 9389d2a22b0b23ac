"""Export a trained network as a page that any browser opens from disk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from mlpcli.browser.parts import Part
from mlpcli.browser.playground_limits import limits_of
from mlpcli.browser.script import runtime_files
from mlpcli.browser.trial.engines import Engine, engines
from mlpcli.browser.trial.try_network import FailedTrial, try_network
from mlpcli.data.dataset import Dataset, Split
from mlpcli.errors import UsageError
from mlpcli.inference.arithmetic.functions import require_functions
from mlpcli.workflows.export_comparison import Comparison, compare_outputs, held_back
from mlpcli.workflows.progress_watcher import Watcher
from mlpcli.workflows.run.network_page import PARTS, network_of_page, network_page
from mlpcli.workflows.run.open_run import OpenRun
from mlpcli.workflows.run.run_data import load_rows_of
from mlpcli.workflows.run.run_page import network_of

LARGE, LARGEST = 20_000_000, 200_000_000
"""Bytes of a page that takes long to open, and of one that browsers may not open at all."""

# JavaScript does about 500 million multiply-adds a second.
_MULTIPLY_ADDS = 1_500_000_000
_BYTES = 32_000_000
# Many times as long as that takes; a busy machine is no reason not to compare.
_SECONDS = 120.0


@dataclass(frozen=True)
class Compared:
    """The comparison of a page's network with that of the run, which LiteRT computes; `engine` ran it, and
    `available` is the number of rows of the split, of which the compared ones may be a sample."""

    comparison: Comparison
    engine: str
    available: int


def write_page(
    opened: OpenRun, path: Path, quantized: bool, watcher: Watcher, playground: bool = False
) -> Compared | None:
    """Write the page of a run's network to `path`, after it was compared with the run's on held-back rows.

    What `require_page` allows. None without Node and Chromium, of which a notice
    is given. Raises UsageError if the outputs differ, unless the weights are `quantized`, or if the page is
    too large; RunError and DataError.
    """
    _check_size(opened.plan.stack.parameters, quantized)
    network = network_of_page(opened, quantized)
    found = list(engines())
    # Without them a page is written of a run whose data cannot be read, too.
    dataset = load_rows_of(opened, watcher.reading) if found else None
    compared = None
    if dataset:
        compared = _compare(opened, network, dataset, found, path.parent, watcher)
    else:
        watcher.notice("not compared: there is neither Node nor Chromium here")
    if compared and not quantized and not compared.comparison.is_same:
        raise UsageError(
            f"the network in the page has outputs that differ by up to {compared.comparison.difference:.2g}",
            "choose another format, and please report it",
        )
    parts: tuple[Part, ...] = (*PARTS, "playground") if playground else PARTS
    text = network_page(opened, network, parts, dataset, watcher.reading).encode()
    if len(text) > LARGE:
        watcher.notice(f"the page takes {len(text) / 1e6:,.0f} MB: browsers need some seconds to open it")
    path.write_bytes(text)
    return compared


def require_page(opened: OpenRun, playground: bool) -> None:
    """Raises UsageError with the first thing about a run that a page, or its playground, cannot do."""
    require_functions(opened.config.layers, "choose another format")
    for limit in limits_of(opened.config, opened.plan) if playground else ():
        raise UsageError(f"--playground: {limit}", "leave --playground out: the page works without it")


def _check_size(parameters: int, quantized: bool) -> None:
    """Raises UsageError for more weights than a page can hold; there are five letters for four bytes."""
    small, full = parameters * 5 // 4, parameters * 5
    if (found := small if quantized else full) <= LARGEST:
        return
    fix = "choose another format" if small > LARGEST else "add --quantize int8, or choose another format"
    raise UsageError(
        f"the page would take {found / 1e6:,.0f} MB, and browsers open at most {LARGEST / 1e6:,.0f} MB", fix
    )


def _compare(
    opened: OpenRun,
    network: Mapping[str, Any],
    dataset: Dataset,
    found: Sequence[Engine],
    folder: Path,
    watcher: Watcher,
) -> Compared | None:
    own = network_of(opened)
    name, split = held_back(dataset)
    sample = _sample(split, min(own.most, _MULTIPLY_ADDS // max(1, opened.plan.stack.multiply_adds)))
    scripts = runtime_files(opened.config.layers)
    try:
        with TemporaryDirectory(dir=folder) as work:
            trial = try_network(network, scripts, sample.inputs[:], found, Path(work), _SECONDS)
    except FailedTrial as error:
        raise UsageError(
            f"the network in the page cannot be computed in {error}",
            "choose another format, and please report it",
        ) from None
    if trial is None:
        watcher.notice(f"not compared: {' and '.join(engine.path for engine in found)} gave no answer")
        return None
    comparison = compare_outputs(own.predictor, trial.outputs, name, sample, dataset.facts)
    return Compared(comparison, trial.engine, len(split))


def _sample(split: Split, most: int) -> Split:
    """At most so many rows, and no more than fit into some memory, from all over a split."""
    count = max(1, min(len(split), most, _BYTES * len(split) // max(1, split.bytes)))
    if count == len(split):
        return split
    places = np.linspace(0, len(split) - 1, count).round().astype(np.intp)
    return Split(split.inputs[places], split.targets[places])
