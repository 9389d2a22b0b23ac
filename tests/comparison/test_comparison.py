import math

import pytest

from mlpcli.comparison.compared_run import letter_of
from mlpcli.comparison.comparison import compare
from mlpcli.comparison.in_words import seed_sentences
from tests.comparison.runs import NUMBERS, compared, epochs, of_seeds

WIDE = ["Dense: {units: 9}"]


def test_letters_go_on_after_z() -> None:
    assert [letter_of(at) for at in (0, 25, 26, 49)] == ["A", "Z", "AA", "AX"]


def test_runs_that_differ_in_the_seed_alone_are_a_group_with_mean_and_deviation() -> None:
    found = compare([*of_seeds([0.7, 0.8, 0.9]), compared("D", layers=WIDE)])
    first, second = found.groups
    assert (first.letters, first.seeds) == (("A", "B", "C"), (0, 1, 2))
    assert first.spreads["test accuracy"].mean == pytest.approx(0.8)
    assert first.spreads["test accuracy"].deviation == pytest.approx(0.1)
    assert second.spreads["test accuracy"].deviation is None


@pytest.mark.parametrize(
    "change",
    [
        {"epochs": 9},
        {"more": "training: {batch_size: 9}"},
        {"status": "interrupted"},
        {"data": "source: moons, noise: 0.3"},
    ],
    ids=str,
)
def test_other_training_other_data_and_an_unfinished_run_are_groups_of_their_own(
    change: dict[str, object],
) -> None:
    assert len(compare([compared("A"), compared("B", seed=1, **change)]).groups) == 2  # type: ignore[arg-type]


@pytest.mark.parametrize("more", ["report: false", "training: {baselines: false}", "training: {log: []}"])
def test_what_changes_nothing_that_is_learned_makes_no_group(more: str) -> None:
    assert len(compare([compared("A"), compared("B", seed=1, more=more)]).groups) == 1


def test_a_seed_that_was_run_twice_counts_once() -> None:
    found = compare([compared("A"), compared("B"), compared("C", seed=1, accuracy=0.7)])
    (group,) = found.groups
    assert group.letters == ("A", "C")
    assert group.spreads["test accuracy"].count == 2
    assert [found.group_of(letter) for letter in "ABC"] == [0, 0, 0]


def test_a_difference_larger_than_seed_noise_is_told_from_one_that_is_not() -> None:
    clear = compare([*of_seeds([0.70, 0.71, 0.72]), *of_seeds([0.90, 0.91, 0.92], 3, layers=WIDE)])
    (test,) = clear.tests
    assert (test.group, test.other, test.is_larger) == (("D", "E", "F"), ("A", "B", "C"), True)
    assert list(seed_sentences(clear)) == [
        "test accuracy: D, E, F are better than A, B, C by 0.2000; that is more than seed noise (p = 2e-05 "
        "by Welch's t-test of 3 and 3 seeds)"
    ]
    (test,) = compare([*of_seeds([0.7, 0.9]), *of_seeds([0.71, 0.92], 2, layers=WIDE)]).tests
    assert not test.is_larger


def test_the_more_groups_the_less_a_difference_says() -> None:
    runs = of_seeds([0.70, 0.71, 0.72]), of_seeds([0.73, 0.74, 0.75], 3, layers=WIDE)
    third = of_seeds([0.1, 0.11, 0.12], 6, layers=[])
    two, three = compare([*runs[0], *runs[1]]), compare([*runs[0], *runs[1], *third])
    assert two.tests[0].p is not None
    assert (three.tests[0].pairs, three.tests[0].p) == (3, pytest.approx(3 * two.tests[0].p))


def test_one_seed_each_cannot_tell_and_the_lines_to_run_are_given() -> None:
    found = compare([compared("A"), compared("B", layers=WIDE, seed=4, accuracy=0.7)])
    assert list(seed_sentences(found)) == [
        "test accuracy: B is better than A by 0.2000; whether that is more than seed noise cannot be told "
        "from one seed each"
    ]
    assert found.to_run == ("mlpcli train A.yaml --seed 4", "mlpcli train B.yaml --seed 0")


def test_one_seed_of_a_group_cannot_tell_either() -> None:
    found = compare([*of_seeds([0.7, 0.8, 0.9]), compared("D", layers=WIDE)])
    assert found.tests[0].problem == "one seed of D"
    assert found.to_run == ("mlpcli train D.yaml --seed 1",)


def test_seeds_that_all_give_the_same_number_say_nothing_of_noise() -> None:
    (test,) = compare([*of_seeds([1.0, 1.0]), *of_seeds([0.9, 0.9], 2, layers=WIDE)]).tests
    assert (test.p, test.problem) == (None, "seeds that all give the same number")


def test_other_rows_are_said_and_not_tested() -> None:
    found = compare([compared("A"), compared("B", data="source: moons, noise: 0.3")])
    assert found.tests == ()
    assert found.notices == (
        "the test rows are not the same in all runs: figures on other rows cannot be compared, and none is "
        "marked as the best",
    )


def test_what_is_missing_is_said() -> None:
    found = compare(
        [compared("A"), compared("B", status="interrupted", figures={}, epochs_done=1), compared("C")]
    )
    assert found.notices == ("B is interrupted after 1 of 10 epochs, and has no figures yet",)


def test_runs_of_different_kinds_are_said() -> None:
    numbers = compared("B", data="source: diabetes", facts=NUMBERS, figures={"r2": 0.5})
    found = compare([compared("A"), numbers])
    assert found.notices == (
        "some runs predict numbers and others classes: their figures cannot be compared",
    )
    assert (found.headline, found.tests) == (None, ())


def test_curves_are_those_of_validation_with_each_best_epoch() -> None:
    runs = [
        compared("A", history=epochs([0.9, math.nan, 0.5])),
        compared("B", seed=1, history=epochs([0.8, 0.4, 0.4, 0.6])),
        compared("C", seed=2),
    ]
    (curve,) = compare(runs).curves
    assert curve.title == "validation loss"
    assert [run.letter for run in curve.runs] == ["A", "B"]
    assert [run.best("min") for run in curve.runs] == [(3, 0.5), (2, 0.4)]


def test_losses_that_are_others_have_no_common_curve() -> None:
    runs = [
        compared("A", history=epochs([0.9, 0.5])),
        compared("B", history=epochs([0.9, 0.5]), more="training: {loss: mean_squared_error}"),
    ]
    assert compare(runs).curves == ()
