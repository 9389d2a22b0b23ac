"""`mlpcli predict`"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

import typer

import mlpcli
from mlpcli.arguments import Contents, FitMode, InvertMode
from mlpcli.cli.completion import run_references
from mlpcli.cli.options import RUN_HELP, RUNS, Runs
from mlpcli.cli.standard_input import with_standard_input
from mlpcli.errors import UsageError
from mlpcli.processes.memory_limit import require_memory_for_numpy
from mlpcli.processes.termination import may_end_at_once

Format = Literal["table", "csv", "json", "jsonl", "parquet"]
_BY_ENDING: Mapping[str, Format] = {
    ".csv": "csv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
}
_EXPECTED = "rows, one per line,"
# The bytes of standard input, all of which are in memory at once.
_MOST = 1 << 30


Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT...",
        help="Image files, folders, .npy or .npz files, tables, values (1,0 or a=3 b=x), or - for stdin.",
    ),
]
Run = Annotated[str, typer.Option("--run", metavar="RUN", help=RUN_HELP, autocompletion=run_references)]
TopK = Annotated[
    int, typer.Option("--top-k", metavar="K", min=1, help="Number of classes to list (not in csv).")
]
FormatOption = Annotated[
    Format | None,
    typer.Option("--format", help="The format of the predictions. Default: what FILE ends in, or a table."),
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write the predictions to FILE; - is stdout."),
]
Force = Annotated[
    bool, typer.Option("--force", help="Overwrite the files of --output and --save-inputs if they exist.")
]
InvertOption = Annotated[
    InvertMode,
    typer.Option("--invert", help="Swap black and white: auto looks at the border of each image file."),
]
FitOption = Annotated[
    FitMode,
    typer.Option(
        "--fit",
        help="Fit drawings to the frame of the training images: auto those that need it, never only resizes.",
    ),
]
SaveInputs = Annotated[
    Path | None,
    typer.Option("--save-inputs", metavar="DIR", help="Write what the network sees to DIR, as PNG files."),
]


def predict(
    inputs: Inputs,
    run: Run = "latest",
    top_k: TopK = 3,
    format: FormatOption = None,
    output: Output = None,
    force: Force = False,
    fit: FitOption = "auto",
    invert: InvertOption = "auto",
    save_inputs: SaveInputs = None,
    runs: Runs = RUNS,
) -> None:
    """Predict with a trained network.

    \b
    Examples:
      mlpcli predict image.png
      mlpcli predict photos/ --format csv -o answers.csv
      mlpcli predict drawing.jpg --save-inputs seen/
      mlpcli predict people.csv -o answers.csv
      mlpcli predict age=39 sex=male
      mlpcli predict 1,0 --run xor_mlp
      mlpcli predict --run xor_mlp -- -1,0.5
      mlpcli predict - < image.png

    Predictions are written to FILE.part, which is renamed to FILE once all are there.
    """
    require_memory_for_numpy()
    from mlpcli.cli.display.predictions import write_answers
    from mlpcli.cli.prediction_file import AnswerFile

    read = with_standard_input(inputs, _EXPECTED, _MOST, "mlpcli predict - < image.png")
    if any(isinstance(one, Contents) and len(one.data) > _MOST for one in read):
        raise UsageError("standard input holds more than 1 GiB", "save it to a file, and name the file")
    file = AnswerFile(output, force) if output and str(output) != "-" else None
    with may_end_at_once():
        answers = mlpcli.predict(
            read, run, invert=invert, fit=fit, save_inputs=save_inputs, force=force, runs=runs
        )
    ending = output.suffix.lower() if output else ""
    write_answers(answers, format or _BY_ENDING.get(ending, "table"), top_k, file)
