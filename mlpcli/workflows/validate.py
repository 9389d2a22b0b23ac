"""Check configs without TensorFlow, and as far as possible without their data."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mlpcli.arguments import Configs, Contents, each_config, each_text
from mlpcli.config.config import Config
from mlpcli.config.dataset_facts import DataFacts
from mlpcli.config.load import Loaded, UnreadableConfig, load
from mlpcli.config.messages.finding import Finding
from mlpcli.data.bad_values import together
from mlpcli.data.sources import describe
from mlpcli.errors import ConfigError, DataError, Problem
from mlpcli.network.config_checks import disagreements_without_facts
from mlpcli.network.plan import Plan, make_plan, resolve
from mlpcli.network.stack import BrokenStack
from mlpcli.training.devices.memory import memory_of_rows


@dataclass(frozen=True)
class Checked:
    """A config without mistakes: every `auto` resolved, its plan, and notices with positions in its file."""

    config: Config
    plan: Plan
    notices: tuple[Problem, ...]


@dataclass(frozen=True)
class AllChecked:
    """Several configs: the plans of those without mistakes, the mistakes of the others, and the errors in
    data, with the config that names them."""

    valid: Sequence[Checked]
    problems: Sequence[Problem]
    unread: Sequence[tuple[str, DataError]]


def validate(paths: Configs, overrides: Sequence[str] | str = (), *, merge: bool = False) -> list[Checked]:
    """Check each config, or with `merge` the one they give when merged left to right.

    Raises ConfigError with the mistakes of all files, and if they have none, DataError for arrays that cannot
    be read.
    """
    found = validate_all(paths, overrides, merge=merge)
    if found.problems:
        raise ConfigError(found.problems)
    if found.unread:
        raise together([error for _, error in found.unread])
    return list(found.valid)


def validate_all(paths: Configs, overrides: Sequence[str] | str = (), *, merge: bool = False) -> AllChecked:
    """As `validate`, with the mistakes of some configs beside the plans of the others."""
    files = each_config(paths)
    valid: list[Checked] = []
    problems: list[Problem] = []
    unread: list[tuple[str, DataError]] = []
    for group in [files] if merge else [[file] for file in files]:
        try:
            valid.append(check(load_checked(group, each_text(overrides))))
        except ConfigError as error:
            problems.extend(error.problems)
        except DataError as error:
            last = group[-1]
            unread.append((last.name if isinstance(last, Contents) else str(last), error))
    return AllChecked(valid, problems, unread)


def load_checked(configs: Sequence[Path | Contents], overrides: Sequence[str] = ()) -> Loaded:
    """Load a config as `load` does; its ConfigError has the mistakes of the layers and the training too."""
    try:
        return load(configs, overrides)
    except UnreadableConfig as error:
        raise error.with_mistakes(_mistakes) from None


def _mistakes(config: Config, facts: DataFacts | None = None) -> Sequence[Finding]:
    """What does not fit in a valid config, as far as the facts of its data are known."""
    try:
        make_plan(config, facts or _facts(config))
    except BrokenStack as error:
        return error.findings
    except DataError:
        return tuple(disagreements_without_facts(config))
    return ()


def _facts(config: Config) -> DataFacts:
    return describe(config.data, config.seed, memory_of_rows(config.training))


def check(loaded: Loaded, facts: DataFacts | None = None) -> Checked:
    """Plan a config that is valid by itself; `facts` are those of its data if it is already open.

    Raises ConfigError if its parts do not fit together, and DataError for arrays that cannot be read.
    """
    try:
        plan = make_plan(loaded.config, facts or _facts(loaded.config))
    except BrokenStack:
        raise loaded.all_mistakes(lambda config: _mistakes(config, facts)) from None
    # Most configs have none, and locating them imports what explains mistakes.
    notices = loaded.error(plan.notices).problems if plan.notices else ()
    return Checked(resolve(loaded.config, plan), plan, notices)
