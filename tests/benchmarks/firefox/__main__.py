"""Compare pages of networks in Firefox with the same in Chromium: python -m tests.benchmarks.firefox PAGE...

A page is what `mlpcli export RUN --format html` writes. Both browsers open it from disk and do the same on
it: the rows, the layers, the form, a drawing by keys, five epochs of a playground. Needs Node and Firefox.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.chromium import started_chromium
from tests.open_page import opened

_HERE = Path(__file__).parent
_VISIT = _HERE / "visit.js"
_LISTENING = re.compile(r"WebDriver BiDi listening on ws://127\.0\.0\.1:(\d+)")
# In English, and without what Firefox does in a new profile.
_PREFERENCES = {
    "intl.accept_languages": "en-US",
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.update.enabled": False,
}


def main() -> None:
    pages = [Path(name).resolve() for name in sys.argv[1:]]
    print("| page | console | requests | answers |\n| --- | --- | --- | --- |")
    with started_chromium() as browser:
        for page, seen in zip(pages, _in_firefox(pages), strict=True):
            with opened(browser, page) as other:
                wanted = json.loads(other.page.evaluate(_VISIT.read_text(encoding="utf-8")))
            pairs = list(zip(seen["found"], wanted, strict=True))
            equal = sum(one == another for one, another in pairs)
            asked = [one for one in seen["asked"] if not one.startswith("data:")]
            told = "; ".join(seen["told"]) or "nothing"
            print(f"| {page.name} | {told} | {len(asked)} | {equal} of {len(pairs)} are equal |", flush=True)


def _in_firefox(pages: Sequence[Path]) -> Iterator[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as profile, _started_firefox(Path(profile)) as port:
        addresses = [page.as_uri() for page in pages]
        command = ["node", "--experimental-websocket", _HERE / "client.mjs", port, _VISIT, *addresses]
        lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    return map(json.loads, lines)


@contextmanager
def _started_firefox(profile: Path) -> Iterator[str]:
    """A Firefox without a window; the port on which it listens."""
    path = next(filter(None, map(shutil.which, ("firefox", "firefox-esr"))), None)
    if path is None:
        raise SystemExit("no Firefox was found: install the package firefox or firefox-esr")
    lines = (f"user_pref({json.dumps(key)}, {json.dumps(value)});\n" for key, value in _PREFERENCES.items())
    (profile / "user.js").write_text("".join(lines), encoding="utf-8")
    command = [path, "--headless", "--no-remote", "--remote-debugging-port", "0", "--profile", str(profile)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stderr
            yield next(found[1] for line in process.stderr if (found := _LISTENING.search(line)))
        finally:
            process.terminate()


if __name__ == "__main__":
    main()
