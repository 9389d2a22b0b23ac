import tomllib
from pathlib import Path

import pytest

import mlpcli
from mlpcli import training

ROOT = Path(__file__).parents[1]
BEGIN, END = "<!-- reference: begin -->\n", "<!-- reference: end -->"

COMMANDS = (
    "compare_runs",
    "diagnose",
    "evaluate",
    "explain",
    "explain_input",
    "export",
    "init",
    "inspect_data",
    "list_runs",
    "predict",
    "reference",
    "remove_runs",
    "report",
    "resume",
    "schema",
    "serve",
    "show_run",
    "train",
    "validate",
    "verify_runs",
)


def test_the_version_is_the_one_that_is_published() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert settings["project"]["dynamic"] == ["version"]
    source = (ROOT / settings["tool"]["hatch"]["version"]["path"]).read_text(encoding="utf-8")
    assert f'VERSION = "{mlpcli.__version__}"' in source.splitlines()


def test_the_configs_are_installed_beside_the_package_and_nothing_else() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = settings["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel == {"packages": ["mlpcli"], "force-include": {"configs": "mlpcli/configs"}}


def test_every_command_is_a_function_of_the_package() -> None:
    assert set(COMMANDS) == set(mlpcli._HOMES)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_function_of_the_package_is_found_and_explained(name: str) -> None:
    function = getattr(mlpcli, name)
    assert function.__name__ == name
    assert function.__doc__


@pytest.mark.parametrize("name", training._HOMES)
def test_a_name_of_the_training_room_is_found(name: str) -> None:
    assert getattr(training, name).__name__ == name


@pytest.mark.parametrize("package", [mlpcli, training])
def test_an_unknown_name_is_an_attribute_error(package: object) -> None:
    with pytest.raises(AttributeError, match="has no attribute trian"):
        package.trian  # type: ignore[attr-defined]  # noqa: B018


def test_the_readme_holds_the_present_reference() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert readme.count(BEGIN) == readme.count(END) == 1
    shown = readme.partition(BEGIN)[2].partition(END)[0]
    assert shown.strip() == mlpcli.reference().strip()
