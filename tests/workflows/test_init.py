import os
from pathlib import Path
from typing import get_args

import pytest

import mlpcli
from mlpcli.arguments import Example, Template
from mlpcli.errors import StorageError, UsageError
from mlpcli.workflows.progress_watcher import SilentWatcher

TEMPLATES = get_args(Template)
EXAMPLES = get_args(Example)
KINDS = [name for name in TEMPLATES if name not in EXAMPLES]
CONFIGS = Path(__file__).parents[2] / "configs"
DATA = {
    "flats_regression": "data/flats.csv",
    "mushrooms_classes": "data/mushrooms.csv",
    "shapes_cnn": "data/shapes",
    "tides_forecast": "data/tides.csv",
}
MINE = "seed: 1\nlayers: [Dense: 1]\n"


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_template_has_no_mistakes(template: Template, tmp_path: Path) -> None:
    path = mlpcli.init(template, tmp_path / "new.yaml")
    (checked,) = mlpcli.validate([path])
    assert checked.notices == ()
    assert checked.config.name == "new"


@pytest.mark.parametrize("template", KINDS)
def test_every_template_trains(template: Template, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # On fewer rows than usual, if they stand in for others.
    monkeypatch.setattr("mlpcli.data.sources.downloaded._COPIES", 1)
    path = mlpcli.init(template, tmp_path / "new.yaml")
    run = mlpcli.train([path], ["training.epochs=1", "training.baselines=false"], runs=tmp_path / "runs")
    assert (run.record.status, run.record.epochs_done) == ("completed", 1)


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_names_the_file_unless_told_otherwise(
    template: Template, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert mlpcli.init(template) == Path(f"{template}.yaml")
    assert Path(f"{template}.yaml").is_file()


def test_the_examples_are_the_configs_that_the_project_has() -> None:
    assert sorted(EXAMPLES) == sorted(path.stem for path in CONFIGS.glob("*.yaml"))


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_written_as_it_is_with_the_data_that_it_reads(name: Example, tmp_path: Path) -> None:
    path = mlpcli.init(name, tmp_path / "new.yaml")
    written = {
        file.relative_to(tmp_path): file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()
    }
    assert written.pop(Path("new.yaml")) == (CONFIGS / f"{name}.yaml").read_bytes()
    source = CONFIGS / DATA.get(name, "none")
    expected = [file for file in (source, *source.rglob("*")) if file.is_file()]
    assert written == {file.relative_to(CONFIGS): file.read_bytes() for file in expected}
    assert bool(written) == (name in DATA)
    assert name.startswith("mnist") or mlpcli.inspect_data(path).can_train


def test_data_that_are_there_already_are_used(tmp_path: Path) -> None:
    mlpcli.init("tides_forecast", tmp_path / "one.yaml")
    before = (tmp_path / "data" / "tides.csv").stat().st_mtime_ns
    mlpcli.init("tides_forecast", tmp_path / "two.yaml")
    assert (tmp_path / "data" / "tides.csv").stat().st_mtime_ns == before


@pytest.mark.parametrize("force", [False, True])
def test_other_data_of_that_name_are_kept_and_nothing_is_written(force: bool, tmp_path: Path) -> None:
    other = tmp_path / "data" / "tides.csv"
    other.parent.mkdir()
    other.write_text("mine")
    with pytest.raises(UsageError) as caught:
        mlpcli.init("tides_forecast", tmp_path / "new.yaml", force=force)
    assert caught.value.message == f"{other} already exists, and is not the tides.csv of this template"
    assert caught.value.fix == "move it away, or write the config into another folder with --output"
    assert (other.read_text(), (tmp_path / "new.yaml").exists()) == ("mine", False)


@pytest.mark.parametrize("given", ["data", "output"])
def test_a_template_in_place_of_a_path_is_told_of(
    given: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError) as caught:
        mlpcli.init(**{given: "tides_forecast"})  # type: ignore[arg-type]
    assert caught.value.message == "found tides_forecast, a template, in place of data or a file to write"
    assert caught.value.fix == "type mlpcli init --template tides_forecast"
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_exists_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(MINE)
    with pytest.raises(UsageError) as caught:
        mlpcli.init("mlp", path)
    assert caught.value.message == f"{path} already exists"
    assert caught.value.fix == "choose another path with --output, or overwrite it with --force"
    assert path.read_text() == MINE


def test_a_file_that_exists_is_overwritten_by_force(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(MINE)
    mlpcli.init("mlp", path, force=True)
    assert "layers:" in path.read_text()


@pytest.mark.parametrize(
    "content", [b"mine", b"apiVersion: v1\ndata: {a: b}\n", b"a,b\n1,2\n", b"PK\x03\x04", b""]
)
@pytest.mark.parametrize("force", [True, False])
def test_a_file_that_is_no_config_is_kept_even_by_force(content: bytes, force: bool, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        mlpcli.init("mlp", path, force=force)
    assert caught.value.message == f"{path} exists and is no config, so it is kept"
    assert caught.value.fix == "choose another path with --output"
    assert path.read_bytes() == content


@pytest.mark.parametrize("force", [True, False])
def test_data_are_not_overwritten_by_their_config(force: bool, tmp_path: Path) -> None:
    data = tmp_path / "base.csv"
    data.write_text("a,b\n1,2\n")
    with pytest.raises(UsageError) as caught:
        mlpcli.init(data=data, output=tmp_path / "." / "base.csv", force=force)
    assert caught.value.message == f"{data} is the data itself"
    assert caught.value.fix == "choose another path with --output, such as base.yaml"
    assert data.read_text() == "a,b\n1,2\n"


def refused(path: Path) -> UsageError:
    with pytest.raises(UsageError) as caught:
        mlpcli.init("mlp", path, force=True)
    return caught.value


@pytest.mark.parametrize("goal", ["mine.yaml", "gone.yaml"])
def test_a_link_is_kept_wherever_it_leads(goal: str, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("mine")
    link = tmp_path / "link.yaml"
    link.symlink_to(goal)
    assert refused(link).message == f"{link} is a link"
    assert link.is_symlink()
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["link.yaml", "mine.yaml"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_is_kept(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert refused(pipe).message == f"{pipe} is neither a file nor a folder"
    assert pipe.is_fifo()


def test_of_a_folder_it_is_said_what_it_is_and_a_name_in_it(tmp_path: Path) -> None:
    error = refused(tmp_path)
    assert error.message == f"{tmp_path} is a folder, but a config is a file"
    assert error.fix == f"name a file with --output, such as {tmp_path / 'mlp.yaml'}"


def test_a_folder_that_is_not_there_is_a_storage_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        mlpcli.init("mlp", tmp_path / "none" / "new.yaml")


def test_nothing_is_put_into_a_run(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text("{}")
    with pytest.raises(UsageError, match="inside the folder of run"):
        mlpcli.init("mlp", tmp_path / "config.yaml", force=True)
    assert not (tmp_path / "config.yaml").exists()


@pytest.mark.parametrize(("data", "window"), [(None, 24), ("rows.csv", 0)])
def test_a_window_is_of_the_rows_of_data(data: str | None, window: int, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=f"found --window {window}, expected the rows of a table"):
        mlpcli.init(output=tmp_path / "new.yaml", data=data, window=window)


def test_a_file_that_appears_during_the_look_at_the_data_is_kept(tmp_path: Path) -> None:
    data, path = tmp_path / "rows.csv", tmp_path / "rows.yaml"
    data.write_text("a,y\n" + "1,p\n2,q\n" * 20)

    class Elsewhere(SilentWatcher):
        def notice(self, sentence: str) -> None:
            path.write_text("my own notes")

    with pytest.raises(UsageError, match="exists and is no config, so it is kept"):
        mlpcli.init(output=path, data=data, target="y", watcher=Elsewhere())
    assert path.read_text() == "my own notes"
