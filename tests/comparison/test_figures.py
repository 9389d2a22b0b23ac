import pytest

from mlpcli.comparison.figures import ComparedFigure, compared_figures
from tests.comparison.runs import NUMBERS, compared

LOSSES = {"loss": 0.3}


def only(*runs: dict[str, object]) -> ComparedFigure:
    found = compared_figures([compared("ABC"[at], **changes) for at, changes in enumerate(runs)])  # type: ignore[arg-type]
    assert len(found) == 1
    return found[0]


def test_more_accuracy_is_better_and_less_loss() -> None:
    assert only({"accuracy": 0.9}, {"accuracy": 0.8}).best == ("A",)
    assert only({"figures": {"loss": 0.9}}, {"figures": {"loss": 0.8}}).best == ("B",)
    assert only({"accuracy": 0.9}, {"accuracy": 0.9}, {"accuracy": 0.1}).best == ("A", "B")


@pytest.mark.parametrize(("metric", "best"), [("precision", "A"), ("false_positives", "B")])
def test_a_metric_with_a_name_of_its_own_is_known_by_its_kind(metric: str, best: str) -> None:
    more = f"training: {{metrics: [{{{metric}: {{thresholds: 0.7, name: mine}}}}]}}"
    found = only({"figures": {"mine": 0.9}, "more": more}, {"figures": {"mine": 0.8}, "more": more})
    assert found.best == (best,)


def test_the_same_name_for_two_metrics_is_not_compared() -> None:
    more = "training: {metrics: [{precision: {thresholds: THRESHOLD, name: mine}}]}"
    found = only(
        *(
            {"figures": {"mine": 0.9}, "more": more.replace("THRESHOLD", threshold)}
            for threshold in ("0.1", "0.9")
        )
    )
    assert (found.best, found.problem) == ((), "the metrics are others")


@pytest.mark.parametrize("value", [None, float("nan"), float("inf")])
def test_what_is_not_finite_is_never_the_best(value: float | None) -> None:
    found = only({"figures": {"loss": value}}, {"figures": {"loss": 9.0}})
    assert found.best == ("B",)


def test_a_figure_that_one_run_lacks_is_compared_among_the_others() -> None:
    runs = [compared("A"), compared("B", figures={}), compared("C", accuracy=0.7)]
    (found,) = compared_figures(runs)
    assert found.values == {"A": 0.5, "C": 0.7}
    assert found.best == ("C",)


def test_of_a_single_run_there_is_no_best() -> None:
    found = only({"accuracy": 0.9}, {"figures": {}})
    assert (found.values, found.best) == ({"A": 0.9}, ())


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"data": "source: moons, noise: 0.3"}, "the test rows are others"),
        ({"data": "source: moons, test: 0.3"}, "the test rows are others"),
        ({"more": "training: {loss: mean_squared_error}"}, "the losses are others"),
        ({"layers": ["Dense: {units: 4, kernel_regularizer: {L2: 0.1}}"]}, "the losses are others"),
        ({"data": "source: moons, standardize: true"}, ""),
        ({"data": "source: moons, validation: 0.3"}, ""),
        ({"seed": 3}, ""),
    ],
    ids=str,
)
def test_losses_are_compared_where_they_mean_the_same(change: dict[str, object], problem: str) -> None:
    base: dict[str, object] = {"layers": ["Dense: {units: 4}"], "figures": LOSSES}
    found = only(base, base | change)
    assert found.problem == problem
    assert bool(found.best) == (not problem)


def test_classes_and_numbers_have_nothing_to_compare() -> None:
    numbers = compared("B", data="source: diabetes", facts=NUMBERS, figures=LOSSES)
    (found,) = compared_figures([compared("A", figures=LOSSES), numbers])
    assert found.best == ()
    assert found.problem == "some runs predict numbers, others classes"
