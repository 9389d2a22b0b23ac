"""`mlpcli explain`"""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

import mlpcli
from mlpcli.arguments import MOST_BYTES
from mlpcli.cli.completion import run_references
from mlpcli.cli.display.terminal import write_json
from mlpcli.cli.options import RUNS, Json, Overrides, Runs
from mlpcli.cli.standard_input import with_standard_input

if TYPE_CHECKING:
    from mlpcli.workflows.explain import Explained

Subject = Annotated[
    str,
    typer.Argument(
        metavar="[CONFIG|RUN]",
        help="A YAML file, - for stdin, or a run: its id, the beginning of it, a name, a folder, or latest.",
        autocompletion=run_references,
    ),
]


def explain(
    subject: Subject = "latest", overrides: Overrides = None, as_json: Json = False, runs: Runs = RUNS
) -> None:
    """Explain a network: every layer, the loss and the optimizer in words and numbers, and what is unusual.

    \b
    Examples:
      mlpcli explain mlp.yaml
      mlpcli explain mlp.yaml --set optimizer.Adam.learning_rate=1
      mlpcli explain latest
      mlpcli explain mnist_mlp --json

    Multiply-adds are those of one row. Memory is that of training, with the outputs of all layers for one
    batch.
    """
    (read,) = with_standard_input([subject], "a config", MOST_BYTES, "mlpcli explain - < mlp.yaml")
    explained = mlpcli.explain(read, overrides or (), runs=runs)
    if as_json:
        write_json(_plain(explained))
        return
    from mlpcli.cli.display.explanation import show_explanation

    show_explanation(explained)


def _plain(explained: "Explained") -> dict[str, object]:
    unusual = [
        {"where": one.where, "subject": one.subject, "message": one.message, "fix": one.fix}
        for one in explained.unusual
    ]
    run = explained.run.folder.id if explained.run else None
    return {"run": run, **asdict(explained.network), "unusual": unusual}
