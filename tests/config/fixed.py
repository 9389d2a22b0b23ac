"""The fixes of a config's mistakes, made by the letter."""

from collections.abc import Sequence
from pathlib import Path

from mlpcli.config.config import Config
from mlpcli.config.dataset_facts import DataFacts
from mlpcli.config.load import UnreadableConfig, load
from mlpcli.config.messages.finding import Finding
from mlpcli.config.yaml.line_edits import apply_line_edits, split_lines
from mlpcli.config.yaml.nodes import OPTION
from mlpcli.errors import ConfigError, LineEdit, Problem
from mlpcli.network.plan import make_plan
from mlpcli.network.stack import BrokenStack

Facts = DataFacts | None


def mistakes(files: Sequence[Path], overrides: Sequence[str], facts: DataFacts) -> tuple[Problem, ...]:
    """All mistakes that a user is told in one round."""

    def check(config: Config) -> Sequence[Finding]:
        try:
            make_plan(config, facts)
        except BrokenStack as broken:
            return broken.findings
        return ()

    try:
        loaded = load(files, overrides)
        return loaded.all_mistakes(check).problems if check(loaded.config) else ()
    except UnreadableConfig as error:
        return error.with_mistakes(check).problems
    except ConfigError as error:
        return error.problems


def fixed(files: Sequence[Path], overrides: Sequence[str], problems: Sequence[Problem]) -> list[str]:
    """Make the fixes in the files, and return the overrides with theirs made."""
    edits = [edit for problem in problems for edit in problem.edits]
    for file in files:
        own = [edit for edit in edits if edit.file == str(file)]
        if own:
            lines = split_lines(file.read_bytes().decode("utf-8-sig", "replace"))
            file.write_text("".join(f"{line}\n" for line in apply_line_edits(lines, own)))
    return _fixed_overrides(overrides, edits)


def _fixed_overrides(overrides: Sequence[str], edits: Sequence[LineEdit]) -> list[str]:
    made = {edit.file.removeprefix(OPTION): edit.lines for edit in edits if edit.file.startswith(OPTION)}
    return [line for override in overrides for line in made.get(override.partition("=")[0], (override,))]
