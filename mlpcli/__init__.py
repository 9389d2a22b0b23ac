"""Train neural networks from a YAML file, and use what was trained.

Every command of the command line is a function here, imported when it is first used:

>>> import mlpcli
>>> run = mlpcli.train("configs/xor_mlp.yaml")
>>> run.evaluations["test"].metrics["accuracy"]
1.0
"""

from mlpcli.version import VERSION

# Not typing.TYPE_CHECKING: this module is imported before Ctrl-C is handled, so it must import quickly.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mlpcli.workflows.compare_runs import compare_runs as compare_runs
    from mlpcli.workflows.diagnose import diagnose as diagnose
    from mlpcli.workflows.evaluate import evaluate as evaluate
    from mlpcli.workflows.explain import explain as explain
    from mlpcli.workflows.explain_input import explain_input as explain_input
    from mlpcli.workflows.export import export as export
    from mlpcli.workflows.init import init as init
    from mlpcli.workflows.inspect_data import inspect_data as inspect_data
    from mlpcli.workflows.list_runs import list_runs as list_runs
    from mlpcli.workflows.predict import predict as predict
    from mlpcli.workflows.remove_runs import remove_runs as remove_runs
    from mlpcli.workflows.report import report as report
    from mlpcli.workflows.resume import resume as resume
    from mlpcli.workflows.schema import reference as reference
    from mlpcli.workflows.schema import schema as schema
    from mlpcli.workflows.serve import serve as serve
    from mlpcli.workflows.show_run import show_run as show_run
    from mlpcli.workflows.train import train as train
    from mlpcli.workflows.validate import validate as validate
    from mlpcli.workflows.verify_runs import verify_runs as verify_runs

__version__ = VERSION

_HOMES = {
    "compare_runs": "compare_runs",
    "diagnose": "diagnose",
    "evaluate": "evaluate",
    "explain": "explain",
    "explain_input": "explain_input",
    "export": "export",
    "init": "init",
    "inspect_data": "inspect_data",
    "list_runs": "list_runs",
    "predict": "predict",
    "reference": "schema",
    "remove_runs": "remove_runs",
    "report": "report",
    "resume": "resume",
    "schema": "schema",
    "serve": "serve",
    "show_run": "show_run",
    "train": "train",
    "validate": "validate",
    "verify_runs": "verify_runs",
}


def __getattr__(name: str) -> "Any":
    from importlib import import_module

    from mlpcli.processes.termination import may_end_at_once

    if name not in _HOMES:
        raise AttributeError(f"module {__name__} has no attribute {name}")
    with may_end_at_once():
        module = import_module(f"{__name__}.workflows.{_HOMES[name]}")
    return getattr(module, name)
