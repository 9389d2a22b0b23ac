from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given

import mlpcli
from mlpcli.errors import ConfigError, DataError
from tests.config.mutated import mutated
from tests.damage import fuzzed
from tests.workflows.trainings import AND, BLOBS, write

SHIPPED = [
    path.read_text(encoding="utf-8")
    for folder in (Path(__file__).parents[2] / "configs", files("mlpcli.config") / "templates")
    for path in folder.iterdir()
    if path.name.endswith(".yaml")
]


def test_a_valid_config_comes_with_its_plan(tmp_path: Path) -> None:
    (checked,) = mlpcli.validate([write(tmp_path, BLOBS)])
    assert checked.plan.stack.parameters == 27
    assert checked.config.training.loss == "categorical_crossentropy"


def test_each_file_is_checked_by_itself(tmp_path: Path) -> None:
    files = [write(tmp_path, BLOBS, "one.yaml"), write(tmp_path, AND, "two.yaml")]
    assert [checked.config.name for checked in mlpcli.validate(files)] == ["one", "two"]


def test_files_can_be_checked_as_the_one_config_they_make(tmp_path: Path) -> None:
    files = [write(tmp_path, BLOBS, "one.yaml"), write(tmp_path, "seed: 7\n", "two.yaml")]
    (checked,) = mlpcli.validate(files, merge=True)
    assert checked.config.seed == 7


def test_the_mistakes_of_all_files_are_listed(tmp_path: Path) -> None:
    files = [
        write(tmp_path, BLOBS.replace("units: 3", "units: 4").replace("relu", "rely"), "one.yaml"),
        write(tmp_path, AND, "two.yaml"),
        write(tmp_path, BLOBS.replace("units: 3", "units: 4"), "three.yaml"),
    ]
    with pytest.raises(ConfigError) as caught:
        mlpcli.validate(files)
    places = [problem.where.rsplit("/", 1)[-1] for problem in caught.value.problems]
    assert places == ["one.yaml:5:35", "one.yaml:6:20", "three.yaml:6:20"]
    assert all(problem.fix for problem in caught.value.problems)


def test_overrides_are_checked_too(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        mlpcli.validate([write(tmp_path, AND)], ["training.epochs=-1"])
    # With epochs, its literal weights have nothing to learn by.
    problem, literal = caught.value.problems
    assert (problem.where, literal.where.rsplit("/", 1)[-1]) == ("--set training.epochs", "small.yaml:3:35")


@fuzzed
@given(text=mutated(SHIPPED))
def test_a_shipped_config_with_slips_is_a_plan_or_an_error(tmp_path: Path, text: str) -> None:
    file = tmp_path / "c.yaml"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        (checked,) = mlpcli.validate([file])
    except ConfigError as error:
        assert all(problem.where.startswith(f"{file}:") and problem.fix for problem in error.problems)
    except DataError as error:  # The slip made it name arrays, which are not there.
        assert error.fix
    else:
        assert checked.plan.stack.parameters >= 0


def test_one_path_is_enough_and_the_error_has_every_mistake(tmp_path: Path) -> None:
    file = write(tmp_path, BLOBS)
    (checked,) = mlpcli.validate(str(file), "training.epochs=7")
    assert checked.config.training.epochs == 7
    assert len(mlpcli.validate(file)) == 1
    file.write_text(BLOBS.replace("units: 4", "units: 0").replace("relu", "rellu"))
    with pytest.raises(ConfigError) as caught:
        mlpcli.validate(file)
    lines = str(caught.value).splitlines()
    assert [line.startswith(f"{file}:") for line in lines] == [True, False, True, False, False]
    assert [line.startswith("    fix: ") for line in lines] == [False, True, False, True, False]
    assert lines[-1] == "2 mistakes in the config"


def test_a_script_of_other_data_is_not_made_to_fit_them_without_a_word(tmp_path: Path) -> None:
    script = "x, y = load_iris(return_X_y=True)\nmodel = Sequential([Dense(7, activation='softmax')])\n"
    (tmp_path / "s.py").write_text(script)
    with pytest.raises(ConfigError) as caught:
        mlpcli.validate(tmp_path / "s.py")
    (problem,) = caught.value.problems
    mended = "mended too: layers[0] Dense.units: the network has 7 outputs, but iris has 3 classes"
    assert problem.message.endswith(mended)
    assert "units: 3" in problem.fix
