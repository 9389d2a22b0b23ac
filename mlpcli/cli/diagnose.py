"""`mlpcli diagnose`"""

from dataclasses import asdict
from typing import TYPE_CHECKING

import mlpcli
from mlpcli.cli.display.terminal import write_json
from mlpcli.cli.options import RUNS, Json, RunArgument, Runs
from mlpcli.processes.memory_limit import require_memory_for_numpy

if TYPE_CHECKING:
    from mlpcli.workflows.diagnose import DiagnosedRun


def diagnose(run: RunArgument = "latest", as_json: Json = False, runs: Runs = RUNS) -> None:
    """Say what went wrong in a training, why, and what to try.

    \b
    Examples:
      mlpcli diagnose
      mlpcli diagnose mnist_mlp
      mlpcli diagnose latest --json

    \b
    Findings:
      severe    the network is of little use, or its score is wrong
      moderate  it could be better
      answer    nothing is wrong, but it is often asked about

    Looks at the curves, the scores of held-back rows and, if the data is there and small, at the rows and
    what the hidden units do with them.
    """
    require_memory_for_numpy()
    from mlpcli.cli.display.live_training import LiveTraining

    with LiveTraining() as watcher:
        diagnosed = mlpcli.diagnose(run, runs=runs, watcher=watcher)
    if as_json:
        write_json(_plain(diagnosed))
        return
    from mlpcli.cli.display.diagnoses import show_diagnoses

    show_diagnoses(diagnosed)


def _plain(diagnosed: "DiagnosedRun") -> dict[str, object]:
    from mlpcli.workflows.run.run_findings import lines_to_try

    found = [asdict(one) | {"lines": lines_to_try(diagnosed.folder, one)} for one in diagnosed.found]
    missing = [asdict(one) for one in diagnosed.not_looked_at]
    return {"run": diagnosed.folder.id, "found": found, "not_looked_at": missing}
