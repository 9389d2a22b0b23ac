"""`mlpcli train`"""

from contextlib import nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import mlpcli
from mlpcli.arguments import MOST_BYTES, Contents
from mlpcli.cli.display.checks_as_json import as_plain, mistakes_as_json
from mlpcli.cli.display.terminal import say, write_json
from mlpcli.cli.options import RUNS, Json, Overrides, Runs
from mlpcli.cli.process.streams import are_one
from mlpcli.cli.short_options import Epochs, Name, Seed, named_as_given, short_overrides
from mlpcli.cli.standard_input import with_standard_input
from mlpcli.errors import UsageError
from mlpcli.processes.memory_limit import require_memory_for_tensorflow

if TYPE_CHECKING:
    from mlpcli.workflows.training.completion import TrainedRun

Configs = Annotated[
    list[Path],
    typer.Argument(metavar="CONFIG...", help="YAML files, or - for stdin; later ones override earlier ones."),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Check everything and show the network, without training.")
]
Devices = Annotated[
    int, typer.Option("--devices", metavar="N", min=1, help="Train on N GPUs of this machine.")
]
Workers = Annotated[
    int, typer.Option("--workers", metavar="N", min=1, help="Train in N processes on this machine.")
]


Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="Show no progress, and of the results the run's id alone.")
]


@dataclass(frozen=True)
class _Job:
    """What to train, where, and how to report it."""

    configs: list[Path | Contents]
    overrides: list[str]
    runs: Path
    devices: int
    quiet: bool
    as_json: bool


def train(
    configs: Configs,
    overrides: Overrides = None,
    epochs: Epochs = None,
    name: Name = None,
    seed: Seed = None,
    runs: Runs = RUNS,
    dry_run: DryRun = False,
    quiet: Quiet = False,
    as_json: Json = False,
    devices: Devices = 1,
    workers: Workers = 1,
) -> None:
    """Train the network of a config, evaluate it, and save the results in a run folder.

    \b
    Examples:
      mlpcli train configs/mnist_mlp.yaml
      mlpcli train configs/mnist_mlp.yaml --epochs 20 --set layers.1.Dense.units=256
      mlpcli train base.yaml wide.yaml --runs experiments --name wide
      mlpcli train configs/mnist_mlp.yaml --dry-run
      mlpcli train configs/mnist_mlp.yaml --quiet --json
      mlpcli train - < mlp.yaml
      mlpcli train configs/mnist_cnn.yaml --devices 4

    If the environment variable TF_CONFIG is set, the process trains together with the workers listed there;
    only the chief shows progress and writes the run.
    """
    if not dry_run:
        require_memory_for_tensorflow()
    short = short_overrides(epochs, name, seed)
    read = with_standard_input(configs, "a config", MOST_BYTES, "mlpcli train - < mlp.yaml")
    job = _Job(read, [*(overrides or ()), *short.values()], runs, devices, quiet, as_json)
    with mistakes_as_json(as_json), named_as_given(short):
        if dry_run:
            _check(job)
        elif workers > 1:
            _train_with_workers(job, workers)
        else:
            _train(job)


def _check(job: _Job) -> None:
    from mlpcli.cli.validate import show_checked

    (checked,) = mlpcli.validate(job.configs, job.overrides, merge=True)
    if job.as_json:
        write_json(as_plain(checked))
    else:
        show_checked(checked)


def _train(job: _Job) -> None:
    from mlpcli.cli.display.live_training import LiveTraining
    from mlpcli.cli.display.quiet_watcher import QuietWatcher
    from mlpcli.cli.display.terminal import no_result
    from mlpcli.workflows.train import keeps_the_run, train_along

    if not keeps_the_run():
        train_along(job.configs, job.overrides, devices=job.devices)
        return
    with nullcontext(QuietWatcher()) if job.quiet else LiveTraining() as watcher:
        run = mlpcli.train(job.configs, job.overrides, runs=job.runs, watcher=watcher, devices=job.devices)
    with no_result():
        _report(run, job)


def _report(run: "TrainedRun", job: _Job) -> None:
    if job.as_json:
        evaluations = {name: asdict(one) for name, one in run.evaluations.items()}
        report, headline = run.report and str(run.report), run.headline and asdict(run.headline)
        more = {"metrics": run.epochs, "evaluations": evaluations, "report": report, "headline": headline}
        write_json(asdict(run.record) | more)
    elif job.quiet:
        say(run.record.id)
    else:
        from mlpcli.cli.display.training_summary import show_summary

        # Where they end up in one place, notices stand above the training already.
        show_summary(run, has_told=are_one())


def _train_with_workers(job: _Job, workers: int) -> None:
    if job.devices > 1:
        raise UsageError(
            "--devices and --workers cannot be combined", "use --devices for GPUs, --workers for processes"
        )
    from mlpcli.workflows.training.workers import run_workers

    # Report mistakes once, before any process is started.
    mlpcli.validate(job.configs, job.overrides, merge=True)
    options = [f"--set={override}" for override in job.overrides]
    options += [option for option, wanted in (("--quiet", job.quiet), ("--json", job.as_json)) if wanted]
    given = [one for one in job.configs if isinstance(one, Contents)]
    files = ["-" if isinstance(one, Contents) else str(one) for one in job.configs]
    arguments = ["train", f"--runs={job.runs}", *options, "--", *files]
    run_workers(arguments, workers, given[0].data if given else b"")
