from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from mlpcli.arguments import Contents
from mlpcli.baselines.baseline import Baseline
from mlpcli.config.resolved_yaml import to_yaml
from mlpcli.config.sources import AnySource
from mlpcli.data.sources import open_source
from mlpcli.diagnosis.diagnose import ILLNESSES, diagnose
from mlpcli.diagnosis.evidence import Evidence
from mlpcli.diagnosis.held_back import HeldBack
from mlpcli.workflows.validate import check, load_checked
from tests.diagnosis.ill import ILL, healthy
from tests.diagnosis.made import DIABETES, MOONS, active, classified, evidence, falling, straight

_ANSWERS = ("validation_below_training", "validation_above_training", "best_weights_kept")


def names(ill: Evidence) -> list[str]:
    return [one.name for one in diagnose(ill)]


def test_every_illness_has_an_ill_training() -> None:
    assert set(ILL) == set(ILLNESSES)


@pytest.mark.parametrize("name", ILL)
def test_an_ill_training_is_named(name: str) -> None:
    assert name in names(ILL[name]())


@pytest.mark.parametrize("name", ILL)
def test_a_diagnosis_has_its_name_and_one_line_with_numbers(name: str) -> None:
    found = ILLNESSES[name](ILL[name]())
    assert found is not None
    assert found.name == name
    assert "\n" not in found.headline
    assert any(letter.isdecimal() for letter in found.headline)
    assert found.why and found.advice


def test_a_healthy_training_has_nothing() -> None:
    assert names(healthy()) == []


def test_without_any_epochs_nothing_is_said() -> None:
    assert names(replace(healthy(), curves=None)) == []


def test_without_scores_and_rows_the_curves_are_looked_at() -> None:
    ill = replace(ILL["overfitting"](), splits={}, class_rows=None)
    assert names(ill) == ["overfitting"]


def test_the_most_severe_comes_first_and_answers_last() -> None:
    ill = ILL["dead_units"]()
    assert [one.severity for one in diagnose(ill)][:1] == ["severe"]
    assert diagnose(ILL["validation_below_training"]())[-1].severity == "answer"


@pytest.mark.parametrize("status", ["completed", "interrupted"])
def test_what_was_learned_by_heart_is_a_note_where_the_best_weights_were_kept(status: str) -> None:
    (found,) = diagnose(replace(ILL["best_weights_kept"](), status=status))
    assert found.severity == "answer"
    assert found.headline == "learned by heart from epoch 4 on; the best weights, of epoch 3, were kept"


def test_what_acts_in_training_only_is_named() -> None:
    assert "Dropout acts in training only" in diagnose(ILL["validation_below_training"]())[-1].evidence


_TABLE = {"source": "table", "path": "rows.csv", "target": "y"}


@pytest.mark.parametrize(
    ("data", "advice"),
    [
        (
            _TABLE,
            "remove the repeated rows, or keep all rows of a subject together by split: {group: COLUMN}",
        ),
        (
            _TABLE | {"test_path": "others.csv"},
            "remove them from one of the two files, rows.csv and others.csv",
        ),
        (
            _TABLE | {"split": {"column": "part"}},
            "remove the repeated rows, or write the same word for all of them in column part",
        ),
        ({"source": "digits"}, "remove the repeated rows"),
    ],
    ids=["drawn", "another file", "a column", "no table"],
)
def test_rows_in_two_splits_are_cured_where_they_are(data: dict[str, object], advice: str) -> None:
    ill = ILL["rows_seen_in_training"]()
    config = ill.config.model_copy(update={"data": TypeAdapter(AnySource).validate_python(data)})
    found = ILLNESSES["rows_seen_in_training"](replace(ill, config=config))
    assert found is not None
    assert found.advice == advice


def test_means_of_epochs_say_that_they_are_some() -> None:
    def told(name: str) -> str:
        found = ILLNESSES[name](ILL[name]())
        assert found is not None
        return " ".join([found.headline, *found.evidence])

    assert "in the mean of the last 10 epochs" in told("validation_below_training")
    assert "from epoch to epoch, in the mean of the last 5, because" in told("noisy_validation")
    assert "the validation losses above are means of 3 epochs each" in told("overfitting")


