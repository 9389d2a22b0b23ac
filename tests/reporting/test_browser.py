"""Pages in a browser, as people see them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from mlpcli.comparison.comparison import compare
from mlpcli.reporting.page.comparison import comparison_page
from tests.chromium import started_chromium
from tests.comparison.runs import compared, epochs, of_seeds
from tests.contrast import FAINT
from tests.reporting.examples import page

_KINDS = ("table", "channels", "signal", "numbers", "thousand", "nothing")
# What is wider than the page, other than what scrolls by itself.
_TOO_WIDE = """[...document.querySelectorAll('body *')].filter(one =>
    one.getBoundingClientRect().right > innerWidth + 1 && !one.closest('.scroll, pre, .picture')
).map(one => one.outerHTML.slice(0, 80))"""
_COLORS = "getComputedStyle(document.body).backgroundColor"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started_chromium() as started:
        yield started


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    for kind in _KINDS:
        (folder / f"{kind}.html").write_text(page(kind), encoding="utf-8")
    runs = [*of_seeds([0.7, 0.8, 0.9]), *of_seeds([0.6] * 9, 3, layers=[], history=epochs([0.9, 0.5]))]
    runs.append(
        compared("M", layers=["Dense: {units: 64, activation: relu, kernel_initializer: he_normal}"] * 3)
    )
    (folder / "comparison.html").write_text(comparison_page(compare(runs), "today"), encoding="utf-8")
    return folder


@pytest.mark.parametrize("kind", [*_KINDS, "comparison"])
def test_a_page_loads_alone_without_errors_and_fits_a_phone(kind: str, browser: Browser, pages: Path) -> None:
    seen = browser.new_page(viewport={"width": 390, "height": 800})
    told: list[str] = []
    asked: list[str] = []
    seen.on("console", lambda message: told.append(message.text))
    seen.on("pageerror", lambda error: told.append(str(error)))
    seen.on("dialog", lambda dialog: told.append(dialog.message))
    seen.on("request", lambda request: asked.append(request.url))
    address = (pages / f"{kind}.html").as_uri()
    seen.goto(address)
    assert told == []
    assert [one for one in asked if not one.startswith("data:")] == [address]
    assert seen.evaluate("document.documentElement.scrollWidth") == 390
    assert seen.evaluate(_TOO_WIDE) == []
    seen.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_stand_out(scheme: str, browser: Browser, pages: Path) -> None:
    with browser.new_page(color_scheme=scheme) as seen:  # type: ignore[arg-type]
        seen.goto((pages / "table.html").as_uri())
        assert seen.locator(".matrix td").count()
        assert seen.evaluate(FAINT) == []


def test_a_page_is_light_or_dark_as_the_reader_wants(browser: Browser, pages: Path) -> None:
    found = []
    for scheme in ("light", "dark"):
        with browser.new_page(color_scheme=scheme) as seen:  # type: ignore[arg-type]
            seen.goto((pages / "table.html").as_uri())
            found.append(seen.evaluate(_COLORS))
    assert found == ["rgb(255, 255, 255)", "rgb(20, 24, 29)"]


def test_no_column_of_a_comparison_has_its_letters_below_each_other(browser: Browser, pages: Path) -> None:
    tallest = "Math.max(...[...document.querySelectorAll('tr')].map(one => one.offsetHeight))"
    with browser.new_page(viewport={"width": 390, "height": 800}) as seen:
        seen.goto((pages / "comparison.html").as_uri())
        assert seen.evaluate(tallest) < 200


@pytest.mark.parametrize("width", [390, 1280])
def test_names_in_a_card_are_broken_between_words(width: int, browser: Browser, pages: Path) -> None:
    broken = """[...document.querySelectorAll('.pairs dt')].filter(one => {
        one.textContent = 'standard error of smoothness'
        one.nextElementSibling.textContent = '-0.0001234'
        const range = document.createRange()
        range.setStart(one.firstChild, 18)
        range.setEnd(one.firstChild, 28)
        return range.getClientRects().length > 1
    }).length"""
    with browser.new_page(viewport={"width": width, "height": 800}) as seen:
        seen.goto((pages / "numbers.html").as_uri())
        assert seen.locator(".pairs dt").count()
        assert seen.evaluate(broken) == 0


def test_numbers_of_a_row_are_not_broken_on_a_phone(browser: Browser, pages: Path) -> None:
    lines = """[...document.querySelectorAll('.pairs dd')].map(one => {
        one.textContent = '-0.0001234'
        one.previousElementSibling.textContent = 'od280/od315 of diluted wines'
        const range = document.createRange()
        range.selectNodeContents(one)
        return range.getClientRects().length
    })"""
    with browser.new_page(viewport={"width": 390, "height": 800}) as seen:
        seen.goto((pages / "numbers.html").as_uri())
        found = seen.evaluate(lines)
    assert found and set(found) == {1}


def test_a_drawing_has_no_text_beyond_its_edges(browser: Browser, pages: Path) -> None:
    beyond = """[...document.querySelectorAll('svg.figure text')].filter(text => {
        const inner = text.getBoundingClientRect(), outer = text.closest('svg').getBoundingClientRect()
        return inner.left < outer.left - 2 || inner.right > outer.right + 2
            || inner.top < outer.top - 2 || inner.bottom > outer.bottom + 2
    }).map(text => text.textContent)"""
    for kind in ("table", "numbers", "comparison"):
        with browser.new_page(viewport={"width": 1280, "height": 900}) as seen:
            seen.goto((pages / f"{kind}.html").as_uri())
            assert seen.evaluate(beyond) == []
