"""Draw 100 digits with a pen on the pages of networks: python -m tests.benchmarks.page_drawings PAGE...

A page is what `mlpcli export RUN --format html` writes for a network that reads digits. The drawings are
those of tests/browser/digit_strokes.py: every digit in several styles, slants, sizes and places.
"""

import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import CDPSession, Page

from tests.browser.digit_strokes import Stroke, drawings
from tests.chromium import started_chromium
from tests.open_page import opened

_ROUNDS = 2
_DRAWN = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def main() -> None:
    print("| page | drawings | right | wrong | a drawing |\n| --- | --- | --- | --- | --- |")
    with started_chromium() as browser:
        for name in sys.argv[1:]:
            for round in range(_ROUNDS):
                with opened(browser, Path(name).resolve(), 1280) as seen:
                    print(f"| {Path(name).name} | {_tried(seen.page, round)} |", flush=True)
                    if seen.told:
                        raise SystemExit(f"{name}: {seen.told[0]}")


def _tried(page: Page, seed: int) -> str:
    pen = page.context.new_cdp_session(page)
    pad = page.locator(".pad")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    if box is None:
        raise SystemExit("the page has no pad")
    wrong: Counter[str] = Counter()
    begun = time.perf_counter()
    tried = drawings(seed)
    for digit, strokes in tried:
        for stroke in strokes:
            _draw(pen, [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in stroke])
        page.evaluate(_DRAWN)
        said = page.locator(".said").first.inner_text()
        if not said.startswith(f"{digit}:"):
            wrong[f"{digit} as {said.partition(':')[0]}"] += 1
        page.get_by_role("button", name="Clear").click()
    seconds = (time.perf_counter() - begun) / len(tried)
    mistakes = ", ".join(f"{count} {what}" for what, count in wrong.items()) or "none"
    return f"{len(tried)} | {len(tried) - wrong.total()} | {mistakes} | {seconds:.2f} s"


def _draw(pen: CDPSession, places: Sequence[tuple[float, float]] | Stroke) -> None:
    for at, (x, y) in enumerate(places):
        kind = "mousePressed" if not at else "mouseMoved"
        pressed = {"button": "left", "buttons": 1, "clickCount": 1, "pointerType": "pen", "force": 0.5}
        pen.send("Input.dispatchMouseEvent", {"type": kind, "x": x, "y": y, **pressed})
    x, y = places[-1]
    lifted = {"button": "left", "clickCount": 1, "pointerType": "pen"}
    pen.send("Input.dispatchMouseEvent", {"type": "mouseReleased", "x": x, "y": y, **lifted})


if __name__ == "__main__":
    main()
