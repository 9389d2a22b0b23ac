from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.chromium import started_chromium


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for all pages of networks."""
    with started_chromium() as started:
        yield started
