import os
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlpcli.arguments import RUNS
from mlpcli.errors import RunError, UsageError
from mlpcli.runs.find_run import find, shows_all, with_runs
from tests.damage import fuzzed
from tests.runs.records import add_run

OLD = "xor-20260101-000000"
NEW = "xor-20260102-000000"
OTHER = "xor_mlp-20260103-000000"


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    runs = tmp_path / "runs"
    add_run(runs, OLD, started="2026-01-01T00:00:00+00:00")
    add_run(runs, NEW, started="2026-01-02T00:00:00+00:00")
    add_run(runs, OTHER, name="xor_mlp", started="2026-01-03T00:00:00+00:00")
    return runs


@pytest.mark.parametrize(
    ("reference", "run_id"),
    [
        ("latest", OTHER),
        (OLD, OLD),
        ("xor-20260101", OLD),
        ("xor-2026", NEW),
        ("xor_", OTHER),
        ("xor", NEW),
        ("xor_mlp", OTHER),
    ],
)
def test_a_run_is_found_by_id_prefix_or_name(runs: Path, reference: str, run_id: str) -> None:
    assert find(reference, runs).path == runs / run_id


def test_an_id_is_itself_where_it_begins_others(runs: Path) -> None:
    add_run(runs, f"{OLD}-2", started="2026-01-01T00:00:00+00:00")
    assert find(OLD, runs).id == OLD


def test_a_prefix_of_different_names_is_ambiguous(runs: Path) -> None:
    with pytest.raises(UsageError) as caught:
        find("xo", runs)
    assert caught.value.exit_code == 2
    assert "matches runs of xor and xor_mlp" in caught.value.message
    assert all(run_id in caught.value.message for run_id in (OLD, NEW, OTHER))
    assert "write more of the id" in caught.value.fix


def test_a_name_that_folders_cannot_have_is_found(runs: Path) -> None:
    add_run(runs, "my-net-20260101-000000", name="my net")
    assert find("my net", runs).id == "my-net-20260101-000000"


def test_latest_is_never_an_older_run_in_the_place_of_a_broken_one(runs: Path) -> None:
    broken = runs / "xor-20270101-000000"
    broken.mkdir()
    (broken / "run.json").write_text("")
    assert find("latest", runs).path == broken


def test_a_broken_run_counts_by_the_name_in_its_id(runs: Path) -> None:
    (runs / NEW / "run.json").write_text("")
    assert find("xor-", runs).id == NEW


