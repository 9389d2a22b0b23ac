"""Measure the networks of pages against LiteRT: python -m tests.benchmarks.page_networks RUN_FOLDER...

Of every run, all held-back rows go through the network that its page holds, in float32 and in 8 bits, in Node
and in Chromium. Runs on MNIST need mnist.npz in the folder that MLPCLI_DATA_HOME names.
"""

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from mlpcli.browser.network_data import network_data
from mlpcli.browser.script import runtime_files
from mlpcli.browser.trial.engines import Engine, engines
from mlpcli.browser.trial.try_network import try_network
from mlpcli.workflows.export_comparison import compare_outputs, held_back
from mlpcli.workflows.progress_watcher import SilentWatcher
from mlpcli.workflows.run.network_page import network_page
from mlpcli.workflows.run.open_run import OpenRun, open_run
from mlpcli.workflows.run.run_data import load_rows_of
from mlpcli.workflows.run.run_page import network_of
from mlpcli.workflows.run.run_weights import arithmetic_network

_SECONDS = 1800


def main() -> None:
    print("| run | weights | page | engine | rows | largest difference | before | after | an answer |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for folder in sys.argv[1:]:
        opened = open_run(folder, Path())
        for quantized in (False, True):
            for engine in engines():
                print(f"| {' | '.join(_cells(opened, quantized, engine))} |", flush=True)


def _cells(opened: OpenRun, quantized: bool, engine: Engine) -> Iterator[str]:
    dataset = load_rows_of(opened, SilentWatcher().reading)
    name, split = held_back(dataset)
    network = network_data(arithmetic_network(opened), opened.description.facts.shape, quantized)
    scripts = runtime_files(opened.config.layers)
    with TemporaryDirectory() as folder:
        begun = time.perf_counter()
        found = try_network(network, scripts, split.inputs[:], [engine], Path(folder), _SECONDS)
        seconds = time.perf_counter() - begun
    if found is None:
        raise SystemExit(f"{engine.path} gave no answer")
    compared = compare_outputs(network_of(opened).predictor, found.outputs, name, split, dataset.facts)
    yield opened.folder.id
    yield "int8" if quantized else "float32"
    yield f"{len(network_page(opened, network).encode()) / 1000:.0f} KB"
    yield found.engine
    yield f"{compared.rows:,} {name}"
    yield f"{compared.difference:.2g}"
    yield f"{compared.before:.4f}"
    yield f"{compared.after:.4f}"
    # The start of the engine is part of it.
    yield f"{1000 * seconds / compared.rows:.2f} ms"


if __name__ == "__main__":
    main()
