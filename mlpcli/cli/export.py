"""`mlpcli export`"""

from contextlib import ExitStack
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

import mlpcli
from mlpcli.cli.completion import export_formats
from mlpcli.cli.display.terminal import no_result, notice, say, write_json
from mlpcli.cli.options import RUNS, Json, RunArgument, Runs
from mlpcli.cli.process.memory_limit import require_memory_for_tensorflow
from mlpcli.export_formats import FORMATS, Quantization, understood

if TYPE_CHECKING:
    from mlpcli.workflows.export import Exported

_WRITER = "mlpcli.workflows.export_writing"
# A loss of accuracy, or of r2, that deserves a notice.
_MUCH = 0.02

Format = Annotated[
    str,
    typer.Option(
        "--format",
        "-f",
        metavar=f"[{'|'.join(FORMATS)}]",
        help="The format to export to.",
        autocompletion=export_formats,
    ),
]
Quantize = Annotated[
    Quantization | None,
    typer.Option("--quantize", help="Make litert smaller: 8-bit weights, 16-bit weights, or all in 8 bits."),
]
Output = Annotated[
    str | None, typer.Option("--output", "-o", metavar="PATH", help="Default: the run's id, in this folder.")
]
Force = Annotated[bool, typer.Option("--force", help="Replace an earlier export.")]


def export(
    format: Format,
    run: RunArgument = "latest",
    quantize: Quantize = None,
    output: Output = None,
    force: Force = False,
    as_json: Json = False,
    runs: Runs = RUNS,
) -> None:
    """Export a network to Keras, LiteRT, TensorFlow Serving or ONNX, or as a Keras script that trains it.

    \b
    Examples:
      mlpcli export --format keras
      mlpcli export mnist_mlp --format litert --quantize int8 -o digits.tflite
      mlpcli export mnist_mlp --format onnx
      mlpcli export mnist_mlp --format script

    Before an export is put in place, it is loaded back and compared with the network on held-out rows.

    An export takes rows as they were read: pixels of images, windows of series. A row of a table is numbers,
    with categories as 0 and 1: `columns` in the metadata says which and in which order, and the function
    `encoded` of the script makes them. The weights of safetensors come without the scaling of rows.
    """
    # Imported here because other commands need no processes.
    from mlpcli.child_call import ChildCall

    with ExitStack() as entered:
        writer = None
        chosen = understood(format)
        if FORMATS[chosen].written_by == "training":
            require_memory_for_tensorflow()
            # Before the imports of this process, because the other takes as long for its own.
            writer = entered.enter_context(ChildCall(_WRITER))
        from mlpcli.cli.display.live_training import LiveTraining

        watcher = entered.enter_context(LiveTraining())
        exported = mlpcli.export(
            run,
            chosen,
            quantize=quantize,
            output=output,
            force=force,
            runs=runs,
            watcher=watcher,
            writer=writer,
        )
    with no_result():
        if as_json:
            write_json(asdict(exported) | {"path": str(exported.path)})
        else:
            _show(exported)


def _show(exported: "Exported") -> None:
    say(f"{exported.path} written from {exported.run}, {exported.bytes:,} bytes")
    comparison = exported.comparison
    if comparison is None and exported.format == "html":
        say("open it in a browser: it needs no server and no network")
        return
    if comparison is None:
        from mlpcli.shell_words import path_word

        say(f"it trains the network without mlpcli: python {path_word(exported.path)}")
        return
    rows = f"{comparison.rows:,} {comparison.split} rows"
    say(f"loaded back and compared on {rows}: outputs differ by at most {comparison.difference:.2g}")
    say(f"{comparison.metric} {comparison.before:.4f} before, {comparison.after:.4f} after")
    if comparison.before - comparison.after > _MUCH:
        notice("8 bits lose accuracy with this network; --quantize float16 loses less")