def test_a_symptom_is_cured_as_its_cause_is() -> None:
    ill = replace(ILL["always_one_class"](), activities=ILL["dead_units"]().activities)
    cured = {one.name: one for one in diagnose(ill)}
    assert cured["always_one_class"].changes == cured["dead_units"].changes


def test_what_is_not_told_itself_hides_nothing() -> None:
    # It looks like underfitting, which hides the comparison; but the rate is why.
    figures = classified([[48, 52], [52, 48]], {"most_frequent": 0.5, "gradient_boosting": 0.95})
    ill = evidence(MOONS, straight(0.7, 0.699), straight(0.7, 0.699), 0.5, 1e-5, **figures)
    assert ILLNESSES["underfitting"](ill) is not None
    assert names(ill) == ["learning_rate_too_low", "no_better_than_baseline"]


@pytest.mark.parametrize(("hits", "more"), [(1, ["training.epochs=60"]), (3, [])])
def test_a_class_that_is_hardly_learned_gets_more_epochs_with_its_weight(hits: int, more: list[str]) -> None:
    figures = classified([[190, 0], [10 - hits, hits]])
    found = ILLNESSES["rare_class_missed"](replace(ILL["rare_class_missed"](), **figures))
    assert found is not None
    assert [*found.changes] == ["training.class_weight=balanced", *more]


@pytest.mark.parametrize(
    ("hits", "told"), [(0, "none is recognized"), (1, "only 1 is recognized"), (3, "only 3 are recognized")]
)
def test_how_many_of_a_rare_class_are_recognized_is_said_in_words(hits: int, told: str) -> None:
    figures = classified([[190, 0], [10 - hits, hits]])
    found = ILLNESSES["rare_class_missed"](replace(ILL["rare_class_missed"](), **figures))
    assert found is not None
    assert found.headline.startswith(f"class imbalance: of 10 held-back rows of 1 {told}; ")


def test_units_that_are_saturated_are_why_nothing_is_learned() -> None:
    ill = ILL["learning_rate_too_low"]()
    poor = replace(ill, **classified([[60, 40], [40, 60]]))
    assert names(poor) == ["learning_rate_too_low"]
    assert names(replace(poor, activities=ILL["saturated_units"]().activities)) == ["saturated_units"]


BALANCED = MOONS.replace("epochs: 20", "epochs: 20, class_weight: balanced")


def imbalanced(loss: list[float], confusion: list[list[int]]) -> Evidence:
    """A training whose second class is rare and counts as much as the first, with the scores of a guess."""
    metrics = {"accuracy": float(np.trace(confusion) / np.sum(confusion))}
    guess = Baseline({"accuracy": 0.97, "macro_recall": 0.5}, 100, 100, 0.0)
    held = HeldBack("test", int(np.sum(confusion)), metrics, np.array(confusion), {"most_frequent": guess})
    shares = {"class_rows": np.array([970, 30])}
    return evidence(BALANCED, loss, loss, 0.9, 0.01, splits={"test": held}, **shares)


def test_with_class_weights_a_guess_is_what_they_make_of_it() -> None:
    assert evidence(BALANCED, class_rows=np.array([970, 30])).guess_loss == pytest.approx(np.log(2))
    given = MOONS.replace("epochs: 20", "epochs: 20, class_weight: {1: 3}")
    wanted = -(0.75 * np.log(0.75 / 1.5) + 0.75 * np.log(0.75 / 1.5))
    assert evidence(given, class_rows=np.array([75, 25])).guess_loss == pytest.approx(wanted)


def test_a_rare_class_that_is_found_at_the_cost_of_accuracy_is_no_illness() -> None:
    loss = [0.7, 0.6, *([0.15, 0.155] * 9)]
    assert names(imbalanced(loss, [[361, 26], [2, 11]])) == []


