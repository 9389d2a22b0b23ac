"""`mlpcli predict`"""

from pathlib import Path
from typing import Annotated, Literal

import typer

import mlpcli
from mlpcli.arguments import InvertMode
from mlpcli.cli.options import RUN_HELP, RUNS, Runs
from mlpcli.stopping import may_end_at_once

Format = Literal["table", "csv", "jsonl"]


Inputs = Annotated[
    list[str],
    typer.Argument(metavar="INPUT...", help="Image files, folders, .npy or .npz files, or numbers: 1,0"),
]
Run = Annotated[str, typer.Option("--run", metavar="RUN", help=RUN_HELP)]
TopK = Annotated[
    int, typer.Option("--top-k", metavar="K", min=1, help="How many classes to name in tables and jsonl.")
]
FormatOption = Annotated[Format, typer.Option("--format", help="How to write the answers.")]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write the answers there; - is standard output."),
]
Force = Annotated[bool, typer.Option("--force", help="Replace the file of --output if there is one.")]
InvertOption = Annotated[
    InvertMode, typer.Option("--invert", help="Swap black and white: auto looks at the border of each image.")
]


def predict(
    inputs: Inputs,
    run: Run = "latest",
    top_k: TopK = 3,
    format: FormatOption = "table",
    output: Output = None,
    force: Force = False,
    invert: InvertOption = "auto",
    runs: Runs = RUNS,
) -> None:
    """Let a trained network answer.

    \b
    Examples:
      mlpcli predict image.png
      mlpcli predict photos/ --format csv -o answers.csv
      mlpcli predict 1,0 --run xor_mlp
      mlpcli predict --run xor_mlp -- -1,0.5

    Answers go to FILE.part until they are all there: what an interruption leaves is not taken for the whole.
    """
    from mlpcli.cli.answer_file import AnswerFile
    from mlpcli.cli.answers import write_answers

    file = AnswerFile(output, force) if output and str(output) != "-" else None
    with may_end_at_once():
        answers = mlpcli.predict(inputs, run, invert=invert, runs=runs)
    write_answers(answers, format, top_k, file)
