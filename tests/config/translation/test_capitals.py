"""Keys in other letters are those in lowercase, whatever tool has them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mlpcli.config.load import loads
from mlpcli.config.translation.augmentation_keys import HYPERPARAMETERS
from mlpcli.config.translation.capitals import in_lowercase, in_other_case
from mlpcli.config.translation.hidden_layers import SIZES
from mlpcli.config.translation.keys import HELD_BACK, SEEDS, SHAPES, TRAINED
from mlpcli.config.translation.optimizer_keys import CLIPPING, RATES, SCHEDULERS
from mlpcli.config.translation.other_names import ALIASES, DROPPED
from mlpcli.config.translation.regularization_keys import DROPOUT
from mlpcli.config.translation.split_keys import SPLITS
from mlpcli.config.translation.stopping import PATIENCE
from mlpcli.config.yaml.edits import edited
from mlpcli.config.yaml.line_edits import apply_line_edits
from mlpcli.config.yaml.nodes import to_plain
from mlpcli.config.yaml.reader import read_text
from mlpcli.errors import ConfigError
from tests.config.broken.row import GOOD, LAYERS, stack, training

_TABLES = (ALIASES, DROPPED, HELD_BACK, TRAINED, SEEDS, SHAPES, SIZES, RATES, CLIPPING, SCHEDULERS)
_OTHER_TABLES = (DROPOUT, SPLITS, PATIENCE, HYPERPARAMETERS)
_WORDS = sorted({word for table in (*_TABLES, *_OTHER_TABLES) for word in table if word == word.lower()})


_IN_LETTERS: dict[str, Callable[[str], str]] = {
    "title": str.title,
    "upper": str.upper,
    "dashes": lambda word: word.replace("_", "-"),
    "title with dashes": lambda word: word.title().replace("_", "-"),
    "upper with dashes": lambda word: word.upper().replace("_", "-"),
}


@pytest.mark.parametrize("letters", _IN_LETTERS)
@pytest.mark.parametrize("section", ["hyperparameters", "training"])
def test_every_word_of_other_tools_is_the_same_in_other_letters(letters: str, section: str) -> None:
    keys = "".join(f"  {_IN_LETTERS[letters](word)}: 1\n" for word in _WORDS)
    document = read_text(f"{section}:\n{keys}", "", Path())
    # What is known in its place is told, and changed by its fix.
    edits = [edit for one in in_other_case(document) for edit in one.remedy.edits]
    lowercase, _ = in_lowercase(edited(document, edits))
    assert to_plain(lowercase) == {section: dict.fromkeys(_WORDS, 1)}


def _fixed(text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        loads(text, "config.yaml")
    edits = [edit for problem in caught.value.problems for edit in problem.edits]
    return "\n".join(apply_line_edits(text.splitlines(), edits))


@pytest.mark.parametrize(
    ("other", "lowercase"),
    [
        (stack("Dense: {units: 10, L2: 0.001}"), stack("Dense: {units: 10, l2: 0.001}")),
        (
            stack("Dense: {Units: 10, L1: 0.0005, L2: 0.003}"),
            stack("Dense: {units: 10, l1: 0.0005, l2: 0.003}"),
        ),
        (training("Patience: 6", "Early-Stopping: true"), training("patience: 6", "early_stopping: true")),
        (
            training("Early_Stopping: true", "Min-Delta: 0.01", "PATIENCE: 7"),
            training("early_stopping: true", "min_delta: 0.01", "patience: 7"),
        ),
        (training("Gradient_Clip_Norm: 0.7"), training("gradient_clip_norm: 0.7")),
        (
            "Hyperparameters: {Num_Epochs: 15, BatchSize: 64, LR: 0.002, Optimizer: SGD, Momentum: 0.9}\n"
            "Model: {Hidden-Layers: [64, 10], Activation: relu, DropOut-Rate: 0.25}\nDataset: mnist\n",
            "hyperparameters: {num_epochs: 15, batch_size: 64, lr: 0.002, optimizer: SGD, momentum: 0.9}\n"
            "model: {hidden_layers: [64, 10], activation: relu, dropout_rate: 0.25}\ndataset: mnist\n",
        ),
    ],
)
def test_numbers_are_kept_in_other_letters(other: str, lowercase: str) -> None:
    assert _fixed(other) == _fixed(lowercase)


def test_keys_are_told_as_they_are_written() -> None:
    with pytest.raises(ConfigError) as caught:
        loads(stack("Dense: {units: 10, L2: 0.001}"), "config.yaml")
    (problem,) = caught.value.problems
    assert (problem.subject, problem.message) == ("layers[0] Dense L2", "there is no key L2 here")
    assert problem.fix == "write kernel_regularizer: {L2: {l2: 0.001}}"


@pytest.mark.parametrize(
    "text",
    [
        f"{GOOD}training: {{class_weight: {{Cat: 2, Dog: 1}}}}\n",
        f"{LAYERS}data: {{source: images, names: {{Cat: 0}}}}\n",
        stack("Bidirectional: {LSTM: {units: 3}}"),
        stack("Dense: {units: 1, W_regularizer: {L2: 0.1}}"),
    ],
)
def test_names_that_are_no_words_stay(text: str) -> None:
    document = read_text(text, "", Path())
    assert in_lowercase(document) == (document, {})