def test_with_class_weights_a_network_is_no_better_than_a_guess_by_recall() -> None:
    (found,) = diagnose(imbalanced(falling(0.7, 0.69), [[200, 187], [6, 7]]))
    assert found.headline.endswith("the mean recall of the classes 0.500, the network has 0.528")


def test_dropout_makes_a_loss_jump_at_a_usual_rate_too() -> None:
    ill = ILL["learning_rate_too_high"]()
    dropout = MOONS.replace("  - Dense: {units: 2,", "  - Dropout: 0.5\n  - Dense: {units: 2,")
    assert ill.curves is not None
    for text, rate, found in ((MOONS, 0.003, True), (dropout, 0.003, False), (dropout, 0.3, True)):
        made = evidence(text, [2.0, *([0.5, 0.62] * 10)], None, 0.6, rate, class_rows=np.array([360, 360]))
        assert ("learning_rate_too_high" in names(made)) is found


def test_a_loss_that_falls_at_a_rate_near_the_usual_one_does_not_jump() -> None:
    noise = np.tile([0.009, -0.009], 40)
    loss = (np.array(falling(1.12, 0.82, 80)) + noise).tolist()
    for rate, found in ((0.003, False), (0.1, True)):
        made = evidence(MOONS, loss, None, 0.6, rate, class_rows=np.array([360, 360]))
        assert ("learning_rate_too_high" in names(made)) is found


def test_labels_that_cannot_be_learned_whole_look_shuffled_where_that_harms() -> None:
    guess = {"most_frequent": 0.52}
    ill = evidence(
        MOONS, falling(0.7, 0.5), straight(0.7, 1.1), 0.67, **classified([[52, 48], [49, 51]], guess)
    )
    assert names(replace(ill, class_rows=np.array([360, 360]))) == ["labels_look_shuffled"]
    assert ill.curves is not None
    harmless = replace(ill.curves, val_loss=np.array(straight(0.7, 0.75)))
    assert "labels_look_shuffled" not in names(replace(ill, class_rows=np.array([360, 360]), curves=harmless))


def test_what_is_set_already_is_not_advised() -> None:
    ill = ILL["always_one_class"]()
    (found,) = diagnose(ill)
    assert found.advice == "standardized inputs and more epochs"
    assert found.changes == ("data.standardize=true", "training.epochs=60")
    frozen = MOONS.replace("{units: 2,", "{units: 2, trainable: false,").replace("Adam", "SGD")
    (found,) = diagnose(replace(ill, config=evidence(frozen).config))
    assert (found.name, found.changes) == ("frozen_layers", ("layers.2.Dense.trainable=true",))


def test_what_was_interrupted_did_not_stop_too_early() -> None:
    assert names(replace(ILL["stopped_too_early"](), status="interrupted")) == []


def test_what_is_learned_by_heart_at_an_absurd_rate_is_cured_by_a_lower_one() -> None:
    ill = ILL["overfitting"]()
    absurd = evidence(MOONS, rate=0.5).config
    found = ILLNESSES["overfitting"](replace(ill, config=absurd))
    assert found is not None
    assert found.changes == ("optimizer.Adam.learning_rate=0.001",)


def test_a_loss_that_jumps_is_not_told_again_as_one_that_still_falls() -> None:
    ill = ILL["stopped_too_early"]()
    diverged = replace(ill, status="diverged")
    assert ILLNESSES["stopped_too_early"](diverged) is not None
    assert names(diverged) == ["learning_rate_too_high"]


def test_labels_are_judged_by_figures_of_the_same_epoch() -> None:
    ill = ILL["labels_look_shuffled"]()
    assert ill.curves is not None
    known = replace(ill, curves=replace(ill.curves, val_accuracy=np.full(20, 0.47)))
    found = ILLNESSES["labels_look_shuffled"](known)
    assert found is not None
    assert "accuracy 99% on the training rows, 47% on the validation rows" in found.headline
    # What the kept epoch had not learned yet, as a penalty was most of its loss, the last one has.
    learned = replace(ill, curves=replace(ill.curves, val_accuracy=np.full(20, 0.77)))
    assert ILLNESSES["labels_look_shuffled"](learned) is None


