"""`mlpcli init`"""

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

import mlpcli
from mlpcli.arguments import Example, Template
from mlpcli.cli.display.terminal import no_result, say
from mlpcli.errors import UsageError

if TYPE_CHECKING:
    from mlpcli.workflows.progress_watcher import Watcher

_CONFIGS = (".yaml", ".yml")
_KINDS = [name for name in get_args(Template) if name not in get_args(Example)]
TemplateOption = Annotated[
    Template | None,
    typer.Option(
        "--template",
        "-t",
        metavar="NAME",
        help=f"The kind of network: {', '.join(_KINDS)}. Or an example, with its data if it needs any: "
        f"{', '.join(get_args(Example))}. Default: mlp",
    ),
]
PathArgument = Annotated[
    Path | None,
    typer.Argument(
        metavar="[DATA or FILE]",
        help="The data to look at: csv, tsv, parquet, jsonl, npz, or a folder of images per class. "
        "Or the file to write, ending in .yaml. Default: the template's name, .yaml",
    ),
]
Data = Annotated[Path | None, typer.Option("--from", metavar="DATA", help="The data to look at.")]
Target = Annotated[
    str | None,
    typer.Option(metavar="COLUMN", help="The column to predict, by name or position from 1."),
]
Window = Annotated[
    int | None,
    typer.Option(
        metavar="ROWS",
        help="The rows of the table are in the order of time: predict from so many what comes after them.",
    ),
]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="data.KEY=VALUE",
        help="What looking at data does not tell, such as data.encoding=cp932; repeatable.",
    ),
]
Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="The file to write.")]
Force = Annotated[bool, typer.Option("--force", help="Overwrite the file if it exists.")]


def init(
    path: PathArgument = None,
    template: TemplateOption = None,
    data: Data = None,
    target: Target = None,
    window: Window = None,
    overrides: Settings = None,
    output: Output = None,
    force: Force = False,
) -> None:
    """Write a commented config to start from: for your data, or a template.

    \b
    Examples:
      mlpcli init people.csv --target income
      mlpcli init load.csv --window 48
      mlpcli init people.csv --set data.missing_values=unknown
      mlpcli init photos/
      mlpcli init --from people.csv -o configs/people.yaml
      mlpcli init fashion.yaml --template cnn
      mlpcli init --template tides_forecast
    """
    from mlpcli.shell_words import path_word
    from mlpcli.starters.choose_starter import is_code, looks_like_data

    if path and not data and path.suffix not in _CONFIGS:
        if looks_like_data(path) or is_code(path):
            path, data = None, path
        elif path.suffix and not path.exists():
            raise UsageError(
                f"{path} does not exist, and a config to write ends in .yaml",
                f"correct the path, or write a template to {path}.yaml",
            )
    if path and output:
        raise UsageError(
            f"found both {path} and --output {output}, expected one file", "leave one of them out"
        )
    with _watcher(data, template) as watcher:
        written = mlpcli.init(
            template,
            path or output,
            data=data,
            target=target,
            window=window,
            overrides=overrides or (),
            force=force,
            watcher=watcher,
        )
    typed = path_word(written)
    with no_result():
        say(f"{written} written; next:")
        say(f"  mlpcli validate {typed}")
        say(f"  mlpcli train {typed}")


def _watcher(data: Path | None, template: Template | None) -> "AbstractContextManager[Watcher | None]":
    # Imported here because both import NumPy, which most templates do not need.
    if data and data.is_dir():
        # Many images take their time.
        from mlpcli.cli.display.live_training import LiveTraining

        return LiveTraining()
    if data or template in get_args(Example):
        from mlpcli.cli.display.quiet_watcher import QuietWatcher

        return nullcontext(QuietWatcher())
    return nullcontext()
