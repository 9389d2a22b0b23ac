import pytest

import mlpcli as package
from tests.cli.conftest import Command

EXAMPLES = {
    "train": "mlpcli train configs/mnist_mlp.yaml --set training.epochs=20",
    "evaluate": "mlpcli evaluate latest --json",
    "predict": "mlpcli predict --run xor_mlp -- -1,0.5",
    "validate": "mlpcli validate base.yaml wide.yaml --merge",
    "init": "mlpcli init --template cnn -o fashion.yaml",
    "schema": "mlpcli schema --format markdown | less",
    "runs list": "mlpcli runs list --json",
    "runs show": "mlpcli runs show mnist_mlp --json",
}


def test_the_version_is_the_package_s(mlpcli: Command) -> None:
    answer = mlpcli("--version")
    assert (answer.code, answer.out, answer.err) == (0, f"mlpcli {package.__version__}\n", "")


@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_names_every_command(flag: str, mlpcli: Command) -> None:
    answer = mlpcli(flag)
    assert (answer.code, answer.err) == (0, "")
    for command in EXAMPLES:
        assert f"\n  {command.split()[0]} " in answer.out


@pytest.mark.parametrize("command", EXAMPLES)
def test_every_command_s_help_has_its_examples(command: str, mlpcli: Command) -> None:
    answer = mlpcli(*command.split(), "--help")
    assert answer.code == 0
    assert f"\n    {EXAMPLES[command]}" in answer.out


@pytest.mark.parametrize("arguments", [["trian"], ["train"], ["train", "a.yaml", "--epochs", "3"]])
def test_a_wrong_command_line_is_a_usage_error(arguments: list[str], mlpcli: Command) -> None:
    answer = mlpcli(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert "Usage: mlpcli" in answer.err
    assert "Error: " in answer.err
