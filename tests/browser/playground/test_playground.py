"""What the playground has of a run, what it refuses, and the config that it writes."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mlpcli.browser.parts import script_files
from mlpcli.browser.playground_data import playground_data
from mlpcli.browser.playground_limits import limits_of
from mlpcli.config.config import Config
from mlpcli.config.load import load as load_config
from mlpcli.config.load import loads
from mlpcli.config.yaml.nodes import to_plain
from mlpcli.config.yaml.reader import read_text
from mlpcli.data.load import load
from mlpcli.data.sources import open_source
from mlpcli.network.plan import Plan, make_plan, resolve
from mlpcli.runs.metrics_csv import read_rows
from tests.browser.in_node import in_node
from tests.workflows import trainings

MOONS = """\
name: moons
data: {source: moons, rows: 200, noise: 0.1, validation: 0.2}
layers:
  - Dense: {units: 8, activation: tanh}
  - Dense: {units: 1, activation: sigmoid}
optimizer: {Adam: {learning_rate: 0.03}}
training: {epochs: 30, baselines: false}
report: false
"""
ALL_OF_IT = """\
name: a-name.of_all
seed: 7
data: {source: blobs, rows: 60, centers: [[0, 0], [3, 2], [0, 4.5]], standardize: true}
layers:
  - Flatten
  - Dense: {units: 2, use_bias: false, kernel_initializer: [[0.5, 1e-7], [-0.25, 3]], name: first}
  - BatchNormalization: {momentum: 0.9}
  - Activation: {activation: {leaky_relu: {negative_slope: 0.1}}}
  - Dropout: 0.2
  - Dense: {units: 4, kernel_initializer: {VarianceScaling: {mode: fan_out}}, kernel_regularizer: {L2: 0.01}}
  - Dense: 3
optimizer: {SGD: {learning_rate: 0.1, momentum: 0.9, nesterov: true}}
training:
  epochs: 4
  loss: {categorical_crossentropy: {from_logits: true, label_smoothing: 0.1}}
  early_stopping: {patience: 3}
"""
OPEN = """
const settings = settingsOf(given.playground);
const rowsOf = (split) => ({ targets: float32From(split.targets),
  inputs: tensor([split.rows, 2], float32From(split.inputs)) });
"""


def opened(text: str) -> tuple[Config, Plan, dict[str, Any]]:
    config = loads(text, "config.yaml").config
    source = open_source(config.data, config.seed)
    plan = make_plan(config, source.facts)
    config = resolve(config, plan)
    return config, plan, playground_data(config, plan, load(source, config.seed))


def in_page(config: Config, script: str, given: Any) -> Any:
    return in_node(script_files(config.layers, "plane", ("inside", "playground")), OPEN + script, given)


@pytest.mark.parametrize("text", [MOONS, ALL_OF_IT], ids=["moons", "all of it"])
def test_the_config_is_that_of_the_run(text: str) -> None:
    config, plan, data = opened(text)
    assert [*limits_of(config, plan)] == []

    written = in_page(
        config,
        "return configText(given.playground.config, settings, 12, (key) => key);",
        {"playground": data},
    )

    found = loads(written, "page.yaml").config
    training = {"epochs": 12, "early_stopping": None}
    expected = config.model_copy(update={"training": config.training.model_copy(update=training)})
    assert found.model_copy(update={"report": expected.report}) == expected


def test_the_page_has_of_a_file_only_its_name_and_says_where_to_put_it(tmp_path: Path) -> None:
    rows = "".join(f"{at / 10},{-at / 5},{'up' if at % 2 else 'down'}\n" for at in range(40))
    (tmp_path / "my points.csv").write_text(f"a,b,kind\n{rows}")
    data = {"source": "table", "path": str(tmp_path / "my points.csv"), "target": "kind"}
    config, _, given = opened(
        f"name: points\ndata: {data}\nlayers: [{{Dense: {{units: 2, activation: softmax}}}}]\n"
    )
    script = "return configText(given.playground.config, settings, 1, wordsIn('en'));"
    written = in_page(config, script, {"playground": given})

    assert str(tmp_path) not in written and str(tmp_path) not in str(given)
    assert written.startswith('# Put "my points.csv" beside this file, or write below where it is.\n')
    (tmp_path / "page.yaml").write_text(written)
    assert load_config([tmp_path / "page.yaml"]).config.data == config.data


def test_the_rows_of_a_gate_are_rows_of_training_alone() -> None:
    gate = MOONS.replace("source: moons, rows: 200, noise: 0.1, validation: 0.2", "source: gates, gate: xor")
    _, _, found = opened(gate)
    assert (found["train"]["name"], found["train"]["rows"], found["held"]) == ("train", 4, None)
    assert opened(MOONS)[2]["held"]["name"] == "validation"


def test_strange_texts_stay_what_they_are() -> None:
    strange = [
        "yes",
        "null",
        "0x1",
        "1e-3",
        "a: b",
        "#",
        " a",
        "\u2028",
        "\x85",
        "\\ \"'",
        "日本",
        "~",
        "-",
        "a\nb",
        "é",
    ]
    (found,) = in_node(("playground/config_text.js",), "return [inYaml(given)];", {"a: b": strange})
    read = read_text(f"name: {found}\n", "page.yaml", Path())
    assert to_plain(read) == {"name": {"a: b": strange}}


def test_training_in_the_page_reaches_what_the_config_reaches(tmp_path: Path) -> None:
    config, _, data = opened(MOONS)
    script = """
    const [train, held] = [given.playground.train, given.playground.held].map(rowsOf);
    return [0, 1, 2, 3, 4].map((seed) => {
      const trainer = newTrainer({ ...settings, seed }, train);
      while (trainer.epochs < 30) trainStep(trainer);
      const text = configText(given.playground.config, { ...settings, seed }, 30, (key) => key);
      return { ...evaluated(trainer, held), text };
    });"""

    found = in_page(config, script, {"playground": data})

    run = trainings.train(tmp_path, found[0]["text"] + "report: false\n", "training.baselines=false")
    reached = [*read_rows(run.folder.metrics)][-1]
    losses = np.array([one["loss"] for one in found])
    assert abs(reached["val_loss"] - losses.mean()) < 3 * losses.std() + 0.01
    # Five rows of forty.
    assert reached["val_accuracy"] == pytest.approx(np.mean([one["accuracy"] for one in found]), abs=0.125)


@pytest.mark.parametrize("shuffle", [True, False])
def test_rows_are_shuffled_as_the_config_says(shuffle: bool) -> None:
    text = MOONS.replace("epochs: 30", f"shuffle: {str(shuffle).lower()}, epochs: 30")
    config, _, data = opened(text)
    script = """
    const trainer = newTrainer(settings, rowsOf(given.playground.train));
    trainStep(trainer);
    return [...trainer.order];"""
    order = in_page(config, script, {"playground": data})
    assert sorted(order) == [*range(len(order))]
    assert (order != sorted(order)) == shuffle


def test_a_penalty_that_differs_by_layer_is_no_number_until_it_is_set() -> None:
    config, _, data = opened(ALL_OF_IT)
    script = """
    const game = { settings, trainer: { parts: [], steps: 0 } };
    const before = penaltyNow(game);
    lookAt = () => {};
    setPenalty(game, { l1: 0.5 });
    const both = [before, penaltyNow(game)];
    return [...both, settings.layers.map(({ arguments: one }) => one.kernel_regularizer)];"""
    before, after, penalties = in_page(config, script, {"playground": data})
    assert (before, after) == ({"l1": 0, "l2": None}, {"l1": 0.5, "l2": None})
    found = [one["L1L2"] for one in penalties if one]
    assert found == [{"l1": 0.5, "l2": 0}, {"l1": 0.5, "l2": 0.01}, {"l1": 0.5, "l2": 0}]


def test_rows_are_those_of_the_run_evenly_spread() -> None:
    _, _, data = opened("""\
