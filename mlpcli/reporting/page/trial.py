"""A network that is tried on the page of its run."""

from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from zlib import adler32

from markupsafe import Markup


@dataclass(frozen=True)
class Trial:
    """The network itself, to try on the page: the `data` that its `script` reads from the element `try-data`,
    and the `style` of what the script puts into `try-network`. None of them can end its element."""

    data: Markup
    script: Markup
    style: Markup

    @property
    def digest(self) -> str:
        """What names the script in the page's Content-Security-Policy."""
        return digest(self.script)

    @property
    def checksum(self) -> int:
        """What the script knows whole data by."""
        return checksum(self.data)


def digest(text: str) -> str:
    """What names an inline script or style in a Content-Security-Policy."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def checksum(text: str) -> int:
    """What a text in a page is known by, if all of it has arrived; as `checksumOf` of panels/page.js."""
    return adler32(text.encode())
