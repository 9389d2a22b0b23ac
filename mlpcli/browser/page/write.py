"""The page of a network as one HTML text that needs nothing else."""

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from mlpcli.browser.script import joined

_HERE = "mlpcli.browser.page"
_OPEN = """\
openPage(document.getElementById("network"), JSON.parse(document.getElementById("data").textContent));"""


def page_of(title: str, lead: str, foot: str, data: Mapping[str, Any], scripts: Sequence[str]) -> str:
    """The HTML of a page: `data` for `openPage` of panels/page.js, and the files of its script."""
    environment = Environment(
        loader=PackageLoader("mlpcli.browser", "page"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = (files(_HERE) / "style.css").read_text(encoding="utf-8")
    script = joined(scripts, _OPEN)
    return environment.get_template("page.html.jinja").render(
        title=title,
        lead=lead,
        foot=foot,
        # Neither has anything from outside.
        style=Markup(style),  # noqa: S704
        script=Markup(script),  # noqa: S704
        style_digest=digest(style),
        script_digest=digest(script),
        data=in_page(data),
    )


def in_page(data: Mapping[str, Any]) -> Markup:
    """JSON for a script element, which no text in it can end. Raises ValueError for NaN and infinities."""
    text = json.dumps(data, allow_nan=False, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704


def digest(text: str) -> str:
    """What names an inline script or style in a Content-Security-Policy."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