def test_a_path_is_found_anywhere(runs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert find(f"runs/{OLD}", tmp_path / "none").path == Path("runs", OLD)
    assert find(f"{runs / OLD}/", tmp_path / "none").id == OLD


def test_a_path_of_python_is_one(runs: Path) -> None:
    assert find(runs / OLD, runs).id == OLD
    assert find(Path("xor"), runs).id == NEW


@pytest.mark.parametrize("reference", [".", f"..{os.sep}{OLD}", f"..{os.sep}{OLD}{os.sep}"])
def test_dots_are_paths_from_where_the_user_is(
    runs: Path, monkeypatch: pytest.MonkeyPatch, reference: str
) -> None:
    monkeypatch.chdir(runs / OLD)
    assert find(reference, runs).id == OLD


def test_a_folder_beside_the_user_is_found_by_its_bare_name(
    runs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_run(tmp_path, "copied")
    monkeypatch.chdir(tmp_path)
    assert find("copied", runs).path == Path("copied")


def test_an_id_never_leads_out_of_the_runs(
    runs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_run(tmp_path, "outside")
    elsewhere = tmp_path / "a" / "b"
    elsewhere.mkdir(parents=True)
    monkeypatch.chdir(elsewhere)
    with pytest.raises(UsageError, match="there is no folder"):
        find("../outside", runs)


REFERENCES_TO_OLD = [OLD, f"runs{os.sep}{OLD}"]


@pytest.mark.parametrize("reference", [*REFERENCES_TO_OLD, "xor-20260101"])
def test_a_run_that_lost_its_record_is_found(
    runs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reference: str
) -> None:
    (runs / OLD / "run.json").unlink()
    monkeypatch.chdir(tmp_path)
    assert find(reference, Path("runs")).path == Path("runs", OLD)


def test_a_run_beside_the_user_that_lost_its_record_is_found(
    runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (runs / OLD / "run.json").unlink()
    monkeypatch.chdir(runs)
    assert find(OLD, Path("runs")).path == Path(OLD)


@pytest.mark.parametrize("reference", REFERENCES_TO_OLD)
def test_a_folder_that_holds_no_file_of_a_run_is_no_run(
    runs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reference: str
) -> None:
    shutil.rmtree(runs / OLD)
    (runs / OLD).mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RunError) as caught:
        find(reference, runs)
    assert caught.value.exit_code == 4
    assert f"{OLD}{os.sep}run.json is missing, so " in caught.value.message
    assert "mlpcli runs list" in caught.value.fix


def test_a_file_of_a_run_leads_to_its_folder(runs: Path) -> None:
    with pytest.raises(UsageError, match="is a file, not a run") as caught:
        find(str(runs / OLD / "run.json"), runs)
    assert caught.value.fix == f"give its folder: {runs / OLD}"


def test_a_config_leads_to_the_run_that_was_trained_from_it(runs: Path, tmp_path: Path) -> None:
    for name, fix in (
        ("xor_mlp", "name the run that was trained from it: xor_mlp"),
        ("other", f"train it first: mlpcli train {tmp_path / 'other.yaml'} --runs {runs}"),
    ):
        config = tmp_path / f"{name}.yaml"
        config.write_text("data: {source: xor}\n")
        with pytest.raises(UsageError, match="is a file, not a run") as caught:
            find(str(config), runs)
        assert caught.value.fix == fix


def test_a_usual_folder_of_runs_is_not_named() -> None:
    assert shows_all(RUNS) == "`mlpcli runs list` shows all runs"
    assert with_runs("mlpcli runs list", Path("other")) == "mlpcli runs list --runs other"


def _shows_all(runs: Path) -> str:
    return f"`mlpcli runs list --runs {runs}` shows all runs"


@pytest.mark.parametrize(
    ("reference", "hint"),
    [
        ("xor_mpl", "did you mean xor_mlp"),
        ("zebra", f"the newest are {OTHER}, {NEW}, {OLD}"),
        ("", "the newest"),
    ],
)
def test_an_unknown_run_gets_a_suggestion(runs: Path, reference: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        find(reference, runs)
    assert f"there is no run {reference!r}" in caught.value.message
    assert hint in caught.value.fix
    assert "mlpcli runs list" in caught.value.fix


@pytest.mark.parametrize("time", ["20261121-143533", "20200220-202020", "19990909-090909"])
@pytest.mark.parametrize(
    "reference",
    ["blob-2020", "blob-2026", "blbos", "blobs-2019", "blobs-19991231-000000", "blob-20200220-202020-2"],
)
def test_a_name_is_suggested_whenever_its_run_began(tmp_path: Path, time: str, reference: str) -> None:
    add_run(tmp_path, f"blobs-{time}", name="blobs")
    with pytest.raises(UsageError) as caught:
        find(reference, tmp_path)
    assert caught.value.fix == f"did you mean blobs? {_shows_all(tmp_path)}"


@pytest.mark.parametrize("time", ["20261121-143533", "20200220-202020", "19990909-090909"])
@pytest.mark.parametrize("reference", ["2020", "202002", "1121-1435", "-"])
def test_digits_are_near_no_name(tmp_path: Path, time: str, reference: str) -> None:
    add_run(tmp_path, f"blobs-{time}", name="blobs")
    with pytest.raises(UsageError) as caught:
        find(reference, tmp_path)
    assert caught.value.fix == f"the newest are blobs-{time}; {_shows_all(tmp_path)}"


def test_a_name_that_ends_in_a_number_is_suggested(tmp_path: Path) -> None:
    add_run(tmp_path, "a-50-20260101-000000", name="a-50")
    with pytest.raises(UsageError, match="there is no run 'b-50'") as caught:
        find("b-50", tmp_path)
    assert caught.value.fix.startswith("did you mean a-50?")


@pytest.mark.parametrize("reference", ["latest", "xor", ""])
def test_without_runs_the_way_to_one_is_shown(tmp_path: Path, reference: str) -> None:
    with pytest.raises(UsageError, match="there are no runs in") as caught:
        find(reference, tmp_path / "runs")
    assert caught.value.fix == "create one with `mlpcli train CONFIG`, or name another folder: --runs DIR"


REFERENCES = st.one_of(
    st.text(max_size=60),
    st.just("x" * 300),
    st.text("/.~-_x0\0\n\ud800 *[]", max_size=60),
    st.sampled_from([OLD, NEW, OTHER, "latest", "./", "../"]).flatmap(
        lambda word: st.integers(0, len(word)).map(lambda length: word[:length])
    ),
)


@fuzzed
@given(reference=REFERENCES)
def test_any_text_is_a_run_or_an_error(runs: Path, monkeypatch: pytest.MonkeyPatch, reference: str) -> None:
    monkeypatch.chdir(runs)
    try:
        assert find(reference, runs).record.is_file()
    except (UsageError, RunError) as error:
        assert error.exit_code in (2, 4)
        assert error.message and error.fix


@pytest.mark.parametrize("end", ["", "-2026", "-20260101-000000"])
@pytest.mark.parametrize("name", ["cafe\u0301", "caf\u00e9"])
def test_letters_are_the_same_in_every_form_of_unicode(runs: Path, name: str, end: str) -> None:
    add_run(runs, "caf\u00e9-20260101-000000", name="caf\u00e9")
    assert find(name + end, runs).id == "caf\u00e9-20260101-000000"
