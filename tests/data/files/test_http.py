import hashlib
from email.message import Message
from urllib.error import HTTPError, URLError

import pytest

from mlpcli.data.files.http import FetchError, RemoteFile, fetch
from tests.data.fakes import FakeNetwork, FakeResponse

CONTENT = b"content" * 100_000
FILE = RemoteFile("https://example.org/a.bin", "sha256", hashlib.sha256(CONTENT).hexdigest())


@pytest.fixture(autouse=True)
def waits(monkeypatch):
    """The seconds that were waited, without waiting."""
    seconds = []
    monkeypatch.setattr("pooch.core.time.sleep", seconds.append)
    return seconds


def silent(done, total):
    pass


class Faltering:
    """A server that answers as it should after `faults`, which are errors to raise and other answers."""

    def __init__(self, *faults):
        self.faults = list(faults)

    def __call__(self, url):
        if not self.faults:
            return FakeResponse(CONTENT, len(CONTENT))
        fault = self.faults.pop(0)
        if isinstance(fault, Exception):
            raise fault
        return fault


def refusal(code, reason):
    return HTTPError(FILE.url, code, reason, Message(), None)


class Stalling(FakeResponse):
    def read(self, size=-1, /):
        raise TimeoutError("timed out")


def test_writes_what_came(tmp_path, capfd):
    fetch(FILE, tmp_path / "a", FakeNetwork({"a.bin": CONTENT}), silent)
    assert (tmp_path / "a").read_bytes() == CONTENT
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "fault",
    [FakeResponse(b"half", 8), FakeResponse(b"another", 7), refusal(503, "Busy"), Stalling(b"", None)],
    ids=["cut", "another file", "busy", "silent"],
)
def test_what_may_pass_is_asked_for_again(fault, tmp_path, waits, capfd):
    fetch(FILE, tmp_path / "a", Faltering(fault, refusal(500, "Error")), silent)
    assert (tmp_path / "a").read_bytes() == CONTENT
    assert waits == [1, 2]
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("fault", [URLError("no network"), refusal(404, "Not Found")], ids=str)
def test_what_does_not_pass_is_not_waited_for(fault, tmp_path, waits):
    with pytest.raises(FetchError):
        fetch(FILE, tmp_path / "a", Faltering(fault), silent)
    assert waits == []
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_cannot_be_written_is_no_fault_of_the_network(tmp_path):
    def full(done, total):
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        fetch(FILE, tmp_path / "a", FakeNetwork({"a.bin": CONTENT}), full)
    assert list(tmp_path.iterdir()) == []


def test_reports_progress_in_bytes(tmp_path):
    seen = []
    fetch(
        FILE,
        tmp_path / "a",
        FakeNetwork({"a.bin": CONTENT}),
        lambda done, total: seen.append((done, total)),
    )
    assert seen[0] == (0, len(CONTENT))
    assert seen[-1] == (len(CONTENT), len(CONTENT))
    assert len(seen) > 2


def test_unreachable(tmp_path):
    with pytest.raises(FetchError, match=r"example\.org cannot be reached \(Name or service not known\)"):
        fetch(FILE, tmp_path / "a", FakeNetwork(), silent)


def test_a_refusal_is_quoted(tmp_path):
    with pytest.raises(FetchError, match=r"example\.org returned 404 Not Found"):
        fetch(FILE, tmp_path / "a", Faltering(refusal(404, "Not Found")), silent)


def test_silence_while_reading(tmp_path):
    with pytest.raises(FetchError, match=r"example\.org stopped responding \(timed out\)"):
        fetch(FILE, tmp_path / "a", lambda url: Stalling(b"", None), silent)


def test_too_few_bytes(tmp_path):
    network = FakeNetwork({"a.bin": CONTENT}, length=1_000_000)
    with pytest.raises(FetchError, match="sent 700,000 of 1,000,000 bytes"):
        fetch(FILE, tmp_path / "a", network, silent)


def test_another_file(tmp_path):
    with pytest.raises(FetchError, match=r"example\.org/a\.bin does not have the expected sha256"):
        fetch(FILE, tmp_path / "a", FakeNetwork({"a.bin": b"<html>"}), silent)


def test_without_a_digest_nothing_is_compared(tmp_path):
    fetch(RemoteFile(FILE.url), tmp_path / "a", FakeNetwork({"a.bin": b"x"}), silent)
    assert (tmp_path / "a").read_bytes() == b"x"
