"""The summary shown after training."""

from mlpcli.cli.display.baseline_lines import show_baselines
from mlpcli.cli.display.curves import show_curves
from mlpcli.cli.display.evaluation_tables import figures_table, show_terms
from mlpcli.cli.display.terminal import say
from mlpcli.inference import model_description
from mlpcli.workflows.run.run_reference import run_words
from mlpcli.workflows.training.completion import TrainedRun

_MOST_NUMBERS = 4


def show_summary(run: TrainedRun, *, has_told: bool = False) -> None:
    """Show the final metrics, the run's notices unless one `has_told` them, its id, and the commands to try
    next."""
    record = run.record
    show_curves(run.epochs, record.best_epoch)
    for name, evaluation in run.evaluations.items():
        if name == "test" or "test" not in run.evaluations:
            say()
            say(f"{name} split, {evaluation.rows:,} rows, {_which_weights(record.best_epoch)}:")
            figures_table(evaluation).show()
            show_terms(evaluation)
            show_baselines(evaluation, advise=run.headline is None)
    say()
    for notice in () if has_told else record.notices:
        say(f"notice: {notice}")
    say(f"run {record.id} completed in {record.seconds:.1f} s", "green")
    if run.report:
        say(f"report {run.report}")
    words = run_words(run.folder)
    if run.headline:
        say(f"{run.headline.headline}: mlpcli diagnose {words}", "yellow")
    say("next:")
    say(f"  mlpcli evaluate {words}{_split(run)}")
    say(f"  mlpcli predict {_example(run)} --run {words}")
    say(f"  mlpcli runs show {words}")


def _which_weights(best_epoch: int | None) -> str:
    return "initial weights" if best_epoch is None else f"weights of epoch {best_epoch}"


def _split(run: TrainedRun) -> str:
    """The `--split` option to suggest if there are no test rows, the default split."""
    held = next((name for name in ("test", "validation") if name in run.evaluations), "train")
    return "" if held == "test" else f" --split {held}"


def _example(run: TrainedRun) -> str:
    """An example input for the network."""
    shape = run.record.input_shape
    described = model_description.read(run.folder.model)
    if described.preprocessing.table or described.preprocessing.series:
        return "rows.csv"
    if len(shape) == 1 and shape[0] <= _MOST_NUMBERS:
        return ",".join(["1", "0"] * shape[0])[: 2 * shape[0] - 1]
    if len(shape) == 3 and not described.facts.pixels:
        return "images.npy"
    return {3: "image.png", 2: "signals.npy", 1: "rows.npy"}[len(shape)]
