"""What files, paths, labels and names hold is shown as characters, whichever command shows it."""

import json
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from mlpcli.cli.display.live_training import LiveTraining
from mlpcli.runs.folder import RunFolder
from mlpcli.shell_words import path_word
from tests.cli.display.test_live_training import beginning
from tests.cli.display.test_terminal import become_terminal
from tests.conftest import Answer, Command
from tests.hostile.forging import reseal
from tests.workflows.trainings import AND, BLOBS, train, write

# Markup, an escape sequence, what ends or overwrites a line, a C1 escape sequence, characters that change the
# direction, and invisible ones.
ODD = "[red]\x1b[31mz\r\n\x9b31m\u202e\u2066\u200f\u061c\u200b\ufeff"
SHOWN = "[red]\\x1b[31mz\\r\\n\\x9b31m\\u202e\\u2066\\u200f\\u061c\\u200b\\ufeff"
ARRAYS = "layers: [{Dense: {units: 2, activation: softmax}}]\ntraining: {epochs: 1, baselines: false}\n"


def characters(text: str) -> set[str]:
    """Those that a terminal would obey rather than show."""
    controls = ("Cc", "Cf", "Cs", "Zl", "Zp")
    return {letter for letter in text if unicodedata.category(letter) in controls and letter != "\n"}


def assert_literal(answer: Answer, code: int = 0) -> None:
    assert answer.code == code, answer.err
    assert SHOWN in answer.out + answer.err
    assert characters(answer.out + answer.err) == set()


def arrays(folder: Path, name: str = "a.npz") -> str:
    """A config of arrays in an oddly named file, with an oddly named class."""
    np.savez(folder / name, x=np.arange(40.0).reshape(20, 2), y=np.arange(20) % 2)
    # JSON's texts are YAML's.
    path, label = json.dumps(str(folder / name)), json.dumps(ODD)
    return f"data: {{source: arrays, path: {path}, classes: [{label}, other]}}\n{ARRAYS}"


