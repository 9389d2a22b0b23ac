"""Chromium, in which pages are looked at."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@contextmanager
def started_chromium() -> Iterator[Browser]:
    """A headless Chromium; without one the test is skipped, and in CI fails."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        message = "no Chromium was found, in which pages are looked at: install the package chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        # Its own sandbox needs rights that containers do not give.
        with playwright.chromium.launch(executable_path=found, args=["--no-sandbox"]) as started:
            yield started
