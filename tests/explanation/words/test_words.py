"""No activation, loss, optimizer or schedule of the schema is without words."""

from typing import get_args

import pytest

from mlpcli.config import activations, losses, optimizers, schedules
from mlpcli.config.schedules import RatesByEpoch
from mlpcli.explanation.words.activations import ACTIVATIONS, applied, then_activation
from mlpcli.explanation.words.losses import LOSSES, loss_sentence
from mlpcli.explanation.words.optimizers import OPTIMIZERS, optimizer_sentences
from mlpcli.explanation.words.phrases import listed, size
from mlpcli.explanation.words.schedules import SCHEDULES, highest_rate, rate_sentence
from mlpcli.network.loss_and_metrics import LOSSES as COMPARED
from tests.facts import CANCER, HOUSING, MNIST

SCHEDULED = (
    ("CosineDecay", {"initial_learning_rate": 0.01, "decay_steps": "20 epochs"}, 0.01),
    (
        "CosineDecay",
        {"initial_learning_rate": 0.0, "decay_steps": 90, "warmup_target": 0.2, "warmup_steps": 10},
        0.2,
    ),
    ("CosineLogDecay", {"peak_learning_rate": 0.04, "decay_steps": "20 epochs"}, 0.04),
    ("CosineDecayRestarts", {"initial_learning_rate": 0.01, "first_decay_steps": "5 epochs"}, 0.01),
    ("ExponentialDecay", {"initial_learning_rate": 0.01, "decay_steps": "1 epochs", "decay_rate": 0.9}, 0.01),
    ("InverseTimeDecay", {"initial_learning_rate": 0.01, "decay_steps": 100, "decay_rate": 0.5}, 0.01),
    ("PiecewiseConstantDecay", {"boundaries": [100, 200], "values": [0.01, 0.1, 0.001]}, 0.1),
    ("PolynomialDecay", {"initial_learning_rate": 0.01, "decay_steps": "20 epochs"}, 0.01),
)


def test_no_activation_is_forgotten() -> None:
    assert set(ACTIVATIONS) == {*get_args(activations.ActivationName), *activations.WITH_ARGUMENTS}


def test_no_loss_is_forgotten() -> None:
    assert set(LOSSES) == set(get_args(losses.LossName))


def test_no_optimizer_is_forgotten() -> None:
    assert set(OPTIMIZERS) == set(optimizers.OPTIMIZERS.values())


def test_no_schedule_is_forgotten() -> None:
    assert (
        set(SCHEDULES)
        == set(schedules.SCHEDULES.values())
        == {schedules.SCHEDULES[one[0]] for one in SCHEDULED}
    )


@pytest.mark.parametrize("name", get_args(activations.ActivationName))
def test_an_activation_is_told_in_whole_sentences(name: str) -> None:
    for sentence in (then_activation(name), applied(name)):
        assert sentence[0].isupper() and sentence.endswith(".") and "{" not in sentence


def test_an_activation_is_told_with_its_arguments() -> None:
    assert then_activation(activations.LeakyRelu(negative_slope=0.1)).startswith(
        "Then leaky_relu, z where z > 0, else 0.1 z, "
    )
    assert "z where z > 1, at most 6, else 0.2 (z - 1)" in applied(
        activations.Relu(negative_slope=0.2, max_value=6.0, threshold=1.0)
    )


@pytest.mark.parametrize("name", LOSSES)
def test_a_loss_is_told_in_whole_sentences(name: str) -> None:
    outputs = {"classes": MNIST, "probability": CANCER, "numbers": HOUSING}
    for facts in (outputs[of] for of in COMPARED[name]):
        sentence = loss_sentence(name, facts)
        assert sentence.endswith(".") and "{" not in sentence


def test_a_loss_is_told_with_its_numbers() -> None:
    assert "2.3 for 1/10 to each of 10 classes" in loss_sentence("categorical_crossentropy", MNIST)
    assert "for a row of benign" in loss_sentence("binary_crossentropy", CANCER)
    assert "up to an error of 2," in loss_sentence(losses.Huber(delta=2.0), HOUSING)
    smoothed = losses.CategoricalCrossentropy(label_smoothing=0.1, from_logits=True)
    assert "10 % is divided among all classes" in loss_sentence(smoothed, MNIST)
    assert "logits" in loss_sentence(smoothed, MNIST)


def test_a_loss_of_standardized_targets_is_told_in_their_deviations() -> None:
    plain, standardized = (
        loss_sentence("mean_squared_error", HOUSING, standardized) for standardized in (False, True)
    )
    assert "the mean, has the variance of the targets as its loss." in plain
    assert "the mean, has 1 as its loss. Outputs and targets are in standard deviations of" in standardized
    assert "standard deviations" not in loss_sentence("mean_squared_error", MNIST, True)


def test_centered_rmsprop_divides_by_the_deviation_of_the_gradients() -> None:
    sentences = optimizer_sentences(optimizers.RMSprop(centered=True))
    assert "divided by the standard deviation of its gradients (the newest counts 10 %)" in sentences
    assert "however large" not in sentences


@pytest.mark.parametrize("name", optimizers.OPTIMIZERS)
def test_an_optimizer_is_told_with_its_learning_rate(name: str) -> None:
    optimizer = optimizers.OPTIMIZERS[name].model_validate({"learning_rate": 0.25})
    sentences = optimizer_sentences(optimizer)
    assert sentences.endswith(".") and "{" not in sentences
    assert "The learning rate is 0.25 throughout." in sentences


def test_what_an_optimizer_does_besides_is_told_too() -> None:
    optimizer = optimizers.SGD(
        momentum=0.9, clipnorm=1.0, weight_decay=0.1, use_ema=True, gradient_accumulation_steps=4
    )
    sentences = optimizer_sentences(optimizer)
    for part in (
        "keeps 90 %",
        "up to 10 times",
        "length of 1.",
        "weight decay",
        "once in 4 steps",
        "averages",
    ):
        assert part in sentences


@pytest.mark.parametrize(("name", "arguments", "highest"), SCHEDULED)
def test_a_schedule_is_told_and_its_highest_rate_known(
    name: str, arguments: dict[str, object], highest: float
) -> None:
    schedule = schedules.SCHEDULES[name].model_validate(arguments)
    sentence = rate_sentence(schedule)
    assert sentence.startswith("The learning rate ") and sentence.endswith(".") and "{" not in sentence
    assert highest_rate(schedule) == pytest.approx(highest)


def test_rates_by_epoch_are_told() -> None:
    rates = RatesByEpoch(((1, 0.01), (11, 0.001)))
    assert rate_sentence(rates) == "The learning rate is 0.01 and 0.001 from epoch 11 on."
    assert highest_rate(rates) == 0.01


def test_amounts_of_memory_have_three_digits() -> None:
    assert [size(count) for count in (4, 999, 1000, 401_920, 1_234_567, 2 * 10**9)] == [
        "4 bytes",
        "999 bytes",
        "1 kB",
        "402 kB",
        "1.23 MB",
        "2 GB",
    ]


def test_names_are_listed_as_in_a_sentence() -> None:
    assert [listed(names) for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
