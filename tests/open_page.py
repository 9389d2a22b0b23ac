"""Pages that are open in a browser, as people see them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

# What is wider than the page, other than what scrolls by itself.
_TOO_WIDE = """[...document.querySelectorAll('body *')].filter(one =>
    one.getBoundingClientRect().right > innerWidth + 1 && !one.closest('.scroll, pre, .picture')
).map(one => one.outerHTML.slice(0, 80))"""


@dataclass(frozen=True)
class Seen:
    """A `page` that is open, with all that it `told` the console or by dialogs, and `asked` for."""

    page: Page
    told: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    @property
    def too_wide(self) -> list[str]:
        """What goes beyond the right edge of the page."""
        found: list[str] = self.page.evaluate(_TOO_WIDE)
        return found


@contextmanager
def opened(browser: Browser, path: Path, width: int = 390, **options: Any) -> Iterator[Seen]:
    """The page in a file, in a window of this width, once it is loaded."""
    with browser.new_page(viewport={"width": width, "height": 800}, **options) as page:
        seen = Seen(page)
        page.on("console", lambda message: seen.told.append(message.text))
        page.on("pageerror", lambda error: seen.told.append(str(error)))
        page.on("dialog", lambda dialog: seen.told.append(dialog.message))
        page.on("request", lambda request: seen.asked.append(request.url))
        page.goto(path.as_uri())
        yield seen
