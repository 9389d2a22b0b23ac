import hashlib
from email.message import Message
from urllib.error import HTTPError

import pytest

from mlpcli.data.remote import FetchError, RemoteFile, fetch
from tests.data.fakes import FakeNetwork, FakeResponse

CONTENT = b"content" * 100_000
FILE = RemoteFile("https://example.org/a.bin", "sha256", hashlib.sha256(CONTENT).hexdigest())


def silent(done, total):
    pass


def test_writes_what_came(tmp_path):
    fetch(FILE, tmp_path / "a", FakeNetwork({"a.bin": CONTENT}), silent)
    assert (tmp_path / "a").read_bytes() == CONTENT


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
    def refusing(url):
        raise HTTPError(url, 404, "Not Found", Message(), None)

    with pytest.raises(FetchError, match=r"example\.org answered 404 Not Found"):
        fetch(FILE, tmp_path / "a", refusing, silent)


def test_silence_while_reading(tmp_path):
    class Stalling(FakeResponse):
        def read(self, size=-1, /):
            raise TimeoutError("timed out")

    with pytest.raises(FetchError, match=r"example\.org stopped answering \(timed out\)"):
        fetch(FILE, tmp_path / "a", lambda url: Stalling(b"", None), silent)


def test_too_few_bytes(tmp_path):
    network = FakeNetwork({"a.bin": CONTENT}, length=1_000_000)
    with pytest.raises(FetchError, match="sent 700,000 of 1,000,000 bytes"):
        fetch(FILE, tmp_path / "a", network, silent)


def test_another_file(tmp_path):
    with pytest.raises(FetchError, match=r"example\.org/a\.bin is not the file expected: sha256"):
        fetch(FILE, tmp_path / "a", FakeNetwork({"a.bin": b"<html>"}), silent)


def test_without_a_digest_nothing_is_compared(tmp_path):
    fetch(RemoteFile(FILE.url), tmp_path / "a", FakeNetwork({"a.bin": b"x"}), silent)
    assert (tmp_path / "a").read_bytes() == b"x"
