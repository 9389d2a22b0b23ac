import json
import threading

import pytest

from mlpcli.serving.access_log import AccessLog, Answered, LogFormat
from tests.serving.served import Lines

ONE = Answered(1_790_000_000.0, "192.0.2.1", "GET", "/a\n/b\x1b[31m\u202e", 404, 12, 0.0123)


def logged(format: LogFormat, *answered: Answered) -> str:
    lines = Lines()
    log = AccessLog(format, lines.write)
    for one in answered:
        log.add(one)
    log.close(20)
    return lines.text


def test_a_plain_line_is_one_line_that_no_terminal_obeys() -> None:
    (line,) = logged("plain", ONE).splitlines()
    assert line.endswith(r" 192.0.2.1 GET /a\n/b\x1b[31m\u202e 404 12.3 ms")


def test_a_json_line_has_all_of_it_in_ascii() -> None:
    text = logged("json", ONE, ONE)
    first, second = text.splitlines()
    found = json.loads(first)
    assert first == second and text.isascii() and "\x1b" not in text
    assert found.pop("time").startswith("2026-")
    assert found == {
        "client": "192.0.2.1",
        "method": "GET",
        "path": ONE.path,
        "status": 404,
        "bytes": 12,
        "milliseconds": 12.3,
    }


@pytest.mark.parametrize("format", ["plain", "json", "off"])
def test_an_error_of_ours_is_always_written(format: LogFormat) -> None:
    text = logged(format, Answered(0.0, "a", "POST", "/predict", 500, 2, 0.1, "Traceback\nZeroDivisionError"))
    assert "ZeroDivisionError" in text
    assert logged("off", ONE) == ""


def test_long_paths_are_shortened() -> None:
    assert len(logged("plain", Answered(0.0, "a", "GET", "/" * 9000, 404, 2, 0.1))) < 300


def test_a_reader_who_is_gone_or_slow_stops_nothing_and_fills_no_memory() -> None:
    may_go = threading.Event()
    lines = Lines()

    def write(text: str) -> None:
        may_go.wait(20)
        lines.write(text)

    log = AccessLog("plain", write)
    for _ in range(25_000):
        log.add(ONE)
    may_go.set()
    log.close(20)
    *listed, last = lines.text.splitlines()
    assert len(listed) <= 20_000
    assert f"{25_000 - len(listed):,} requests are not listed" in lines.text
