"""Export a trained network in the format of another tool."""

import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from mlpcli import training
from mlpcli.arguments import RUNS, AnyPath
from mlpcli.config.layers.base import Layer
from mlpcli.data.dataset import Array, Dataset
from mlpcli.data.encoded_columns import encoded_columns
from mlpcli.errors import UsageError
from mlpcli.export_formats import FORMATS, ExportFormat, Quantization
from mlpcli.runs.provenance import versions
from mlpcli.termination import ends_in_order
from mlpcli.workflows.export_comparison import Comparison, compare
from mlpcli.workflows.export_output import placing, size, sweep_exports
from mlpcli.workflows.output_path import require_place
from mlpcli.workflows.run.damage import fix_names_verify
from mlpcli.workflows.run.open_run import OpenRun, open_run
from mlpcli.workflows.run.run_data import load_rows_of, open_source_of
from mlpcli.workflows.watcher import SilentWatcher, Watcher

# The number that LiteRT's documentation uses.
_CALIBRATION_ROWS = 500


@dataclass(frozen=True)
class Exported:
    """The export at `path`, its size in bytes, and its comparison with the network, None for a script."""

    run: str
    path: Path
    format: ExportFormat
    bytes: int
    comparison: Comparison | None


def export(
    run: str,
    format: ExportFormat,
    *,
    quantize: Quantization | None = None,
    output: AnyPath | None = None,
    force: bool = False,
    runs: AnyPath = RUNS,
    watcher: Watcher | None = None,
) -> Exported:
    """Write a run's network to `output`, by default to the current folder under the run's id.

    Before it appears under its name, the export is loaded and compared with the network on held-back rows.
    It computes in float32 whatever the training precision, and takes rows as they were read, because it
    contains the preprocessing. `quantize` makes `litert` smaller; `int8` measures value ranges on training
    rows. Raises UsageError, RunError, DataError and StorageError, and then leaves no files.
    """
    watcher = watcher or SilentWatcher()
    _check_quantization(format, quantize)
    opened = open_run(run, Path(runs))
    target = _target(output, opened.folder.id, format)
    for name in sweep_exports(target.parent):
        watcher.notice(f"{target.parent / name} was restored: a killed export had moved it aside")
    name = f"{opened.folder.id}{FORMATS[format].suffix}"
    require_place(target, name, folder=FORMATS[format].is_folder, force=force)
    for notice in opened.notices:
        watcher.notice(notice)
    check_expressible(opened.config.layers, format, quantize)
    _check_source(opened.config.data.source_name(), format)
    comparison = None
    if FORMATS[format].is_compared:
        comparison = _write(opened, format, quantize, target, watcher)
    else:
        with placing(target, FORMATS[format].suffix) as path:
            # File names that are not UTF-8 are written as their original bytes.
            text = _script(opened, target.name)
            path.write_text(text, encoding="utf-8", errors="surrogateescape", newline="")
    return Exported(opened.folder.id, target, format, size(target), comparison)


def check_expressible(layers: Sequence[Layer], format: ExportFormat, quantize: Quantization | None) -> None:
    """Raises UsageError, naming the first layer that `format` cannot express."""
    kind = FORMATS[format]
    limits = kind.limits + (kind.quantized[quantize] if quantize else ())
    for index, layer in enumerate(layers):
        for limit in limits:
            if limit.applies(layer):
                problem = limit.problem.format(title=kind.title, layer=layer)
                raise UsageError(f"layers[{index}] {type(layer).__name__}: {problem}", limit.fix)


def _check_source(source: str, format: ExportFormat) -> None:
    if source in FORMATS[format].unread:
        others = ", ".join(name for name, kind in FORMATS.items() if source not in kind.unread)
        raise UsageError(
            f"{FORMATS[format].title} cannot read the rows of the source {source}", f"choose one of {others}"
        )


def _check_quantization(format: ExportFormat, quantize: Quantization | None) -> None:
    if quantize and quantize not in FORMATS[format].quantized:
        fitting = " or ".join(name for name, kind in FORMATS.items() if quantize in kind.quantized)
        raise UsageError(f"--quantize {quantize} works only with --format {fitting}", "leave --quantize out")


def _target(output: AnyPath | None, run_id: str, format: ExportFormat) -> Path:
    if output is None:
        return Path(f"{run_id}{FORMATS[format].suffix}")
    written = os.fspath(output)
    if not FORMATS[format].is_folder and written.endswith(("/", os.sep)) and not os.path.isdir(written):
        raise UsageError(
            f"{written} names a folder, but this export is a file", f"leave out the final {written[-1]}"
        )
    return Path(written)


def _script(opened: OpenRun, name: str) -> str:
    # Imported here because it brings Jinja, for which the other formats need not wait.
    from mlpcli.keras_script.write import write_script

    source = open_source_of(opened)
    preprocessing = opened.description.preprocessing
    return write_script(opened.config, source, opened.plan, preprocessing, opened.record.rows, name)


def _write(
    opened: OpenRun, format: ExportFormat, quantize: Quantization | None, target: Path, watcher: Watcher
) -> Comparison:
    with fix_names_verify(opened.folder):
        dataset = load_rows_of(opened, watcher)
        network = _in_float32(opened).network()
    calibration = _calibration(dataset, opened.config.seed) if quantize == "int8" else None
    with ends_in_order(), placing(target, FORMATS[format].suffix) as path:
        outputs = training.export_network(network, format, path, _metadata(opened), quantize, calibration)
        comparison = compare(network, outputs, dataset)
        if not quantize and not comparison.is_same:
            raise UsageError(
                f"the exported {format} model has outputs that differ by up to {comparison.difference:.2g}",
                "choose another format, and please report it",
            )
    return comparison


def _in_float32(opened: OpenRun) -> OpenRun:
    exact = opened.config.training.model_copy(update={"precision": "float32"})
    return replace(opened, config=opened.config.model_copy(update={"training": exact}))


def _calibration(dataset: Dataset, seed: int) -> Array:
    """A random sample of training rows, because rows may be sorted by class."""
    order = np.random.default_rng(seed).permutation(len(dataset.train))
    return dataset.train.inputs[order[:_CALIBRATION_ROWS]]


def _metadata(opened: OpenRun) -> dict[str, Any]:
    described = asdict(opened.description)
    if columns := encoded_columns(opened.description.preprocessing):
        described["columns"] = columns
    return {"versions": versions(), "run": opened.folder.id, **described.pop("facts"), **described}
