"""Checked configs and mistakes as JSON."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from mlpcli.cli.display.terminal import write_json
from mlpcli.errors import ConfigError, Problem

if TYPE_CHECKING:
    from mlpcli.workflows.validate import Checked


@contextmanager
def mistakes_as_json(as_json: bool) -> Iterator[None]:
    """With `as_json`, what ConfigError tells is written to standard output; then the process exits with its
    code."""
    try:
        yield
    except ConfigError as error:
        if not as_json:
            raise
        write_json([_plain(problem) for problem in error.problems])
        raise typer.Exit(error.exit_code) from None


def as_plain(checked: "Checked") -> dict[str, object]:
    """A valid config and its network as JSON values."""
    plan = checked.plan
    layers = [
        {
            "layer": layer.kind,
            "name": layer.name,
            "output": layer.shape,
            "parameters": layer.parameters,
            "multiply_adds": layer.multiply_adds,
        }
        for layer in plan.stack.layers
    ]
    return {
        "config": checked.config.name,
        "data": plan.facts.name,
        "input": plan.stack.input_shape,
        "layers": layers,
        "parameters": plan.stack.parameters,
        "loss": plan.objective.loss,
        "metrics": plan.objective.metrics,
        "notices": [_plain(found) for found in checked.notices],
    }


def _plain(problem: Problem) -> dict[str, object]:
    file, line, column = problem.place or (problem.where, None, None)
    return {
        "file": file,
        "line": line,
        "column": column,
        "subject": problem.subject,
        "message": problem.message,
        "fix": problem.fix,
    }