def test_a_loss_at_its_noise_is_no_underfitting_where_nothing_shows_that_more_is_possible() -> None:
    # 15 % of the labels are wrong: the loss of a network that knows all the others is 0.51.
    ill = ILL["underfitting"]()
    alone = {"test": replace(ill.splits["test"], baselines={})}
    assert names(replace(ill, splits=alone)) == []


def test_a_loss_that_is_still_falling_has_not_stopped() -> None:
    figures = classified([[72, 28], [27, 73]], {"most_frequent": 0.5, "gradient_boosting": 0.96})
    losses = straight(0.6, 0.533), straight(0.6, 0.533)
    ill = evidence(MOONS, *losses, 0.72, **figures, class_rows=np.array([360, 360]))
    assert {"underfitting", "stopped_too_early"} <= {
        name for name, look in ILLNESSES.items() if look(ill) is not None
    }
    assert "underfitting" not in names(ill)


def changed(ill: Evidence, settings: Sequence[str]) -> str:
    """The resolved config after the changes, checked whole: raises ConfigError for a mistake."""
    text = Contents("resolved.yaml", to_yaml(ill.config).encode())
    loaded = load_checked([text], settings)
    checked = check(loaded, open_source(loaded.config.data, loaded.config.seed).facts)
    return to_yaml(checked.config)


@pytest.mark.parametrize("name", ILL)
def test_what_is_to_be_tried_is_a_valid_config_that_differs(name: str) -> None:
    ill = ILL[name]()
    for one in diagnose(ill):
        for change in one.changes:
            assert changed(ill, [change]) != to_yaml(ill.config)
        changed(ill, one.changes)


@pytest.mark.parametrize("name", sorted(set(ILL) - {"rows_seen_in_training", *_ANSWERS}))
def test_there_is_something_to_try(name: str) -> None:
    found = ILLNESSES[name](ILL[name]())
    assert found is not None and found.changes


def test_validation_losses_that_are_no_numbers_are_no_curve() -> None:
    ill = ILL["overfitting"]()
    assert ill.curves is not None and ill.curves.val_loss is not None
    broken = replace(ill.curves, val_loss=ill.curves.val_loss * float("nan"))
    assert names(replace(ill, curves=broken)) == []


def test_without_learning_rates_nothing_is_said_of_them() -> None:
    ill = ILL["learning_rate_too_low"]()
    assert ill.curves is not None
    unknown = replace(ill.curves, rates=ill.curves.rates * float("nan"))
    assert "learning_rate_too_low" not in names(replace(ill, curves=unknown))


def test_a_loss_that_is_no_number_is_a_rate_that_is_too_high() -> None:
    ill = healthy()
    assert ill.curves is not None
    exploded = replace(ill.curves, loss=ill.curves.loss * float("inf"))
    assert names(replace(ill, curves=exploded)) == ["learning_rate_too_high"]


@pytest.mark.parametrize(
    ("layers", "rate", "found"),
    [
        ("[{Dense: {units: 1, activation: sigmoid}}]", 0.05, []),
        (
            "[{Dense: {units: 8, activation: relu}}, {Dense: {units: 1, activation: sigmoid}}]",
            0.05,
            ["learning_rate_too_high"],
        ),
        # On small data ten times the usual rate is common.
        ("[{Dense: {units: 8, activation: relu}}, {Dense: {units: 1, activation: sigmoid}}]", 0.01, []),
    ],
)
def test_a_loss_that_stays_where_it_is_may_be_at_its_lowest(
    layers: str, rate: float, found: list[str]
) -> None:
    text = f"data: {{source: gates}}\nlayers: {layers}\noptimizer: {{Adam: {{learning_rate: 0.001}}}}\n"
    assert names(evidence(text, falling(0.71, 0.6931), rate=rate, class_rows=np.array([2, 2]))) == found


