"""The points that a script has scikit-learn draw are those of its config."""

import pytest
from sklearn.datasets import make_blobs

from mlpcli.config.sources.generated import Blobs
from mlpcli.config.translation.scripts.data import FoundData
from mlpcli.config.translation.scripts.statements import read_script
from tests.config.translation.scripts.translated import translated

OF_TWO = "model.add(Dense(2, activation='softmax'))\n"


@pytest.mark.parametrize(
    ("made", "section", "message"),
    [
        ("make_moons(600, noise=0.25)", "moons rows: 600 noise: 0.25", ""),
        ("make_moons()", "moons rows: 100 noise: 0", ""),
        ("make_moons(n_samples=n)", "moons rows: 100 noise: 0", "not known, so set it yourself: n in line 1"),
        ("make_moons((20, 30))", "moons rows: 50 noise: 0", "left out: n_samples=[20, 30] in line 1"),
        ("make_moons(4)", "moons rows: 10 noise: 0", "left out: n_samples=4 in line 1"),
        (
            "make_circles(400, noise=.2, factor=.3, shuffle=True)",
            "circles rows: 400 noise: 0.2 factor: 0.3",
            "",
        ),
        (
            "make_circles(shuffle=False)",
            "circles rows: 100 noise: 0 factor: 0.8",
            "left out: shuffle=False in line 1",
        ),
        (
            "make_blobs(90, centers=[(0, 0), (1.5, 2)], cluster_std=0.4)",
            "blobs rows: 90 spread: 0.4 centers: [[0, 0], [1.5, 2]]",
            "",
        ),
        (
            "make_blobs(90, centers=[(0, 0), (1.5, 2)], cluster_std=[0.4, 1])",
            "blobs rows: 90 spread: 1 centers: [[0, 0], [1.5, 2]]",
            "left out: cluster_std=[0.4, 1] in line 1",
        ),
        (
            "make_moons(50)\nx_test, y_test = make_moons(20)",
            "moons rows: 50 noise: 0",
            "left out: the rows of make_moons in line 2",
        ),
    ],
)
def test_arguments_of_drawn_data_are_kept_or_named(made: str, section: str, message: str) -> None:
    found = translated(f"x, y = {made}\n{OF_TWO}")
    assert " ".join(found.text.split()).startswith(f"data: source: {section} layers:")
    assert found.message == message


def test_blobs_without_given_centers_are_where_scikit_learn_draws_them() -> None:
    call = "make_blobs(9, 3, centers=4, random_state=7)"
    found = read_script(f"x, y = {call}\n").data
    assert isinstance(found, FoundData)
    *_, drawn = make_blobs(9, 3, centers=4, random_state=7, return_centers=True)
    centers = Blobs.model_validate(found.section).centers
    assert [list(one) for one in centers] == [pytest.approx(list(one), abs=0.001) for one in drawn]


def test_blobs_that_are_drawn_anew_each_time_have_as_many_centers() -> None:
    found = translated(
        "x, y = make_blobs(n_samples=900, centers=4)\nmodel.add(Dense(4, activation='softmax'))\n"
    )
    assert found.message == "not known, so set it yourself: where its 4 centers are in line 1"
    assert found.text.count("], [") == 3


@pytest.mark.parametrize(
    ("data", "head"),
    [
        ("make_moons()", "units: 1, activation: sigmoid"),
        ("make_blobs(centers=4, random_state=0)", "units: 4, activation: softmax"),
        ("load_digits()", "units: 10, activation: softmax"),
    ],
)
def test_a_classifier_has_as_many_outputs_as_known_data_have_classes(data: str, head: str) -> None:
    found = translated(f"x, y = {data}\nclf = MLPClassifier(4)\n")
    assert f"Dense: {{{head}}}" in found.text
    assert found.message == ""
