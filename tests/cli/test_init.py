from pathlib import Path

import pytest

from tests.conftest import Command
from tests.data.pictures.picture_folders import fill


@pytest.mark.parametrize("template", ["mlp", "cnn", "conv1d", "regression"])
def test_a_template_is_written_and_the_next_commands_named(
    template: str, mlpcli: Command, here: Path
) -> None:
    answer = mlpcli("init", "--template", template)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == (
        f"{template}.yaml written; next:\n  mlpcli validate {template}.yaml\n  mlpcli train {template}.yaml\n"
    )
    assert mlpcli("validate", f"{template}.yaml").code == 0


def test_a_template_is_written_although_nobody_hears_of_it(
    mlpcli: Command, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(text: str = "") -> None:
        raise OSError

    monkeypatch.setattr("mlpcli.cli.init.say", closed)
    assert mlpcli("init").code == 0
    assert (here / "mlp.yaml").exists()


@pytest.mark.parametrize("more", [[], ["--output", "new.yaml"]])
def test_a_script_is_shown_as_a_config_by_train(more: list[str], mlpcli: Command, here: Path) -> None:
    (here / "script.py").write_text("import keras\n")
    answer = mlpcli("init", "script.py", *more)
    assert (answer.code, answer.out) == (2, "")
    assert "fix: mlpcli train script.py shows the config that it is" in answer.err


def test_broken_images_are_all_named_and_nothing_is_written(mlpcli: Command, here: Path) -> None:
    folder = fill(here / "photos")
    (folder / "a" / "1.png").write_bytes(b"")
    (folder / "b" / "2.png").write_bytes((folder / "b" / "2.png").read_bytes()[:-30])
    answer = mlpcli("init", "photos")
    assert (answer.code, answer.out) == (3, "")
    assert "photos/a/1.png is empty" in answer.err
    assert "photos/b/2.png" in answer.err
    assert not (here / "photos.yaml").exists()
    fill(folder)
    assert mlpcli("init", "photos").code == 0


def test_a_file_that_exists_is_a_usage_error(mlpcli: Command, here: Path) -> None:
    (here / "mine.yaml").write_text("layers: [Dense: 1]\n")
    answer = mlpcli("init", "-o", "mine.yaml")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == (
        "error: mine.yaml already exists\n"
        "    fix: choose another path with --output, or overwrite it with --force\n"
    )
    assert mlpcli("init", "-o", "mine.yaml", "--force").code == 0


def test_the_next_commands_can_be_typed_as_they_are(mlpcli: Command) -> None:
    assert mlpcli("init", "-o", "a b.yaml").out == (
        "a b.yaml written; next:\n  mlpcli validate 'a b.yaml'\n  mlpcli train 'a b.yaml'\n"
    )


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("-y.yaml", "./-y.yaml"),
        ("a\x1b[2Kb.yaml", r"$'a\033[2Kb.yaml'"),
        ("a\udcff.yaml", r"$'a\377.yaml'"),
    ],
)
def test_odd_names_can_be_typed_too(name: str, typed: str, mlpcli: Command) -> None:
    answer = mlpcli("init", f"--output={name}")
    assert answer.out.splitlines()[1:] == [f"  mlpcli validate {typed}", f"  mlpcli train {typed}"]


def test_the_name_that_a_fix_proposes_can_be_typed_too(mlpcli: Command, here: Path) -> None:
    (here / "-my folder").mkdir()
    answer = mlpcli("init", "--output=-my folder")
    assert answer.err == (
        "error: -my folder is a folder, but a config is a file\n"
        "    fix: name a file with --output, such as './-my folder/mlp.yaml'\n"
    )


def test_an_unknown_template_is_a_usage_error(mlpcli: Command) -> None:
    answer = mlpcli("init", "--template", "gan")
    assert (answer.code, answer.out) == (2, "")
    assert "'mlp', 'cnn', 'conv1d', 'regression'" in answer.err


def test_a_template_with_data_says_where_they_are(mlpcli: Command, here: Path) -> None:
    answer = mlpcli("init", "--template", "tides_forecast")
    assert (answer.code, answer.out.splitlines()[0]) == (0, "tides_forecast.yaml written; next:")
    assert answer.err == f"notice: its data: {Path('data', 'tides.csv')}\n"
    assert mlpcli("validate", "tides_forecast.yaml").code == 0


def test_the_file_to_write_can_be_named_alone(mlpcli: Command, here: Path) -> None:
    answer = mlpcli("init", "mine.yaml", "--template", "perceptron")
    assert (answer.code, answer.out.splitlines()[0]) == (0, "mine.yaml written; next:")
    assert (here / "mine.yaml").is_file()
    answer = mlpcli("init", "a.yaml", "-o", "b.yaml")
    assert (answer.code, answer.out) == (2, "")
    assert "found both a.yaml and --output b.yaml" in answer.err


@pytest.mark.parametrize("name", ["people.xlsx", "people.ods", "people.zip"])
@pytest.mark.parametrize("force", [[], ["--force"]])
def test_of_a_workbook_it_is_said_what_it_is(
    name: str, force: list[str], mlpcli: Command, here: Path
) -> None:
    (here / name).write_bytes(b"PK\x03\x04 a workbook")
    answer = mlpcli("init", name, *force)
    assert (answer.code, answer.out) == (3, "")
    assert answer.err.startswith(f"error: {name} is a workbook")
    assert "fix: save " in answer.err and "people.csv and give that file" in answer.err
    assert (here / name).read_bytes() == b"PK\x03\x04 a workbook"
    assert not (here / "people.yaml").exists()


def test_a_table_without_an_ending_is_data(mlpcli: Command, here: Path) -> None:
    (here / "people").write_text("a,b,c\n" + "".join(f"{n % 7}.5,{n % 5},{'xy'[n % 2]}\n" for n in range(40)))
    answer = mlpcli("init", "people")
    assert (answer.code, answer.out.splitlines()[0]) == (0, "people.yaml written; next:")
    assert "path: people\n" in (here / "people.yaml").read_text()


def test_no_template_is_written_to_a_name_that_only_data_have(mlpcli: Command, here: Path) -> None:
    answer = mlpcli("init", "people.xls")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == (
        "error: people.xls does not exist, and a config to write ends in .yaml\n"
        "    fix: correct the path, or write a template to people.xls.yaml\n"
    )
    assert not list(here.iterdir())
