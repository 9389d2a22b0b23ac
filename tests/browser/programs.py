"""The programs that run JavaScript in tests."""

import os

import pytest

from mlpcli.browser.trial.engines import Engine, engines


def engine_of(kind: str) -> Engine:
    """The engine of a kind; without it the test is skipped, and in CI fails."""
    found = next((one for one in engines() if one.kind == kind), None)
    if found is None:
        message = f"no {kind} was found, which runs the networks of pages"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return found
