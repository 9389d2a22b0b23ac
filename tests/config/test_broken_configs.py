"""Every mistake is found, stands at its line and column, and comes with what to do about it."""

import re
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import pytest

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.config.load import load
from mlpcli.errors import ConfigError
from mlpcli.network.plan import Plan, make_plan
from mlpcli.network.stack import BrokenStack
from tests.config.broken import (
    argument_names,
    behind_values,
    dense_values,
    documents,
    foreign_characters,
    heads,
    image_values,
    keys_and_tags,
    layer_names,
    merged,
    objectives,
    optimizer_names,
    optimizer_values,
    scalars,
    sections,
    shapes,
    source_values,
    sources,
    syntax,
    training_values,
    weight_values,
    weights,
)
from tests.config.broken.row import GOOD, Broken, head, optimizer, schedule, stack, training
from tests.facts import CANCER, HOUSING, IRIS, MNIST

_TABLES = (
    scalars,
    keys_and_tags,
    documents,
    syntax,
    behind_values,
    foreign_characters,
    sections,
    sources,
    source_values,
    layer_names,
    optimizer_names,
    argument_names,
    dense_values,
    image_values,
    weight_values,
    optimizer_values,
    training_values,
    shapes,
    weights,
    heads,
    objectives,
    merged,
)
ROWS: tuple[Broken, ...] = tuple(chain.from_iterable(table.ROWS for table in _TABLES))

# How pydantic and Python speak of the same mistakes.
_FOREIGN = re.compile(
    r"Input should|Input tag|String should|should be|Value error|Field required|Extra inputs"
    r"|valid (integer|number|string|dictionary)|\bNone\b|\bTrue\b|\bFalse\b|<class"
)


def plan_of(
    folder: Path, text: str | bytes, facts: DataFacts, second: str | None, overrides: tuple[str, ...]
) -> Plan:
    """The plan of a config, or ConfigError with all its mistakes, as a workflow raises it."""
    files = {"config.yaml": text} if second is None else {"config.yaml": text, "second.yaml": second}
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    loaded = load([folder / name for name in files], overrides)
    try:
        return make_plan(loaded.config, facts)
    except BrokenStack as broken:
        raise loaded.error(broken.findings) from None


@dataclass(frozen=True)
class Told:
    """What is said of a broken config in a folder."""

    row: Broken
    folder: Path
    error: ConfigError


@pytest.fixture(scope="module", params=ROWS, ids=[row.name for row in ROWS])
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Told:
    row, folder = request.param, tmp_path_factory.mktemp("broken")
    with pytest.raises(ConfigError) as caught:
        plan_of(folder, row.text, row.facts, row.second, row.overrides)
    return Told(row, folder, caught.value)


def test_mistake_is_located_and_worded(told: Told) -> None:
    row, (problem, *more) = told.row, told.error.problems
    where = f"config.yaml:{row.at}" if re.fullmatch(r"\d+:\d+", row.at) else row.at
    assert problem.where.removeprefix(f"{told.folder}/") == where
    assert problem.subject == row.subject
    assert row.message in problem.message
    assert row.fix in problem.fix
    assert len(more) == row.more
    assert told.error.exit_code == 2


def test_message_speaks_of_the_config_and_not_of_python(told: Told) -> None:
    for problem in told.error.problems:
        assert not _FOREIGN.search(f"{problem.message} {problem.fix}")
        assert problem.message.isprintable()
        assert problem.message and problem.fix


def test_mistakes_after_a_mended_line_keep_their_lines(tmp_path: Path) -> None:
    layers = GOOD.partition("\n")[2]
    text = f"data: {{source: mnist}}; seed: 1\n{layers}training: {{epochs: many}},\nname: 3\n"
    with pytest.raises(ConfigError) as caught:
        plan_of(tmp_path, text, MNIST, None, ())
    lines = {problem.subject: problem.where.split(":")[1] for problem in caught.value.problems}
    assert lines == {"": "3", "training.epochs": "3", "name": "4"}


def test_names_of_rows_are_distinct() -> None:
    names = [row.name for row in ROWS]
    assert len(names) == len(set(names))


def test_all_mistakes_are_listed_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = (
        "training:\n"
        "  epochs: many\n"
        "  los: mse\n"
        "layers:\n"
        "  - Flaten\n"
        "  - Dense: {units: -1, activation: 3}\n"
        "optimizer: {Adam: {lr: 1}}\n"
        "data: {source: mnist, validation: 2}\n"
        "seed: x\n"
    )
    with pytest.raises(ConfigError) as caught:
        plan_of(tmp_path, text, MNIST, None, ())
    places = [problem.where.partition("config.yaml:")[2] for problem in caught.value.problems]
    assert places == ["2:11", "3:3", "5:5", "6:20", "6:36", "7:20", "8:35", "9:7"]
    assert caught.value.message == "8 mistakes in the config"


def test_mistakes_of_the_stack_and_the_training_are_listed_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = (
        "training: {metrics: [auc], loss: huber, checkpoint: {monitor: x}}\n"
        "data: {source: mnist}\n"
        "layers: [Flatten, {Dense: {units: 10, activation: softmax}}]\n"
    )
    with pytest.raises(ConfigError) as caught:
        plan_of(tmp_path, text, MNIST, None, ())
    places = [problem.where.partition("config.yaml:")[2] for problem in caught.value.problems]
    assert places == ["1:22", "1:34", "1:63"]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (GOOD, MNIST),
        (optimizer("{Adam: {learning_rate: 1e-3}}"), MNIST),
        (optimizer("{SGD: {learning_rate: 1, momentum: 9e-1}}"), MNIST),
        (schedule("CosineDecay: {initial_learning_rate: 1e-2, decay_steps: 10 epochs}"), MNIST),
        (training("class_weight: {0: 2, '1': 0.5}", "loss: mse", "metrics: [accuracy]"), MNIST),
        (training("early_stopping: {}", "checkpoint: {monitor: val_accuracy}"), MNIST),
        (stack("Flatten:", "Dense: {units: 10, activation: softmax}"), MNIST),
        (stack("Dense: {units: 3, kernel_initializer: he_normal, activation: softmax}"), IRIS),
        (stack("Dense: {units: 3, activation: softmax}", "Dense: {units: 3, activation: softmax}"), IRIS),
        (head("{units: 1, activation: sigmoid}", "metrics: [auc, precision]"), CANCER),
        (head("{units: 2, activation: softmax}", "metrics: [accuracy]"), CANCER),
        (head("{units: 1}", "metrics: [r2_score, mae]"), HOUSING),
        ("\ufeff" + GOOD, MNIST),
        (GOOD.replace("\n", "\r\n"), MNIST),
        ("---\n" + GOOD + "...\n", MNIST),
        ("%YAML 1.2\n---\n" + GOOD, MNIST),
    ],
)
def test_correct_config_gives_a_plan(text: str, facts: DataFacts, tmp_path: Path) -> None:
    assert plan_of(tmp_path, text, facts, None, ()).facts == facts
