"""The page of a network as one HTML text that needs nothing else."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from mlpcli.browser.page.lead import InBoth
from mlpcli.browser.script import joined
from mlpcli.readable import literal
from mlpcli.reporting.page.templates import bare, colours, environment, first_style
from mlpcli.reporting.page.trial import checksum, digest

_OPEN = "openDocument();"


@dataclass(frozen=True)
class NetworkParts:
    """What a page holds of a network: `data` for `openPage` of panels/page.js, and the names of the files of
    its script and of its style beside page/style.css, as `joined` takes them."""

    data: Mapping[str, Any]
    scripts: Sequence[str]
    styles: Sequence[str]

    @property
    def script(self) -> str:
        """The script of the page."""
        return joined(self.scripts, _OPEN)

    @property
    def style(self) -> str:
        """The style of what the script makes."""
        return joined_styles(self.styles)

    @property
    def json(self) -> Markup:
        """The data as the text of a script element, which no text in it can end. Raises ValueError for NaN
        and infinities."""
        text = json.dumps(self.data, allow_nan=False, ensure_ascii=False, separators=(",", ":"))
        # Half of a surrogate pair has no encoding.
        text = text.encode("utf-8", "replace").decode()
        return Markup(text.replace("<", "\\u003c"))  # noqa: S704


def page_of(title: str, lead: InBoth, foot: InBoth, parts: NetworkParts) -> str:
    """The HTML of a page of its own; all texts are plain."""
    style = bare(colours()) + joined_styles(("page/style.css", *parts.styles))
    script, data = parts.script, parts.json
    return (
        environment("mlpcli.browser")
        .get_template("page.html.jinja")
        .render(
            title=literal(title),
            lead=InBoth(*map(literal, lead)),
            foot=InBoth(*map(literal, foot)),
            # Neither has anything from outside.
            style=Markup(style),  # noqa: S704
            script=Markup(script),  # noqa: S704
            first_style=first_style(),
            first_style_digest=digest(first_style()),
            style_digest=digest(style),
            script_digest=digest(script),
            data=data,
            checksum=checksum(data),
        )
    )


def joined_styles(names: Sequence[str]) -> str:
    """The css files of this package with these names as one text, without comments and spare blanks."""
    texts = (files("mlpcli.browser").joinpath(name).read_text(encoding="utf-8") for name in names)
    return bare("".join(texts))
