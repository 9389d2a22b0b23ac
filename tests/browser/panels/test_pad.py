"""A pad under several fingers."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession

from tests.browser.pages import every_kind, network_page
from tests.open_page import opened

_INK = """() => {
    const { data, width } = document.querySelector(".pad").getContext("2d").getImageData(0, 0, 240, 240);
    const columns = new Set();
    for (let at = 0; at < data.length; at += 4) if (data[at] < 128) columns.add((at / 4) % width);
    return [Math.min(...columns), Math.max(...columns)];
}"""
# The middle of what is coloured, from the left; 0 if nothing is.
_PEN = """(canvas) => {
    const { data, width } = canvas.getContext("2d").getImageData(0, 0, 240, 240);
    const columns = [];
    for (let at = 0; at < data.length; at += 4) if (data[at] !== data[at + 2]) columns.push((at / 4) % width);
    return columns.length && (Math.min(...columns) + Math.max(...columns)) / 2;
}"""
_DRAWN = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("pad") / "page.html"
    path.write_text(network_page(every_kind()["digits"]), encoding="utf-8")
    return path


def test_a_palm_neither_draws_nor_ends_the_stroke_and_the_pad_does_not_scroll(
    browser: Browser, path: Path
) -> None:
    with opened(browser, path, has_touch=True, is_mobile=True) as seen:
        box = seen.page.locator(".pad").bounding_box()
        assert box
        touch = seen.page.context.new_cdp_session(seen.page)
        left, top, side = box["x"], box["y"], box["width"]

        def finger(x: float, y: float, number: int) -> dict[str, Any]:
            return {"x": left + side * x, "y": top + side * y, "id": number}

        _touch(touch, "touchStart", finger(0.5, 0.2, 0))
        _touch(touch, "touchMove", finger(0.5, 0.4, 0))
        _touch(touch, "touchStart", finger(0.5, 0.4, 0), finger(0.9, 0.9, 1))
        _touch(touch, "touchMove", finger(0.5, 0.5, 0), finger(0.1, 0.9, 1))
        _touch(touch, "touchEnd", finger(0.5, 0.5, 0))
        _touch(touch, "touchMove", finger(0.3, 0.8, 0))
        _touch(touch, "touchEnd")
        seen.page.evaluate(_DRAWN)
        first, last = seen.page.evaluate(_INK)
        assert seen.page.evaluate("scrollY") == 0
        assert seen.told == []
    # All of the stroke from 0.5 to 0.3, and nothing of the palm's.
    assert 55 < first < 75 and 115 < last < 140


@pytest.mark.parametrize(("where", "scrolls"), [(".pad", False), ("#try-answers-title", True)])
def test_a_finger_scrolls_the_page_but_on_the_pad(
    where: str, scrolls: bool, browser: Browser, path: Path
) -> None:
    with opened(browser, path, has_touch=True, is_mobile=True) as seen:
        touch = seen.page.context.new_cdp_session(seen.page)
        box = seen.page.locator(where).bounding_box()
        assert box
        x, y = box["x"] + 60, box["y"] + box["height"] / 2
        _touch(touch, "touchStart", {"x": x, "y": y})
        for moved in range(0, 160, 20):
            _touch(touch, "touchMove", {"x": x, "y": y - moved})
        _touch(touch, "touchEnd")
        seen.page.evaluate(_DRAWN)
        assert (seen.page.evaluate("scrollY") > 0) == scrolls


def test_the_pen_of_the_keys_stays_where_it_was_and_is_shown_with_the_focus(
    browser: Browser, path: Path
) -> None:
    with opened(browser, path, 1280) as seen:
        pad = seen.page.locator(".pad")
        assert pad.evaluate(_PEN) == 0
        pad.focus()
        assert pad.evaluate(_PEN) == pytest.approx(120, abs=1)
        for _ in range(5):
            pad.press("ArrowLeft")
        pad.blur()
        assert pad.evaluate(_PEN) == 0
        pad.focus()
        assert pad.evaluate(_PEN) == pytest.approx(80, abs=1)
        # A mouse that draws needs no other pen.
        pad.blur()
        pad.click()
        seen.page.evaluate(_DRAWN)
        assert pad.evaluate(_PEN) == 0


def _touch(session: CDPSession, kind: str, *points: dict[str, Any]) -> None:
    session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})
