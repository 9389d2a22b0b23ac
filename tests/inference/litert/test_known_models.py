import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mlpcli.inference.litert import known_models
from mlpcli.inference.litert.known_models import is_known, remember

DIGEST = f"sha256:{'1' * 64}"
OTHER = f"sha256:{'2' * 64}"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's cache folder of this tool, which does not exist yet."""
    path = tmp_path / "cache" / "mlpcli"
    monkeypatch.setattr(known_models, "user_cache_path", lambda *names, **more: path)
    return path


def test_what_is_remembered_is_known_and_nothing_else(cache: Path) -> None:
    assert not is_known(DIGEST)
    for _ in range(2):
        remember(DIGEST)
    assert is_known(DIGEST)
    assert not is_known(OTHER)


def test_another_litert_is_another_trial(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    remember(DIGEST)
    monkeypatch.setattr(known_models, "litert_version", "0.0.1")
    assert not is_known(DIGEST)


def test_nobody_else_may_look_into_the_folder(cache: Path) -> None:
    remember(DIGEST)
    assert (cache / "models").stat().st_mode & 0o777 == 0o700


def test_what_another_user_put_there_is_not_believed(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    remember(DIGEST)
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert not is_known(DIGEST)


def test_neither_a_link_nor_a_folder_is_a_note(cache: Path) -> None:
    for digest in (DIGEST, OTHER):
        remember(digest)
    link, folder = sorted((cache / "models").iterdir())
    link.unlink()
    link.symlink_to(cache)
    folder.unlink()
    folder.mkdir()
    assert not is_known(DIGEST)
    assert not is_known(OTHER)


def test_without_a_home_folder_nothing_is_kept_where_the_process_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(known_models, "user_cache_path", lambda *names, **more: Path("~/.cache/mlpcli"))
    remember(DIGEST)
    assert not is_known(DIGEST)
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("broken", ["", "models"])
def test_a_file_instead_of_the_folder_is_no_obstacle(broken: str, cache: Path) -> None:
    path = cache / broken
    path.parent.mkdir(parents=True)
    path.write_bytes(b"")
    remember(DIGEST)
    assert not is_known(DIGEST)


def test_a_folder_that_cannot_be_written_to_is_no_obstacle(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: object, **more: object) -> None:
        raise OSError(30, "Read-only file system")

    remember(OTHER)
    monkeypatch.setattr(Path, "touch", refuse)
    remember(DIGEST)
    assert (is_known(DIGEST), is_known(OTHER)) == (False, True)


def test_the_oldest_are_forgotten(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_models, "MOST", 4)
    digests = [f"sha256:{number:064}" for number in range(5)]
    for age, digest in enumerate(digests[:4]):
        remember(digest)
        (path,) = (cache / "models").glob(f"{digest[-64:]}*")
        os.utime(path, ns=(age, age))
    remember(digests[4])
    assert [is_known(digest) for digest in digests] == [False, False, False, True, True]


def test_many_at_once_lose_nothing(cache: Path) -> None:
    digests = [f"sha256:{number:064}" for number in range(64)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(remember, digests))
    assert all(map(is_known, digests))


def test_many_at_once_stay_within_the_bound(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_models, "MOST", 4)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(remember, [f"sha256:{number:064}" for number in range(64)]))
    assert len([*(cache / "models").iterdir()]) <= 4
