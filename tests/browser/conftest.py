from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.pages import every_kind, network_page, report
from tests.chromium import started_chromium


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for all pages of networks."""
    with started_chromium() as started:
        yield started


@pytest.fixture(scope="package")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of every kind of network, and a report; not to be changed."""
    folder = tmp_path_factory.mktemp("pages")
    for kind, run in every_kind().items():
        (folder / f"{kind}.html").write_text(network_page(run), encoding="utf-8")
    (folder / "report.html").write_text(report(every_kind()["digits"]), encoding="utf-8")
    return folder
