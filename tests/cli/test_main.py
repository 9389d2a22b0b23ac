import pytest

import mlpcli as package
from tests.conftest import Command

EXAMPLES = {
    "train": "mlpcli train configs/mnist_mlp.yaml --epochs 20",
    "evaluate": "mlpcli evaluate latest --json",
    "predict": "mlpcli predict --run xor_mlp -- -1,0.5",
    "validate": "mlpcli validate base.yaml wide.yaml --merge",
    "diagnose": "mlpcli diagnose latest --json",
    "explain": "mlpcli explain mnist_mlp --json",
    "init": "mlpcli init fashion.yaml --template cnn",
    "report": "mlpcli report mnist_mlp --open",
    "schema": "mlpcli schema --format markdown | less",
    "runs list": "mlpcli runs list --json",
    "runs show": "mlpcli runs show mnist_mlp --json",
    "runs remove": "mlpcli runs remove xor_mlp latest --yes",
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


@pytest.mark.parametrize(
    ("command", "message", "fix"),
    [
        ("trian", "no such command 'trian'", "did you mean 'train'? see `mlpcli --help`"),
        ("train", "missing argument 'CONFIG...'", "see `mlpcli train --help`"),
        (
            "train a.yaml --epoch 3",
            "no such option: --epoch",
            "did you mean --epochs? see `mlpcli train --help`",
        ),
        (
            "train a.yaml --lr 0.1",
            "no such option: --lr",
            "write --set optimizer.Adam.learning_rate=0.1, with the config's optimizer in place of Adam; "
            "see `mlpcli train --help`",
        ),
        (
            "train a.yaml --batch_size=3",
            "no such option: --batch_size",
            "write --set training.batch_size=3; see `mlpcli train --help`",
        ),
        (
            "train a.yaml --batch-size",
            "no such option: --batch-size",
            "write --set training.batch_size=64; see `mlpcli train --help`",
        ),
        (
            "train a.yaml --set training.epochs 5",
            "--set training.epochs is not KEY=VALUE",
            "write --set training.epochs=5",
        ),
        ("predict --model X 3.png", "no such option: --model", "write --run X; see `mlpcli predict --help`"),
        (
            "evaluate --model X",
            "no such option: --model",
            "leave it out: the run stands alone; see `mlpcli evaluate --help`",
        ),
        (
            "runs list --lr 0.1",
            "no such option: --lr",
            "a training is set by the config or by options of mlpcli train; there, write --set "
            "optimizer.Adam.learning_rate=0.1, with the config's optimizer in place of Adam; "
            "see `mlpcli runs list --help`",
        ),
        (
            "predict a --template x",
            "no such option: --template",
            "it is an option of mlpcli init; see `mlpcli predict --help`",
        ),
        ("help", "no such command 'help'", "write mlpcli --help; see `mlpcli --help`"),
        ("fit a.yaml", "no such command 'fit'", "write mlpcli train; see `mlpcli --help`"),
        ("list", "no such command 'list'", "write mlpcli runs list; see `mlpcli --help`"),
        ("run list", "no such command 'run'", "write mlpcli runs list; see `mlpcli --help`"),
        ("run a.yaml", "no such command 'run'", "write mlpcli train; see `mlpcli --help`"),
        ("show a", "no such command 'show'", "write mlpcli runs show; see `mlpcli --help`"),
        ("delete a", "no such command 'delete'", "write mlpcli runs remove; see `mlpcli --help`"),
        ("runs delete a", "no such command 'delete'", "write mlpcli runs remove; see `mlpcli runs --help`"),
        ("a/b.yaml", "no such command 'a/b.yaml'", "write mlpcli train a/b.yaml; see `mlpcli --help`"),
        ("train a.yaml --json=yes", "option '--json' does not take a value", "see `mlpcli train --help`"),
        (
            "runs list --rns x",
            "no such option: --rns",
            "did you mean --runs? see `mlpcli runs list --help`",
        ),
        (
            "predict a --format xml",
            "--format: 'xml' is not one of 'table', 'csv', 'json', 'jsonl', 'parquet'",
            "see `mlpcli predict --help`",
        ),
        (
            "predict a --top-k 0",
            "--top-k: found 0, expected at least 1",
            "see `mlpcli predict --help`",
        ),
        (
            "predict a --top-k x",
            "--top-k: found x, expected a whole number",
            "see `mlpcli predict --help`",
        ),
    ],
)
def test_a_wrong_command_line_is_a_usage_error(command: str, message: str, fix: str, mlpcli: Command) -> None:
    answer = mlpcli(*command.split())
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == f"error: {message}\n    fix: {fix}\n"


@pytest.mark.parametrize("group", [[], ["runs"]])
def test_a_group_of_commands_alone_is_its_help_and_a_usage_error(group: list[str], mlpcli: Command) -> None:
    answer = mlpcli(*group)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == mlpcli(*group, "--help").out


@pytest.mark.parametrize(
    ("command", "usage", "argument"),
    [
        ("train", "train [OPTIONS] CONFIG...", "CONFIG...  YAML files"),
        ("predict", "predict [OPTIONS] INPUT...", "INPUT...  Image files"),
        ("validate", "validate [OPTIONS] CONFIG...", "CONFIG...  YAML files"),
        ("evaluate", "evaluate [OPTIONS] [RUN]", "[RUN]  A run's id"),
        ("runs show", "runs show [OPTIONS] [RUN]", "[RUN]  A run's id"),
        ("runs remove", "runs remove [OPTIONS] RUN...", "RUN...  A run's id"),
    ],
)
def test_arguments_are_shown_without_braces_and_types(
    command: str, usage: str, argument: str, mlpcli: Command
) -> None:
    out = mlpcli(*command.split(), "--help").out
    assert out.startswith(f"Usage: mlpcli {usage}\n")
    assert f"\nArguments:\n  {argument}" in out
    assert "str>" not in out and "Path" not in out
