from pathlib import Path

import pytest

from mlpcli.data.tables import file_bytes
from mlpcli.data.tables.file_bytes import open_bytes
from mlpcli.data.tables.tally import tally
from tests.data.tables.files import written


def test_what_a_csv_contains_is_counted_in_any_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_bytes, "_CHUNK", 5)
    path = written(tmp_path, 'ab,"c,d"\n"e","f"\n\n')
    found = tally(open_bytes(path, "auto"), ",")
    assert (found.separators, found.newlines, found.blank_lines_at_end) == (3, 3, 1)
    assert found.has_quotes


@pytest.mark.parametrize(
    ("text", "stray"), [('a,"b"\n', False), ('a,"b""c"\n', False), ('5" x,b\n', True), ('a, "b"\n', True)]
)
def test_stray_quotes_are_found(tmp_path: Path, text: str, stray: bool) -> None:
    assert tally(open_bytes(written(tmp_path, text), "auto"), ",").has_stray_quotes is stray