@pytest.mark.parametrize(
    "layer",
    [
        "{TimeDistributed: {layer: {Dense: {units: 4, activation: relu}}}}",
        "{Activation: {activation: relu}}",
        "ReLU",
    ],
)
def test_every_layer_that_can_die_can_be_given_another_activation(layer: str) -> None:
    text = f"data: {{source: waves}}\nlayers: [{layer}, Flatten, {{Dense: 4}}, Softmax]"
    ill = active(evidence(text, falling(1.4, 0.5), falling(1.4, 0.5), 0.9), dead=1.0)
    (found,) = diagnose(ill)
    assert found.name == "dead_units"
    assert "leaky_relu" in changed(ill, found.changes)


def test_the_rate_that_a_training_diverged_at_is_blamed_not_the_one_of_the_epochs_before() -> None:
    ill = replace(ILL["learning_rate_too_high"](), status="diverged", diverged_rate=1.5)
    (found,) = diagnose(ill)
    assert found.headline.startswith("the learning rate of 1.5 is too high")
    assert found.changes == ("optimizer.Adam.learning_rate=0.01",)


def test_noise_is_told_as_no_better_than_a_guess_not_as_a_small_network() -> None:
    noise = classified([[51, 49], [52, 48]], {"most_frequent": 0.5})
    ill = evidence(
        MOONS.replace("units: 32", "units: 4"), falling(0.7, 0.68), falling(0.7, 0.69), 0.55, **noise
    )
    (found,) = diagnose(replace(ill, class_rows=np.array([360, 360])))
    assert found.name == "no_better_than_baseline"
    assert found.advice == "more epochs, or inputs that have to do with the targets"
    assert found.changes == ("training.epochs=60",)


def test_validation_is_below_training_by_what_the_curves_can_explain() -> None:
    figures = classified([[96, 4], [4, 96]])
    ill = evidence(MOONS, falling(0.7, 0.3), falling(0.5, 0.1), 0.9, **figures)
    (*_, found) = diagnose(ill)
    assert found.evidence == ("the 80 validation rows are easier ones, as drawn by chance",)
    assert ill.curves is not None
    steep = replace(ill.curves, loss=np.linspace(0.7, 0.3, 20), val_loss=np.linspace(0.65, 0.25, 20))
    (*_, found) = diagnose(replace(ill, curves=steep, rows={"train": 720, "validation": 800}))
    assert found.evidence == (
        "training loss is the mean of an epoch, which begins with the weights of the one before",
    )


@pytest.mark.parametrize(
    ("data", "which"),
    [
        (_TABLE | {"split": {"time": "day"}}, "the latest in time"),
        (_TABLE | {"split": {"column": "part"}}, "as column part chooses them"),
        ({"source": "series", "path": "load.csv", "target": "y", "window": 4}, "the latest in time"),
        ({"source": "series", "path": "signals.csv"}, "as drawn by chance"),
    ],
    ids=["time", "column", "windows", "signals"],
)
def test_validation_rows_are_easier_by_how_they_were_chosen(data: dict[str, object], which: str) -> None:
    ill = evidence(MOONS, falling(0.7, 0.3), falling(0.5, 0.1), 0.9, **classified([[96, 4], [4, 96]]))
    config = ill.config.model_copy(update={"data": TypeAdapter(AnySource).validate_python(data)})
    found = ILLNESSES["validation_below_training"](replace(ill, config=config))
    assert found is not None
    assert found.evidence == (f"the 80 validation rows are easier ones, {which}",)


def test_losses_next_to_0_are_not_worth_a_word() -> None:
    tiny = evidence(
        MOONS,
        falling(0.7, 5e-5),
        [0.7, 0.1, *straight(5e-6, 2e-5, 18)],
        1.0,
        **classified([[100, 0], [0, 100]]),
        class_rows=np.array([360, 360]),
    )
    assert names(tiny) == []


