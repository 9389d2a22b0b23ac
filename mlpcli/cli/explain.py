"""`mlpcli explain`"""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import mlpcli
from mlpcli.arguments import MOST_BYTES
from mlpcli.cli.completion import run_references
from mlpcli.cli.display.terminal import notice, say, write_json
from mlpcli.cli.options import RUNS, Json, Overrides, Runs
from mlpcli.cli.standard_input import with_standard_input
from mlpcli.errors import UsageError
from mlpcli.processes.memory_limit import require_memory_for_numpy

if TYPE_CHECKING:
    from mlpcli.workflows.explain import Explained

# The bytes of standard input as an input, all of which are in memory at once.
_MOST = 1 << 30

Subject = Annotated[
    str,
    typer.Argument(
        metavar="[CONFIG|RUN]",
        help="A YAML file, - for stdin, or a run: its id, the beginning of it, a name, a folder, or latest.",
        autocompletion=run_references,
    ),
]


Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE.svg", help="Draw the network, and write it as an SVG."),
]
Force = Annotated[bool, typer.Option("--force", help="Overwrite the drawing if it exists.")]
Inputs = Annotated[
    list[str] | None,
    typer.Option(
        "--input",
        metavar="INPUT",
        help="Follow an input through a run's network: all that predict takes; repeatable for a typed row.",
    ),
]
Row = Annotated[
    int, typer.Option("--row", metavar="N", min=0, help="Which of several inputs, counted from 0.")
]
LayerOption = Annotated[
    str | None,
    typer.Option("--layer", metavar="LAYER", help="Look closer at a layer: its number or its name."),
]
Unit = Annotated[
    int | None,
    typer.Option("--unit", metavar="N", help="Look closer at a unit of the layer, counted from 0."),
]
Truth = Annotated[
    str | None,
    typer.Option("--truth", metavar="LABEL", help="What the input is: a class, or the numbers to predict."),
]


def explain(
    subject: Subject = "latest",
    overrides: Overrides = None,
    output: Output = None,
    force: Force = False,
    inputs: Inputs = None,
    row: Row = 0,
    layer: LayerOption = None,
    unit: Unit = None,
    truth: Truth = None,
    as_json: Json = False,
    runs: Runs = RUNS,
) -> None:
    """Explain a network: every layer, the loss and the optimizer in words and numbers, and what is unusual.

    \b
    Examples:
      mlpcli explain mlp.yaml
      mlpcli explain mlp.yaml --set optimizer.Adam.learning_rate=1
      mlpcli explain latest
      mlpcli explain mnist_mlp --json
      mlpcli explain mnist_mlp -o network.svg
      mlpcli explain mnist_mlp --input 7.png
      mlpcli explain xor_mlp --input 1,0 --truth 1
      mlpcli explain xor_mlp --input 1,0 --layer 0 --unit 3

    Multiply-adds are those of one row. Memory is that of training, with the outputs of all layers for one
    batch. In the drawing of a run, links are blue for weights above 0 and orange and dashed for those below,
    as wide as they are large.
    With --input, the numbers are those of predict: of all layers, of one of them with --layer, and of one of
    its units with --unit.
    """
    if inputs:
        if output:
            raise UsageError(
                f"--output {output} draws the network, and --input follows an input through it",
                "leave one of them out",
            )
        _explain_input(subject, overrides, inputs, row, layer, unit, truth, as_json, runs)
        return
    looks = (("--row", row or None), ("--layer", layer), ("--unit", unit), ("--truth", truth))
    for option, value in looks:
        if value is not None:
            raise UsageError(f"{option} {value} is about an input", "name it: --input INPUT")
    (read,) = with_standard_input([subject], "a config", MOST_BYTES, "mlpcli explain - < mlp.yaml")
    explained = mlpcli.explain(read, overrides or (), output=output, force=force, runs=runs)
    for one in explained.notices:
        notice(one)
    if as_json:
        write_json(_plain(explained))
        return
    if explained.drawing:
        say(f"{explained.drawing} shows the network")
        return
    from mlpcli.cli.display.explanation import show_explanation

    show_explanation(explained)


def _explain_input(
    run: str,
    overrides: list[str] | None,
    inputs: list[str],
    row: int,
    layer: str | None,
    unit: int | None,
    truth: str | None,
    as_json: bool,
    runs: Path,
) -> None:
    from mlpcli.cli.display.input_as_json import input_as_json
    from mlpcli.cli.display.input_explanation import show_input

    require_memory_for_numpy()
    if overrides:
        raise UsageError(
            f"--set {overrides[0]} is for configs, and --input for runs", "leave one of them out"
        )
    read = with_standard_input(inputs, "a row", _MOST, "mlpcli explain latest --input - < image.png")
    found = mlpcli.explain_input(run, read, row=row, layer=layer, unit=unit, truth=truth, runs=runs)
    for text in found.notices:
        notice(text)
    if as_json:
        write_json(input_as_json(found))
    else:
        words = [word for text in inputs for word in ("--input", text)]
        show_input(found, [*words, "--row", str(row)] if row else words)


def _plain(explained: "Explained") -> dict[str, object]:
    unusual = [
        {"where": one.where, "subject": one.subject, "message": one.message, "fix": one.fix}
        for one in explained.unusual
    ]
    run = explained.run.folder.id if explained.run else None
    drawing = str(explained.drawing) if explained.drawing else None
    return {"run": run, "drawing": drawing, **asdict(explained.network), "unusual": unusual}
