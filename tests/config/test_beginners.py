"""Whatever a beginner writes, the fixes of one round, done to the letter, leave a config that trains."""

from pathlib import Path

import pytest

from tests.config.beginners import DIGITS, LAYERS, MISTAKES, Beginner
from tests.config.fixed import fixed, mistakes
from tests.facts import MNIST


@pytest.mark.parametrize("beginner", MISTAKES, ids=[one.name for one in MISTAKES])
def test_fixes_of_one_round_are_enough(beginner: Beginner, tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    file.write_text(beginner.text)
    told = mistakes([file], (), beginner.facts)
    assert told
    fixed([file], (), told)
    assert mistakes([file], (), beginner.facts) == ()
    for line in beginner.keeps:
        assert line in file.read_text()


def test_mistakes_in_what_a_fix_writes_are_told_with_it(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    file.write_text('data: {source: mnist}\nlayers: [Flatten, Dense: 10]\nval_split: 10%\nlr: "0,01"\n')
    told = {problem.subject: problem for problem in mistakes([file], (), MNIST)}
    assert told.keys() == {"val_split", "lr", "layers[1] Dense.activation"}
    assert told["val_split"].message.endswith('mended too: data.validation: found "10%", expected a number')
    assert "optimizer Adam.learning_rate: found" in told["lr"].message
    assert told["lr"].fix.endswith("Adam: {learning_rate: 0.01}")


def test_no_fix_writes_a_section_twice(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    file.write_text(
        "task: classify\nmodel: m.yaml\ndata: mnist\nval_ratio: 0.2\n" + "layers: [Flatten, Dense: 10]\n"
    )
    fixes = [problem.fix for problem in mistakes([file], (), MNIST)]
    assert sum("source: mnist" in fix for fix in fixes) == 1
    assert mistakes([file], (), MNIST)[0].fix.startswith("remove it")


def test_taking_out_the_first_key_leaves_the_next_line_alone(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    training = "training:\n  optimiser: {sgd: {lr: 0.1, momentun: 0.9}}\n  early_stoping: {patence: 2}\n"
    file.write_text(DIGITS + LAYERS + training)
    fixes = [problem.fix for problem in mistakes([file], (), MNIST)]
    assert not any("early_stopping:" in fix for fix in fixes)
    assert "did you mean early_stopping?" in fixes


def test_a_decay_that_is_decoupled_here_is_named(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    file.write_text(f"lr0: 0.02\nmomentum: 0.9\nweight_decay: 0.0003\noptimizer: SGD\n{DIGITS}{LAYERS}")
    (decay,) = (one for one in mistakes([file], (), MNIST) if one.subject == "weight_decay")
    assert "without its coupling to the gradients" in decay.fix


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (
            "train: {epochs: 7, hsv_h: 0.015}\n",
            "without hsv_h (no layer does the same, but RandomHue",
        ),
        ("training: {learning_rate: {initial: 0.2, decay: 0.9}}\n", "without decay: 0.9"),
        ("train: {learning_rate: {initial: 0.2, decay: 0.9}}\n", "without decay: 0.9 of learning_rate"),
        ("train: {epochs: 7, fliplr: 0.3}\n", "without the share 0.3 of fliplr"),
        ("train: {epochs: 7, steps_per_epoch: 90}\n", "without steps_per_epoch"),
        ("train: {epochs: 7, optimizer: Ranger21}\n", "without optimizer"),
        ("train: {data: [1, 2]}\n", "take these lines out, with its data (data stands at the left margin)"),
        ("train: {epochs: 7, dataset: cifar10}\n", "without its dataset (data stands at the left margin)"),
        (
            "optimizer: SGD\ntrain: {epochs: 7, optimizer: Adam}\n",
            "without its optimizer (one stands at the left margin)",
        ),
        ("optimizer: {SGD: {learning_rate: {initial: 0.2, decay: 0.9}}}\n", "without decay: 0.9"),
        ("training: {regularization: {l1: 0.2, dropout: 0.3}}\n", "without dropout: 0.3"),
        ("fliplr: 0.3\n", "RandomFlip: {mode: horizontal}, which flips half of them, not 0.3"),
        ("augmentation: {hflip: 0.3, mosaic: 1.0}\n", "without the share 0.3 of hflip, mosaic"),
        ("training: {mixup: 0.2}\n", "remove it: no layer does the same"),
        ("model: {lin1_size: 8, heads: 4}\n", "without lin1_size, heads"),
        ("model: {layers: [Flatten], heads: 4}\n", "without heads"),
        ("callbacks: {early_stopping: {patience: 3, stopping_threshold: 0.2}}\n", ".stopping_threshold"),
        (
            "scheduler: {_target_: torch.ReduceLROnPlateau, patience: 3}\n",
            "the epoch more that PyTorch waits",
        ),
        ("scheduler: {type: ReduceLROnPlateau, threshold: 0.1}\n", "without ReduceLROnPlateau.threshold"),
        (
            "optimizer: {_target_: torch.optim.Adam, weight_decay: 0.1}\ntraining: {max_grad_norm: 1.5}\n",
            "write, without its coupling",
        ),
        (
            "optimizer: {_target_: torch.optim.Adam, weight_decay: 0.1}\n",
            "without its coupling to the gradients",
        ),
    ],
)
def test_what_has_no_counterpart_is_named(lines: str, words: str, tmp_path: Path) -> None:
    assert any(words in fix for fix in _fixes(DIGITS + LAYERS + lines, tmp_path))


def test_settings_of_ultralytics_without_a_counterpart_are_named(tmp_path: Path) -> None:
    of_data = "train: a\nval: b\nnc: 3\nnbs: 64\nlrf: 0.1\ndownload: https://example.com\nfliplr: 0.3\n"
    (fix,) = _fixes(f"{of_data}optimizer: SGD\nlr0: 0.1\nmomentum: 0.9\nweight_decay: 0.002\n", tmp_path)
    words = "without download, nbs, lrf (a schedule stands"
    assert words in fix


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("cos_lr: true\n", "a schedule stands in place of the optimizer's learning_rate"),
        ("cos_lr: false\n", "remove it: without it, the rate follows no cosine"),
        ("lrf: 0.1\n", "a schedule stands in place of the optimizer's learning_rate"),
        ("warmup_epochs: 3.0\n", "remove it: the rate does not rise in the first epochs"),
        ("val: true\n", "remove it: every epoch is validated"),
        ("close_mosaic: 10\n", "remove it: there is no such setting here"),
    ],
)
def test_keys_of_ultralytics_are_not_taken_for_others_that_are_like_them(
    lines: str, words: str, tmp_path: Path
) -> None:
    (fix,) = _fixes(f"{DIGITS}{LAYERS}{lines}", tmp_path)
    assert words in fix


def test_a_rate_that_a_schedule_begins_with_is_not_told_as_lost(tmp_path: Path) -> None:
    (fix,) = _fixes(f"{DIGITS}{LAYERS}train: {{lr0: 0.02, cos_lr: true, epochs: 4}}\n", tmp_path)
    assert fix.startswith("write instead:\n")
    assert 'CosineDecay: {initial_learning_rate: 0.02, decay_steps: "4 epochs", alpha: 0.01}' in fix


def test_a_penalty_of_layers_that_are_missing_is_named(tmp_path: Path) -> None:
    fixes = _fixes(f"{DIGITS}train: {{epochs: 7, Regularization: {{L2: 0.003}}}}\n", tmp_path)
    assert any("layers have it, as kernel_regularizer: {L2: {l2: 0.003}}" in fix for fix in fixes)


def test_dropout_without_layers_to_stand_between_is_named(tmp_path: Path) -> None:
    (_, dropout) = _fixes(f"{DIGITS}dropout: 0.3\n", tmp_path)
    assert dropout == "remove it: it stands among the layers, as - Dropout: {rate: 0.3}"


def test_early_stopping_in_other_letters_is_one_mistake(tmp_path: Path) -> None:
    fixes = _fixes(f"{DIGITS}{LAYERS}training: {{Early_Stopping: True}}\n", tmp_path)
    assert fixes == ["write early_stopping: {patience: 5}"]


@pytest.mark.parametrize(
    "layers", ["layers: [Flatten, Dense: {ARGUMENTS}]\n", "layers:\n  - Flatten\n  - Dense: {ARGUMENTS}\n"]
)
def test_a_decay_of_one_layer_is_named(layers: str, tmp_path: Path) -> None:
    arguments = "units: 10, activation: softmax, weight_decay: 0.01"
    (fix,) = _fixes(DIGITS + layers.replace("ARGUMENTS", arguments), tmp_path)
    assert fix.startswith(
        "remove it: the optimizer has a weight_decay; a penalty of one layer is"
        " kernel_regularizer: {L2: {l2: 0.01}}"
    )


def test_rows_that_a_source_does_not_let_one_choose_are_named(tmp_path: Path) -> None:
    fixes = _fixes("data: {source: mnist, test_size: 0.3, n_samples: 50}\n" + LAYERS, tmp_path)
    assert fixes[0] == "remove it: mnist has test rows of its own; write:\ndata: {source: mnist}"
    assert fixes[1] == "remove it: mnist has its rows, and all of them are used"


def _fixes(text: str, folder: Path) -> list[str]:
    (folder / "config.yaml").write_text(text)
    return [problem.fix for problem in mistakes([folder / "config.yaml"], (), MNIST)]


def test_there_are_fifty_of_them() -> None:
    assert len({one.name for one in MISTAKES}) >= 50
