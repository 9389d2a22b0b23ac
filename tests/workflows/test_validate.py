from pathlib import Path

import pytest

import mlpcli
from mlpcli.errors import ConfigError
from tests.workflows.trainings import AND, BLOBS, write


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
    assert places == ["one.yaml:5:35", "three.yaml:6:20"]
    assert all(problem.fix for problem in caught.value.problems)


def test_overrides_are_checked_too(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        mlpcli.validate([write(tmp_path, AND)], ["training.epochs=-1"])
    (problem,) = caught.value.problems
    assert problem.where == "--set training.epochs:1:1"