name: many
data: {source: blobs, rows: 9000, validation: 0}
layers: [{Dense: {units: 1, activation: sigmoid}}]
""")
    train = data["train"]
    assert (train["rows"], train["total"], data["held"]["name"]) == (5000, 7200, "test")


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("noise: 0.1", "noise: 0.1", None),
        ("activation: tanh", "activation: sparsemax", "it cannot train layers[0] Dense with sparsemax"),
        (
            "units: 8",
            "units: 8, kernel_initializer: orthogonal",
            "it cannot train layers[0] Dense with kernel_initializer: Orthogonal",
        ),
        (
            "units: 8",
            "units: 8, bias_constraint: non_neg",
            "it cannot train layers[0] Dense with bias_constraint: NonNeg",
        ),
        ("units: 8", "units: 8, trainable: false", "it cannot train layers[0] Dense with trainable: false"),
        ("layers:", "layers:\n  - LayerNormalization", "it cannot train layers[0] LayerNormalization"),
        ("{Adam:", "{RMSprop:", "it does not have the optimizer RMSprop, but SGD, Adam, AdamW"),
        (
            "learning_rate: 0.03",
            "learning_rate: {ExponentialDecay: {initial_learning_rate: 1, decay_steps: 9, decay_rate: 0.9}}",
            "it does not have a learning rate that changes by a schedule",
        ),
        ("{learning_rate", "{clipnorm: 1.0, learning_rate", "it does not have Adam with clipnorm"),
        ("epochs: 30", "epochs: 30, loss: dice", "it does not have the loss dice"),
        ("epochs: 30", "epochs: 30, class_weight: balanced", "it does not have class_weight"),
    ],
)
def test_what_the_playground_cannot_do_is_said_by_name(before: str, after: str, told: str | None) -> None:
    assert before in MOONS
    config = loads(MOONS.replace(before, after), "config.yaml").config
    plan = make_plan(config, open_source(config.data, 0).facts)
    assert [*limits_of(config, plan)] == ([told] if told else [])


def test_other_rows_than_two_numbers_have_no_area() -> None:
    text = "name: iris\ndata: {source: iris}\nlayers: [{Dense: {units: 3, activation: softmax}}]\n"
    config = loads(text, "config.yaml").config
    plan = make_plan(config, open_source(config.data, 0).facts)
    assert [*limits_of(config, plan)] == ["it shows the area of two inputs, and this network takes 4 numbers"]
