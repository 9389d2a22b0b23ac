from pathlib import Path

import pytest

import mlpcli
from mlpcli.errors import DataError, UsageError
from mlpcli.starters.choose_starter import looks_like_data, starter
from tests.starters.data_files import DATA, people, photos


@pytest.mark.parametrize("name", DATA)
def test_the_config_for_any_data_has_no_mistakes(name: str, tmp_path: Path) -> None:
    DATA[name](tmp_path / name)
    path = mlpcli.init(output=tmp_path / "new.yaml", data=tmp_path / name)
    (checked,) = mlpcli.validate([path])
    assert checked.config.data.path == tmp_path / name  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["people.csv", "houses.csv", "photos", "waves.tsv"])
def test_the_config_trains_at_once(name: str, tmp_path: Path) -> None:
    DATA[name](tmp_path / name)
    path = mlpcli.init(output=tmp_path / "new.yaml", data=tmp_path / name)
    run = mlpcli.train(path, ["training.epochs=1", "training.baselines=false"], runs=tmp_path / "runs")
    assert run.record.status == "completed"
    assert "test" in run.evaluations


@pytest.mark.parametrize("name", ["script.py", "notebook.IPYNB"])
def test_code_is_no_data(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("import keras, numpy\n")
    with pytest.raises(UsageError, match="is code, and init begins with data") as caught:
        starter(tmp_path / name, name, None)
    assert caught.value.fix == f"mlpcli train {tmp_path / name} shows the config that it is"


def test_a_target_is_for_tables_alone(tmp_path: Path) -> None:
    photos(tmp_path / "photos")
    with pytest.raises(UsageError, match="--target names a column of a table, but"):
        starter(tmp_path / "photos", "photos", "cats")


@pytest.mark.parametrize("name", ["photos", "vectors.npz"])
def test_a_window_is_for_tables_alone(name: str, tmp_path: Path) -> None:
    DATA[name](tmp_path / name)
    with pytest.raises(UsageError, match="--window is of the rows of a table, but") as caught:
        starter(tmp_path / name, name, None, 24)
    assert caught.value.fix == "leave --window out"


@pytest.mark.parametrize(
    ("name", "said", "line"),
    [
        ("photos", "data.size=[6, 8]", "size: [6, 8]"),
        ("photos", "data.fit=pad", "fit: pad"),
        ("photos", "data.validation=0", "validation: 0"),
        ("vectors.npz", "data.test=0.3", "test: 0.3"),
    ],
)
def test_keys_of_the_data_are_said_for_folders_and_arrays_too(
    name: str, said: str, line: str, tmp_path: Path
) -> None:
    DATA[name](tmp_path / name)
    path = mlpcli.init(output=tmp_path / "new.yaml", data=tmp_path / name, overrides=[said])
    assert path.read_text().count(f"  {line}\n") == 1
    mlpcli.validate([path])


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("data.header=true", "--set data.header: the source images has no such key"),
        ("data.size=0", "--set data.size: expected auto, one number"),
        ("data.path=x", "found --set data.path, which the data says"),
    ],
)
def test_keys_that_a_folder_does_not_have_are_told(said: str, message: str, tmp_path: Path) -> None:
    photos(tmp_path / "photos")
    with pytest.raises(UsageError) as caught:
        starter(tmp_path / "photos", "photos", None, overrides=[said])
    assert caught.value.message.startswith(message)


def test_a_target_that_the_table_does_not_have_is_named(tmp_path: Path) -> None:
    people(tmp_path / "people.csv")
    with pytest.raises(DataError, match="has no column called 'incomes'") as caught:
        starter(tmp_path / "people.csv", "people.csv", "incomes")
    assert caught.value.fix == "did you mean income?"


@pytest.mark.parametrize(
    "name", ["a.csv", "A.CSV", "a.csv.gz", "a.tsv", "a.parquet", "a.jsonl", "a.npz", "a.data"]
)
def test_data_is_known_by_its_name(name: str) -> None:
    assert looks_like_data(Path(name))


@pytest.mark.parametrize("name", ["a.yaml", "a", "a.json", "csv", "a.npy"])
def test_what_may_be_a_config_is_no_data(name: str) -> None:
    assert not looks_like_data(Path(name))


@pytest.mark.parametrize("name", ["a", "a.xlsx", "a.json", "a.pkl"])
def test_a_file_that_is_no_config_is_data_whatever_its_name(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text("a,b\n1,2\n")
    assert looks_like_data(path)
    path.write_text('{"layers": [{"Dense": 1}]}')
    assert not looks_like_data(path)


def test_yaml_and_code_are_no_data(tmp_path: Path) -> None:
    for name in ("a.yaml", "a.py"):
        (tmp_path / name).write_text("import keras")
        assert not looks_like_data(tmp_path / name)
