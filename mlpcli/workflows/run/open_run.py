"""Open a run folder: its record, config, plan and network."""

from dataclasses import dataclass
from pathlib import Path

from mlpcli import training
from mlpcli.config.config import Config
from mlpcli.config.load import Loaded, load_resolved
from mlpcli.config.run_identity import RunIdentity, identity_of
from mlpcli.errors import ConfigError, RunError
from mlpcli.inference.model_description import ModelDescription
from mlpcli.network.plan import Plan, make_plan
from mlpcli.network.sequence_checks import indices_below
from mlpcli.network.stack import BrokenStack
from mlpcli.runs import record
from mlpcli.runs.find_run import find
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.lock import as_it_is
from mlpcli.runs.record import RunRecord
from mlpcli.runs.untrusted_files import broken, require_own_file
from mlpcli.workflows.run.damage import fix_names_verify
from mlpcli.workflows.run.run_description import read_description


@dataclass(frozen=True)
class OpenRun:
    """A run whose files are consistent with each other."""

    folder: RunFolder
    record: RunRecord
    config: Config
    description: ModelDescription
    plan: Plan

    @property
    def notices(self) -> tuple[str, ...]:
        """A notice if the training did not complete."""
        record = self.record
        if record.status in ("completed", "running"):
            return ()
        behind = f"{record.epochs_done} of {record.epochs} epochs"
        weights = "those of the best epoch" if record.epochs_done else "untrained"
        return (f"{record.id} ended as {record.status} after {behind}; its weights are {weights}",)

    def network(self) -> "training.Network":
        """The network with its best weights. Raises RunError if they are missing or broken."""
        return training.open_network(
            self.config, self.plan, self.description.preprocessing, self.folder.best, self.record.key
        )


def open_run(reference: str, runs: Path) -> OpenRun:
    """The run that `reference` means. Raises UsageError, or RunError naming the file that is broken."""
    folder = find(reference, runs)
    with fix_names_verify(folder):
        return open_run_in(folder)


def open_run_in(folder: RunFolder) -> OpenRun:
    """The run in a folder. Raises RunError naming the file that is broken."""
    facts = as_it_is(folder, record.read(folder))
    described = read_description(folder, facts)
    config = resolved(folder).config
    identify(folder, facts, config)
    try:
        plan = make_plan(config, described.facts)
    except BrokenStack as error:
        raise _broken(folder, error.findings[0].message) from None
    if described.indices_below != indices_below(config.layers):
        raise broken(folder.model, f"and {folder.resolved.name} disagree: indices_below")
    return OpenRun(folder, facts, config, described, plan)


def resolved(folder: RunFolder) -> Loaded:
    """The config that a run was trained with. Raises RunError if it is missing or broken."""
    require_own_file(folder.resolved)
    try:
        return load_resolved(folder.resolved)
    except ConfigError as error:
        first = error.problems[0]
        raise _broken(folder, f"{first.where} {first.subject}: {first.message}") from None


def identify(folder: RunFolder, record: RunRecord, config: Config) -> RunIdentity:
    """The identity of a run. Raises RunError if its config differs from the one it was trained with."""
    identity = identity_of(config, record.data_fingerprint)
    if identity.key != record.key:
        raise _broken(folder, "something in it was changed after the training")
    return identity


def _broken(folder: RunFolder, what: str) -> RunError:
    return RunError(
        f"{folder.resolved} is not as training wrote it: {what}", "train again, or restore the file"
    )
