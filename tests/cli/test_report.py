from pathlib import Path

import pytest

from tests.conftest import Command


def test_the_path_of_the_page_is_the_result(mlpcli: Command, here: Path, runs: Path) -> None:
    answer = mlpcli("report", "blobs", "--runs", runs, "-o", "page.html")
    assert (answer.code, answer.out, answer.err) == (0, "page.html\n", "")
    assert (here / "page.html").read_text().startswith("<!doctype html>")


@pytest.mark.parametrize("is_there", [True, False])
def test_the_page_is_opened_in_a_browser_if_there_is_one(
    is_there: bool, mlpcli: Command, here: Path, runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda address: opened.append(address) or is_there)
    answer = mlpcli("report", "and", "--runs", runs, "-o", "a page.html", "--open")
    assert answer.code == 0
    assert opened == [(here / "a page.html").as_uri()]
    assert answer.err == ("" if is_there else "notice: no browser was found; open a page.html in one\n")


def test_a_run_that_does_not_exist_is_a_usage_error(mlpcli: Command, runs: Path) -> None:
    answer = mlpcli("report", "none", "--runs", runs)
    assert (answer.code, answer.out) == (2, "")
    assert "there is no run 'none'" in answer.err