def test_large_targets_may_have_made_a_training_diverge() -> None:
    ill = replace(ILL["unstandardized_targets"](), status="diverged", curves=None, splits={})
    # Until they have a usual size, a lower rate diverges too.
    assert names(replace(ill)) == ["unstandardized_targets"]


def test_chance_alone_makes_no_network_better_than_a_guess() -> None:
    ill = evidence(
        MOONS,
        falling(0.75, 0.69),
        falling(0.75, 0.69),
        0.52,
        **classified([[53, 47], [47, 53]], {"most_frequent": 0.5}),
    )
    assert names(ill) == ["no_better_than_baseline"]


def test_from_an_absurd_rate_the_way_leads_back_to_the_usual_one() -> None:
    ill = evidence(MOONS, falling(0.7, 0.1), rate=1e30, status="diverged")
    (found,) = diagnose(ill)
    assert found.changes == ("optimizer.Adam.learning_rate=0.01",)


def test_a_single_epoch_is_told_once() -> None:
    (found,) = diagnose(evidence(MOONS, [0.7], status="diverged"))
    assert "training loss 0.7 in epoch 1, the only one that was completed" in found.evidence


def test_what_is_worse_than_a_guess_on_its_own_rows_has_learned_nothing_by_heart() -> None:
    ill = ILL["overfitting"]()
    assert ill.curves is not None and ill.curves.val_loss is not None
    worse = replace(ill.curves, loss=ill.curves.loss + 5, val_loss=ill.curves.val_loss + 50)
    assert "overfitting" not in names(replace(ill, curves=worse))


def test_after_two_epochs_more_of_them_are_advised() -> None:
    figures = classified([[80, 20], [20, 80]], {"most_frequent": 0.5, "gradient_boosting": 0.95})
    (found,) = diagnose(evidence(MOONS, [0.7, 0.6], [0.7, 0.6], 0.7, **figures))
    assert (found.name, found.changes) == ("no_better_than_baseline", ("training.epochs=60",))


_ANY = st.floats(allow_nan=True, allow_infinity=True)


@given(
    losses=st.lists(st.tuples(_ANY, _ANY), min_size=1, max_size=30),
    rate=_ANY,
    accuracy=_ANY,
    counts=st.lists(st.integers(0, 10**12), min_size=4, max_size=4),
    figure=_ANY,
    rows=st.integers(-1, 10**9),
    text=st.sampled_from([MOONS, DIABETES]),
)
def test_figures_of_any_size_raise_nothing(
    losses: list[tuple[float, float]],
    rate: float,
    accuracy: float,
    counts: list[int],
    figure: float,
    rows: int,
    text: str,
) -> None:
    training, validation = zip(*losses, strict=True)
    made = evidence(text, training, validation, accuracy)
    assert made.curves is not None
    figures = dict.fromkeys(("accuracy", "r2", "rmse", "loss"), figure)
    baselines = dict.fromkeys(
        ("most_frequent", "mean", "linear_regression", "gradient_boosting"), Baseline(figures, 1, 1, 0.0)
    )
    matrix = np.array(counts).reshape(2, 2)
    split = HeldBack("test", rows, figures, matrix if text == MOONS else None, baselines)
    curves = replace(made.curves, rates=np.full(len(losses), rate))
    facts = {"splits": {"test": split}, "class_rows": matrix[0], "rows": {"train": rows, "validation": rows}}
    forged = replace(made, curves=curves, target_spread=figure, **facts)
    active_units = active(forged, dead=figure, saturated=figure, spread=figure)
    for one in diagnose(active_units):
        assert one.headline


@pytest.mark.parametrize("losses", [[0.0] * 9, [1e-30] * 9])
def test_losses_of_0_and_a_single_class_raise_nothing(losses: list[float]) -> None:
    ill = evidence(MOONS, losses, losses, **classified([[200, 0], [0, 0]]), class_rows=np.array([720, 0]))
    assert names(ill) == []
    assert names(replace(ill, curves=replace(ill.curves, accuracy=None))) == []
