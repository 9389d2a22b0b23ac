import json
import signal
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

import mlpcli
from tests.cli.processes import start
from tests.conftest import Command

TOKEN = "a-secret-token"


@contextmanager
def serving(here: Path, *arguments: object) -> "Iterator[tuple[Any, str]]":
    """The command in a process of its own, and the URL that it prints."""
    process = start("serve", *arguments, "--port", 0, cwd=here)
    try:
        assert process.stdout
        url = process.stdout.readline().strip()
        assert url.startswith("http://127.0.0.1:"), process.communicate()
        yield process, url
    finally:
        process.kill()
        process.communicate()


def test_it_answers_as_predict_does_until_it_is_stopped(mlpcli: Command, here: Path, runs: Path) -> None:
    shown = json.loads(mlpcli("predict", "1,2", "--run", "blobs", "--runs", runs, "--format", "json").out)
    with serving(here, "blobs", "and", "--runs", runs, "--log", "json") as (process, url):
        links = [process.stdout.readline() for _ in range(2)]
        with closing(HTTPConnection("127.0.0.1", port_of(url), timeout=20)) as connection:
            connection.request("POST", "/runs/blobs/predict", b"[1, 2]")
            found = json.load(connection.getresponse())
            # LiteRT has no such activation.
            connection.request("POST", "/runs/and/predict", b"[[0, 1], [1, 1]]")
            assert [one["label"] for one in json.load(connection.getresponse())["predictions"]] == ["0", "1"]
            connection.request("GET", "/runs/and/")
            page = connection.getresponse().read()
        maps = Path(f"/proc/{process.pid}/maps")
        loaded = maps.read_text() if maps.exists() else ""
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=20)
    assert found["predictions"] == [shown[0] | {"input": "array"}]
    assert b"<!doctype html>" in page and b"and-" in page
    assert "tensorflow" not in loaded
    assert process.returncode == 0
    assert links == [f"{url}runs/blobs/\n", f"{url}runs/and/\n"]
    lines = [json.loads(line) for line in err.splitlines() if line.startswith("{")]
    assert [(one["method"], one["path"], one["status"]) for one in lines] == [
        ("POST", "/runs/blobs/predict", 200),
        ("POST", "/runs/and/predict", 200),
        ("GET", "/runs/and/", 200),
    ]


def test_ctrl_c_stops_it_in_good_order_and_a_second_one_at_once(here: Path, runs: Path) -> None:
    with serving(here, "blobs", "--runs", runs, "--log", "off") as (process, url):
        port = port_of(url)
        with closing(socket.create_connection(("127.0.0.1", port), timeout=20)) as connection:
            # Its body never comes, so that there is something to wait for.
            connection.sendall(b"POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n")
            process.send_signal(signal.SIGINT)
            # The server closes its socket first.
            while _answers(port):
                pass
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=20)
    assert process.returncode == 130


def port_of(url: str) -> int:
    return int(url.rsplit(":", 1)[1].strip("/"))


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=20).close()
    except ConnectionError:
        return False
    return True


def test_what_others_reach_is_said(runs: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mlpcli.workflows.serve.is_local", lambda address: False)
        for token, said in (
            (TOKEN, "blobs is open to all who reach port {} of this machine and have the token, unencrypted"),
            (
                None,
                "blobs is open to all who reach port {} of this machine: they can ask and copy the network; "
                "--token lets in only those who have it",
            ),
        ):
            found = mlpcli.serve("blobs", port=0, token=token, runs=runs)
            found.stop()
            assert found.notices == (said.format(found.server.port),)


@pytest.mark.parametrize(
    ("arguments", "variable", "error"),
    [
        (("--token", ""), None, "the token is empty, which would let everybody in"),
        ((), "", "the token is empty, which would let everybody in"),
        (("--token", "short"), TOKEN, "the token has fewer than 8 letters"),
        (("--token", "with a blank"), None, "or some that no header can have"),
        (("--port", "65536"), None, "--port: Input should be less than or equal to 65535"),
        (("blobs", "blobs"), None, "blobs-"),
        (("nothing",), None, "there is no run 'nothing'"),
        (("--max-body", "0"), None, "--max-body"),
    ],
)
def test_mistakes_are_said_before_anything_is_served(
    mlpcli: Command,
    runs: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    variable: str | None,
    error: str,
) -> None:
    if variable is not None:
        monkeypatch.setenv("MLPCLI_SERVE_TOKEN", variable)
    answer = mlpcli("serve", *arguments, "--runs", runs)
    assert (answer.code, answer.out) == (2, "")
    assert error in answer.err and "fix" in answer.err


def test_missing_packages_are_said(mlpcli: Command, runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlpcli.workflows.serve.find_spec", lambda name: None)
    answer = mlpcli("serve", "--runs", runs)
    assert answer.code == 2
    assert "error: serving needs packages that are not installed: uvicorn, httptools" in answer.err
    assert "fix: install them with: pip install 'mlpcli[serve]'" in answer.err


def test_a_port_in_use_ends_it(mlpcli: Command, runs: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        answer = mlpcli("serve", "blobs", "--port", taken.getsockname()[1], "--runs", runs)
    assert answer.code == 2
    assert "is in use" in answer.err