@pytest.fixture(scope="module")
def odd_runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one run, whose data and whose first class have odd names; not to be changed."""
    folder = tmp_path_factory.mktemp("odd")
    train(folder, arrays(folder, f"{ODD}.npz"))
    return folder / "runs"


@pytest.mark.parametrize("text", [BLOBS, BLOBS.replace("units", "unit")], ids=["valid", "mistaken"])
@pytest.mark.parametrize("command", [["validate"], ["train", "--dry-run"]])
def test_a_config_s_path(command: list[str], text: str, mlpcli: Command, here: Path) -> None:
    answer = mlpcli(*command, write(here, text, f"{ODD}.yaml"))
    if text == BLOBS:  # Then its name is shown, which is made of the letters in it.
        assert characters(answer.out + answer.err) == set()
    else:
        assert_literal(answer, 2)


@pytest.mark.parametrize(
    "text",
    [
        f"{BLOBS}{json.dumps(ODD)}: 1\n",
        BLOBS.replace("relu", json.dumps(ODD)),
        BLOBS.replace("Dense", json.dumps(ODD), 1),
        BLOBS.replace("blobs", json.dumps(ODD)),
        BLOBS.replace("Adam: {", f"Adam: {{{json.dumps(ODD)}: 1, "),
        f"{BLOBS}{json.dumps(ODD)}: 1\n{json.dumps(ODD)}: 2\n",
        BLOBS.replace("seed: 3", f"seed: {json.dumps(ODD)}"),
    ],
    ids=["key", "value", "layer", "source", "argument", "twice", "type"],
)
def test_what_a_config_holds(text: str, mlpcli: Command, here: Path) -> None:
    assert_literal(mlpcli("validate", write(here, text)), 2)


@pytest.mark.parametrize("command", ["validate", "explain", "train --dry-run"])
def test_the_name_of_data(command: str, mlpcli: Command, here: Path) -> None:
    assert_literal(mlpcli(*command.split(), write(here, arrays(here, f"{ODD}.npz"))))


def test_the_path_of_data_that_is_missing(mlpcli: Command, here: Path) -> None:
    text = arrays(here, f"{ODD}.npz")
    (here / f"{ODD}.npz").unlink()
    assert_literal(mlpcli("train", write(here, text)), 3)


def test_a_training_with_odd_names_everywhere(mlpcli: Command, here: Path) -> None:
    write(here, arrays(here, f"{ODD}.npz"))
    answer = mlpcli("train", "small.yaml", "--runs", ODD)
    assert_literal(answer)
    assert answer.err.count(SHOWN) == 2  # The data and the folder.
    # In each of three commands to type next, and in that which says more of what went wrong.
    assert answer.out.count(path_word(Path(ODD))) == 4
    assert "mlpcli diagnose " in answer.out


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (["init", "-o", ODD], 0),
        (["runs", "list", "--runs", ODD], 0),
        (["validate", ODD], 2),
        (["explain", ODD], 2),
        (["explain", "small.yaml", "-o", ODD], 2),
        (["evaluate", f"./{ODD}"], 2),
        (["runs", "show", ODD, "--runs", ODD], 2),
        (["train", "small.yaml", "--set", f"{ODD}=1"], 2),
        (["train", "small.yaml", "--set", ODD], 2),
        (["train", f"--{ODD}"], 2),
        (["predict", "1", "--format", ODD], 2),
        (["predict", "1", "--top-k", ODD], 2),
    ],
    ids=lambda value: (
        " ".join(value).replace(ODD, "ODD").replace("./", "") if isinstance(value, list) else ""
    ),
)
def test_what_was_typed(command: list[str], code: int, mlpcli: Command, here: Path) -> None:
    write(here, AND)
    answer = mlpcli(*command)
    assert answer.code == code, answer.err
    assert "[red]\\x1b[31mz\\" in answer.out + answer.err
    assert characters(answer.out + answer.err) == set()


def test_a_run_that_does_not_exist(mlpcli: Command, runs: Path) -> None:
    assert_literal(mlpcli("evaluate", ODD, "--runs", runs), 2)


def changed_run(runs: Path, here: Path, name: str, **changes: Any) -> None:
    (source,) = runs.glob("blobs-*")
    shutil.copytree(source, here / "runs" / name)
    path = here / "runs" / name / "run.json"
    reseal(path, **changes)


@pytest.mark.parametrize("command", ["list", "show"])
@pytest.mark.parametrize(
    "changes",
    [
        {"dataset": ODD},
        {"status": "failed", "error": ODD, "figures": {}},
        {"command": [ODD]},
        {"device": ODD},
        {"notices": [ODD]},
        {"rows": {ODD: 3}},
        {"figures": {"test": {ODD: 0.5}}},
        {"figures": {ODD: {"loss": 0.5}}},
        {"started": "2026-01-02\x9b03:04:05+00:00"},
    ],
    ids=lambda changes: "-".join(changes),
)
def test_what_a_record_holds(
    changes: dict[str, Any], command: str, mlpcli: Command, runs: Path, here: Path
) -> None:
    changed_run(runs, here, "small-20260102-030405", **changes)
    answer = mlpcli("runs", command)
    assert characters(answer.out + answer.err) == set()
    # A time of no form, and data that model.json names otherwise, are errors.
    if command == "show" and not {"started", "dataset"} & changes.keys():
        assert_literal(answer)


@pytest.mark.parametrize("content", [None, "{"], ids=["whole", "broken"])
def test_the_folder_of_a_run(content: str | None, mlpcli: Command, runs: Path, here: Path) -> None:
    changed_run(runs, here, ODD)
    if content:
        (here / "runs" / ODD / "run.json").write_text(content)
    assert_literal(mlpcli("runs", "list"))
    assert_literal(mlpcli("runs", "show", f"./runs/{ODD}"), 4 if content else 0)
    assert_literal(mlpcli("evaluate", f"./runs/{ODD}"), 4 if content else 0)


def test_classes_in_every_table_of_an_evaluation(mlpcli: Command, odd_runs: Path) -> None:
    answer = mlpcli("evaluate", "--runs", odd_runs)
    assert_literal(answer)
    # A row of figures, a row and a column of the confusion matrix.
    assert answer.out.count(SHOWN) == 3


@pytest.mark.parametrize("format", ["table", "csv", "jsonl"])
def test_classes_and_paths_in_answers_on_a_terminal(
    format: str, mlpcli: Command, odd_runs: Path, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    np.save(here / f"{ODD}.npy", np.zeros((2, 2), np.float32))
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setenv("COLUMNS", "300")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    answer = mlpcli("predict", f"{ODD}.npy", "--runs", odd_runs, "--format", format)
    assert answer.code == 0, answer.err
    assert characters(answer.out + answer.err) == set()
    assert answer.out.count("z\\r\\n") >= 3


def spoil_text(path: Path) -> None:
    path.write_text("no image")


def spoil_array(path: Path) -> None:
    np.save(path, np.full((2, 8, 8), -1.0))


@pytest.mark.parametrize(
    ("name", "make"),
    [
        (f"{ODD}.png", spoil_text),
        (f"{ODD}.png", Path.touch),
        (f"{ODD}.npy", spoil_array),
        (f"{ODD}.npy", spoil_text),
        (ODD, Path.mkdir),
        (ODD, lambda path: None),
    ],
    ids=["text", "empty", "pixels", "no array", "folder", "missing"],
)
def test_inputs_that_cannot_be_read(
    name: str, make: Callable[[Path], object], mlpcli: Command, runs: Path, here: Path
) -> None:
    make(here / name)
    answer = mlpcli("predict", name, "--run", "digits", "--runs", runs)
    assert answer.code == 3
    assert "z\\r\\n" in answer.err
    assert characters(answer.out + answer.err) == set()


def fail(*_: object, **__: object) -> None:
    raise RuntimeError(ODD)


def test_a_bug_and_its_log(mlpcli: Command, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platformdirs.user_log_dir", lambda name: str(here / ODD))
    monkeypatch.setattr("mlpcli.workflows.list_runs.select_runs", fail)
    answer = mlpcli("runs", "list")
    assert_literal(answer, 1)
    assert answer.err.count(SHOWN) == 2


def test_a_bug_that_is_shown_whole_keeps_its_lines(
    mlpcli: Command, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "logs").write_text("a file")
    monkeypatch.setattr("platformdirs.user_log_dir", lambda name: str(here / "logs"))
    monkeypatch.setattr("mlpcli.workflows.list_runs.select_runs", fail)
    answer = mlpcli("runs", "list")
    assert answer.code == 1
    assert "\nTraceback (most recent call last):\n  File " in answer.err
    assert characters(answer.err) == set()


def test_a_live_training_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = become_terminal(monkeypatch)
    monkeypatch.setenv("NO_COLOR", "1")
    begun = beginning()
    begun.dataset.facts = SimpleNamespace(name=ODD)
    begun.folder = RunFolder(Path(ODD))
    with pytest.raises(KeyboardInterrupt), LiveTraining() as watcher:
        watcher.notice(ODD)
        watcher.reading(ODD, 1, 2)
        watcher.begin(begun)
        raise KeyboardInterrupt
    shown = terminal.getvalue()
    assert shown.count(SHOWN) >= 4
    # The bar moves the cursor, but nothing that came from outside does.
    assert characters(shown) <= {"\x1b", "\r"}
    assert "\x1b[31m" not in shown
