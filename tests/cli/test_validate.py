import json
from pathlib import Path

from tests.conftest import Command
from tests.workflows.trainings import AND, BLOBS, write


def test_a_valid_config_is_shown_as_its_network(mlpcli: Command, here: Path) -> None:
    answer = mlpcli("validate", write(here, BLOBS))
    assert (answer.code, answer.err) == (0, "")
    assert [line.split() for line in answer.out.splitlines()] == [
        ["small:", "no", "mistakes,", "trains", "on", "blobs"],
        ["layer", "output", "parameters", "multiply-adds"],
        ["input", "2"],
        ["Dense", "4", "12", "8"],
        ["Dense", "3", "15", "12"],
        ["total", "27", "20"],
        ["loss", "categorical_crossentropy,", "metrics", "accuracy"],
    ]


def test_several_configs_are_shown_one_after_the_other(mlpcli: Command, here: Path) -> None:
    files = [write(here, BLOBS, "one.yaml"), write(here, AND, "two.yaml")]
    out = mlpcli("validate", *files).out
    assert out.index("one: no mistakes") < out.index("two: no mistakes")


def test_files_that_fail_alone_may_belong_together(mlpcli: Command, here: Path) -> None:
    files = [write(here, BLOBS, "base.yaml"), write(here, "training: {epochs: 5}\n", "over.yaml")]
    answer = mlpcli("validate", *files)
    assert (answer.code, answer.out.splitlines()[0]) == (2, "base: no mistakes, trains on blobs")
    assert answer.err.splitlines()[-1] == (
        "each file was checked separately; --merge checks them merged into one config"
    )
    assert mlpcli("validate", *files, "--merge").code == 0


def test_every_config_is_checked_whatever_the_others_are(mlpcli: Command, here: Path) -> None:
    no_file = f"data: {{source: arrays, path: none.npz}}\n{BLOBS[BLOBS.index('layers:') :]}"
    files = [write(here, no_file, "a.yaml"), write(here, BLOBS, "b.yaml"), write(here, no_file, "c.yaml")]
    answer = mlpcli("validate", *files)
    assert (answer.code, answer.out.splitlines()[0]) == (3, "b: no mistakes, trains on blobs")
    places = [line for line in answer.err.splitlines() if line.startswith(str(here))]
    assert [line.partition(": ")[0] for line in places] == [f"{files[0]}  data", f"{files[2]}  data"]
    assert "2 mistakes in the configs and their data; nothing was started" in answer.err
    files.append(write(here, BLOBS.replace("seed: 3", "sed: 3"), "d.yaml"))
    answer = mlpcli("validate", *files, "--json")
    assert (answer.code, answer.err) == (3, "")
    assert [Path(one["file"]).name for one in json.loads(answer.out)] == ["d.yaml", "a.yaml", "c.yaml"]


def test_what_may_surprise_is_a_notice(mlpcli: Command, here: Path) -> None:
    text = AND.replace("epochs: 0", "epochs: 5").replace(
        "training:", "  - Dense: {units: 1, activation: sigmoid}\ntraining:"
    )
    answer = mlpcli("validate", write(here, text))
    assert answer.code == 0
    assert answer.err.startswith("notice: ")
    assert "small.yaml:3:35  layers[0] Dense.activation: step has no gradient" in answer.err


def test_a_mistake_has_its_place_and_its_fix(mlpcli: Command, here: Path) -> None:
    write(here, BLOBS.replace("activation: relu", "activation: rely"))
    answer = mlpcli("validate", "small.yaml")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.splitlines()[0].startswith("small.yaml:5:35  layers[0] Dense.activation: ")
    assert "relu" in answer.err.splitlines()[1]
    assert answer.err.splitlines()[-1] == "1 mistake in the config; nothing was started"


def test_networks_as_json(mlpcli: Command, here: Path) -> None:
    answer = mlpcli("validate", write(here, BLOBS), "--json")
    assert (answer.code, answer.err) == (0, "")
    (found,) = json.loads(answer.out)
    assert (found["config"], found["parameters"], found["loss"]) == ("small", 27, "categorical_crossentropy")
    assert [(layer["layer"], layer["output"]) for layer in found["layers"]] == [
        ("Dense", [4]),
        ("Dense", [3]),
    ]
    assert json.loads(mlpcli("train", write(here, BLOBS), "--dry-run", "--json").out) == found


def test_mistakes_as_json(mlpcli: Command, here: Path) -> None:
    file = write(here, BLOBS.replace("seed: 0", "sed: 0") + "extra: 1\n")
    answer = mlpcli("validate", file, "--json", "--set", "training.epochs=x")
    assert (answer.code, answer.err) == (2, "")
    found = json.loads(answer.out)
    assert all(set(one) == {"file", "line", "column", "subject", "message", "fix"} for one in found)
    assert (str(file), "extra") in [(one["file"], one["subject"]) for one in found]
    assert [one["file"] for one in found if one["line"] is None] == ["--set training.epochs"]
