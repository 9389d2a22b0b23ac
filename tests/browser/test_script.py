"""Scripts as pages have them."""

import re
from pathlib import Path

import pytest

import mlpcli.browser
from mlpcli.browser.script import joined

_BROWSER = Path(mlpcli.browser.__path__[0])
_TEXT = re.compile(r'"(?:[^"\\\n]|\\.)*"')
_TEMPLATE = re.compile(r"`(?:[^`\\]|\\.)*`")
_WORD = re.compile(rf"{_TEXT.pattern}|{_TEMPLATE.pattern}|\w+")
_COMMENT = re.compile(r"^\s*(//[^\n]*|/\*\*.*?\*/)$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("path", sorted(_BROWSER.rglob("*.js")), ids=lambda path: path.name)
def test_a_script_loses_blanks_and_comments_but_nothing_of_its_texts(path: Path) -> None:
    written = joined([str(path.relative_to(_BROWSER))])
    own = path.read_text(encoding="utf-8")
    templates = _TEMPLATE.findall(_COMMENT.sub("", own))
    assert _TEMPLATE.findall(written) == templates or "runtime" in path.parts
    # One within another would end it.
    assert all(one.count("{") == one.count("}") for one in templates)
    assert _TEXT.findall(written)[1:] == _TEXT.findall(_COMMENT.sub("", own)) or "runtime" in path.parts
    assert "runtime" not in path.parts or own in written
    # No two words have become one. What is around a script has two of its own.
    words = _WORD.findall(_COMMENT.sub("", written))
    assert words[2:] == _WORD.findall(_COMMENT.sub("", own))
