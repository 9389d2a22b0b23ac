import hashlib
import os
import threading

import numpy as np
import pytest

from mlpcli.data.files import dataset_downloads
from mlpcli.data.files.dataset_downloads import DOWNLOADS, Download, DownloadError, ensure
from mlpcli.data.files.http import RemoteFile
from mlpcli.errors import DataError
from tests.data.fakes import FakeNetwork


def unpack(paths):
    return {"x": np.frombuffer(b"".join(path.read_bytes() for path in paths), np.uint8)}


@pytest.fixture
def known(monkeypatch):
    """Two datasets: `plain` is its own .npz, `packed` is made of two files. Nobody waits."""
    monkeypatch.setattr("pooch.core.time.sleep", lambda seconds: None)
    plain = RemoteFile("https://example.org/plain.npz", "md5", hashlib.md5(b"12345").hexdigest())
    parts = RemoteFile("https://example.org/a.gz"), RemoteFile("https://example.org/b.gz")
    monkeypatch.setattr(
        dataset_downloads, "DOWNLOADS", {"plain": Download((plain,)), "packed": Download(parts, unpack)}
    )
    return FakeNetwork({"plain.npz": b"12345", "a.gz": b"AB", "b.gz": b"CDE"})


def left_behind(home):
    return sorted(path.name for path in home.iterdir() if path.suffix != ".lock")


def test_a_file_on_disk_is_used_first(data_home, known):
    data_home.mkdir()
    (data_home / "plain.npz").write_bytes(b"mine")
    assert ensure("plain", opener=known) == data_home / "plain.npz"
    assert known.asked == []


def test_an_npz_is_kept_as_it_came(data_home, known):
    assert ensure("plain", opener=known).read_bytes() == b"12345"
    assert left_behind(data_home) == ["plain.npz"]


def test_originals_become_an_npz(data_home, known):
    with np.load(ensure("packed", opener=known)) as arrays:
        assert arrays["x"].tobytes() == b"ABCDE"
    assert left_behind(data_home) == ["packed.npz"]


def test_progress_runs_over_all_files(data_home, known):
    seen = []
    ensure("packed", lambda *progress: seen.append(progress), known)
    assert seen == [("packed", 0, 2), ("packed", 2, 2), ("packed", 2, 5), ("packed", 5, 5)]


def test_a_failure_says_where_the_file_can_be_put(data_home, known):
    known.files = {}
    with pytest.raises(DownloadError) as caught:
        ensure("plain", opener=known)
    error = caught.value
    assert isinstance(error, DataError)
    assert error.exit_code == 3
    assert error.message == (
        "plain could not be downloaded: example.org cannot be reached (Name or service not known)"
    )
    assert error.fix == (
        f"put the file at {data_home / 'plain.npz'} by hand, "
        "or set MLPCLI_DATA_HOME to a folder that contains plain.npz"
    )


@pytest.mark.parametrize(("name", "files"), [("plain", {"plain.npz": b"no"}), ("packed", {"a.gz": b"AB"})])
def test_a_failure_leaves_nothing_behind(data_home, known, name, files):
    known.files = files
    with pytest.raises(DownloadError):
        ensure(name, opener=known)
    assert left_behind(data_home) == []


def test_originals_that_cannot_be_unpacked(data_home, known, monkeypatch):
    def broken(paths):
        raise ValueError("not an idx file")

    packed = Download(DOWNLOADS["fashion_mnist"].files, broken)
    monkeypatch.setitem(dataset_downloads.DOWNLOADS, "packed", packed)
    known.files = {file.url.rsplit("/", 1)[1]: b"" for file in DOWNLOADS["fashion_mnist"].files}
    with pytest.raises(DownloadError, match=r"the downloaded files are not packed \(not an idx file\)"):
        ensure("packed", opener=known)


def test_a_folder_that_cannot_be_made(tmp_path, monkeypatch, known):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("MLPCLI_DATA_HOME", str(tmp_path / "file" / "home"))
    with pytest.raises(DownloadError, match=r"cannot write to .*home \(Not a directory\)"):
        ensure("plain", opener=known)


def test_what_a_killed_process_left_is_not_in_the_way(data_home, known):
    (data_home / "packed.parts").mkdir(parents=True)
    (data_home / "packed.parts" / "tmp1234").write_bytes(b"A")
    (data_home / "packed.npz.part").write_bytes(b"half")
    with np.load(ensure("packed", opener=known)) as arrays:
        assert arrays["x"].tobytes() == b"ABCDE"
    assert left_behind(data_home) == ["packed.npz"]


def test_a_file_is_for_all_whom_the_umask_lets_read(data_home, known):
    before = os.umask(0o022)
    try:
        assert ensure("plain", opener=known).stat().st_mode & 0o777 == 0o644
    finally:
        os.umask(before)


def test_many_at_once_download_once(data_home, known):
    workers = [threading.Thread(target=ensure, args=("plain", None, known)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert known.asked == ["plain.npz"]


@pytest.mark.parametrize("name", DOWNLOADS)
def test_every_original_has_a_digest_or_is_checked_on_unpacking(name):
    download = DOWNLOADS[name]
    assert all(file.url.startswith("https://") for file in download.files)
    assert download.unpack is not None or all(file.digest for file in download.files)
