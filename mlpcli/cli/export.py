"""`mlpcli export`"""

from contextlib import ExitStack
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

import mlpcli
from mlpcli.cli.completion import export_formats
from mlpcli.cli.display.terminal import no_result, notice, say, write_json
from mlpcli.cli.options import RUNS, Json, RunArgument, Runs
from mlpcli.export_formats import FORMATS, Quantization, understood
from mlpcli.processes.memory_limit import require_memory_for_tensorflow

if TYPE_CHECKING:
    from mlpcli.workflows.export import Exported
    from mlpcli.workflows.export_comparison import Comparison

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
    typer.Option(
        "--quantize",
        help="Make litert smaller: 8-bit weights, 16-bit weights, or all in 8 bits; html by int8.",
    ),
]
Playground = Annotated[
    bool,
    typer.Option("--playground", help="A page of two inputs can also train the network, on the run's rows."),
]
Output = Annotated[
    str | None, typer.Option("--output", "-o", metavar="PATH", help="Default: the run's id, in this folder.")
]
Force = Annotated[bool, typer.Option("--force", help="Replace an earlier export.")]


def export(
    format: Format,
    run: RunArgument = "latest",
    quantize: Quantize = None,
    playground: Playground = False,
    output: Output = None,
    force: Force = False,
    as_json: Json = False,
    runs: Runs = RUNS,
) -> None:
    """Export a network to Keras, LiteRT, TensorFlow Serving or ONNX, as a page, or as a Keras script.

    \b
    Examples:
      mlpcli export --format keras
      mlpcli export mnist_mlp --format litert --quantize int8 -o digits.tflite
      mlpcli export mnist_mlp --format onnx
      mlpcli export mnist_mlp --format html --quantize int8
      mlpcli export mnist_mlp --format script
      mlpcli export two_clouds_mlp --format html --playground

    Before an export is put in place, it is loaded back, or run if it is a page, and compared with the
    network on held-out rows.

    An export takes rows as they were read: pixels of images, windows of series. A row of a table is numbers,
    with categories as 0 and 1: `columns` in the metadata says which and in which order, and the function
    `encoded` of the script makes them. The weights of safetensors come without the scaling of rows.
    """
    # Imported here because other commands need no processes.
    from mlpcli.processes.child_call import ChildCall

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
            playground=playground,
            output=output,
            force=force,
            runs=runs,
            watcher=watcher,
            writer=writer,
        )
    if as_json:
        found = asdict(exported) | {"path": str(exported.path)}
        del found["page"]
        write_json(found)
        return
    with no_result():
        _show(exported)


def _show(exported: "Exported") -> None:
    say(f"{exported.path} written from {exported.run}, {exported.bytes:,} bytes")
    if exported.comparison:
        _show_comparison(exported, exported.comparison)
    if exported.format == "html":
        say("open it in a browser: it needs no server and no network")
    elif exported.comparison is None:
        from mlpcli.shell_words import path_word

        say(f"it trains the network without mlpcli: python {path_word(exported.path)}")


def _show_comparison(exported: "Exported", comparison: "Comparison") -> None:
    rows, how = f"{comparison.rows:,}", "loaded back"
    if page := exported.page:
        how = f"run in {page.engine}"
        rows += "" if page.available == comparison.rows else f" of {page.available:,}"
    differ = f"outputs differ by at most {comparison.in_words}"
    say(f"{how} and compared on {rows} {comparison.split} rows: {differ}")
    say(f"{comparison.metric} {comparison.before:.4f} before, {comparison.after:.4f} after")
    if comparison.before - comparison.after > _MUCH:
        fix = "leave --quantize out" if exported.page else "--quantize float16 loses less"
        notice(f"8 bits lose accuracy with this network; {fix}")
