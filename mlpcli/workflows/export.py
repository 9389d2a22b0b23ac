"""Export a trained network in the format of another tool."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from mlpcli.arguments import RUNS, AnyPath
from mlpcli.config.layers.base import Layer
from mlpcli.errors import UsageError
from mlpcli.export_formats import FORMATS, ExportFormat, Quantization
from mlpcli.processes.child_call import ChildCall
from mlpcli.processes.termination import ends_in_order
from mlpcli.workflows.export_comparison import Comparison
from mlpcli.workflows.export_output import placing, size, sweep_exports
from mlpcli.workflows.export_writing import ExportOrder, answer
from mlpcli.workflows.output_path import require_place
from mlpcli.workflows.progress_watcher import SilentWatcher, Watcher
from mlpcli.workflows.run.open_run import OpenRun, open_run
from mlpcli.workflows.run.run_data import open_source_of

if TYPE_CHECKING:
    from mlpcli.workflows.export_page import Compared


@dataclass(frozen=True)
class Exported:
    """The export at `path`, its size in bytes, and its comparison with the network.

    `comparison` is None for a script, and for a page if nothing here runs JavaScript. `page` says how a
    page was compared.
    """

    run: str
    path: Path
    format: ExportFormat
    bytes: int
    comparison: Comparison | None
    page: "Compared | None" = None


def export(
    run: str,
    format: ExportFormat,
    *,
    quantize: Quantization | None = None,
    playground: bool = False,
    output: AnyPath | None = None,
    force: bool = False,
    runs: AnyPath = RUNS,
    watcher: Watcher | None = None,
    writer: ChildCall | None = None,
) -> Exported:
    """Write a run's network to `output`, by default to the current folder under the run's id.

    Before it appears under its name, the export is loaded and compared with the network on held-back rows.
    It computes in float32 whatever the training precision, and takes rows as they were read, because it
    contains the preprocessing. `quantize` makes `litert` smaller, `int8` also `html`; for `litert` it
    measures value ranges on training rows. With `playground`, a page also trains the network. `writer` is a
    child process for `workflows.export_writing`; without one, this process writes, and cannot be interrupted
    while TensorFlow converts the network. Raises UsageError, RunError, DataError and StorageError, and then
    leaves no files.
    """
    watcher = watcher or SilentWatcher()
    _check_quantization(format, quantize)
    if playground and format != "html":
        raise UsageError("--playground works only with --format html", "leave --playground out")
    opened = open_run(run, Path(runs))
    target = _target(output, opened.folder.id, format)
    for name in sweep_exports(target.parent):
        watcher.notice(f"{target.parent / name} was restored: a killed export had moved it aside")
    name = f"{opened.folder.id}{FORMATS[format].suffix}"
    # Again when the export is complete: files may appear while it is made.
    require = partial(require_place, target, name, folder=FORMATS[format].is_folder, force=force)
    require()
    for notice in opened.notices:
        watcher.notice(notice)
    check_expressible(opened.config.layers, format, quantize)
    if FORMATS[format].written_by == "browser":
        _check_page(opened, playground)
    comparison = page = None
    with ends_in_order(), placing(target, FORMATS[format].suffix, require) as path:
        if FORMATS[format].written_by == "training":
            order = ExportOrder(opened.folder, format, quantize, path)
            comparison = (writer.answer if writer else answer)(order, watcher.reading)
        elif FORMATS[format].written_by == "browser":
            page = _page(opened, path, quantize, watcher, playground)
            comparison = page.comparison if page else None
        else:
            # File names that are not UTF-8 are written as their original bytes.
            text = _script(opened, target.name)
            path.write_text(text, encoding="utf-8", errors="surrogateescape", newline="")
    return Exported(opened.folder.id, target, format, size(target), comparison, page)


def check_expressible(layers: Sequence[Layer], format: ExportFormat, quantize: Quantization | None) -> None:
    """Raises UsageError, naming the first layer that `format` cannot express."""
    kind = FORMATS[format]
    limits = kind.limits + (kind.quantized[quantize] if quantize else ())
    for index, layer in enumerate(layers):
        for limit in limits:
            if limit.applies(layer):
                problem = limit.problem.format(title=kind.title, layer=layer)
                raise UsageError(f"layers[{index}] {type(layer).__name__}: {problem}", limit.fix)


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


def _check_page(opened: OpenRun, playground: bool) -> None:
    from mlpcli.workflows.export_page import require_page

    require_page(opened, playground)


def _page(
    opened: OpenRun, path: Path, quantize: Quantization | None, watcher: Watcher, playground: bool
) -> "Compared | None":
    # Imported here because it brings Jinja, for which the other formats need not wait.
    from mlpcli.workflows.export_page import write_page

    return write_page(opened, path, quantize == "int8", watcher, playground)
