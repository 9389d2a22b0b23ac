"""A layer that has its schema and its walk alone: all that it can do it does, and the rest says so."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import mlpcli
from mlpcli.config.layers.core import Dense
from mlpcli.diagnosis.diagnosis import NotLookedAt
from mlpcli.errors import UsageError
from mlpcli.explanation.words.layers import JAPANESE, SENTENCES
from mlpcli.inference.arithmetic.functions import FUNCTIONS
from mlpcli.workflows.train import TrainedRun
from tests.workflows.trainings import BLOBS, DIGITS

Trained = Callable[[str], TrainedRun]
WHY = "layers[0] Dense is not followed by hand: there is no arithmetic for it"


@pytest.fixture(autouse=True)
def without_rooms(monkeypatch: pytest.MonkeyPatch) -> None:
    """Dense is a layer with nothing but its schema and its walk."""
    for room in (SENTENCES, JAPANESE, FUNCTIONS):
        monkeypatch.delitem(room, Dense)


@pytest.fixture
def run(trained: Trained) -> str:
    return str(trained(BLOBS).folder.path)


def test_it_is_explained_as_the_reference_does(run: str) -> None:
    found = mlpcli.explain(run).network
    assert [layer.sentence for layer in found.layers] == ["A fully connected layer."] * 2
    assert [layer.arithmetic.rpartition(" (")[0] for layer in found.layers] == [
        "2 x 4 + 4 = 12",
        "4 x 3 + 3 = 15",
    ]


def test_it_answers(run: str) -> None:
    (batch,) = mlpcli.predict(np.array([[0.0, 0.0], [4.0, 0.0]]), run).batches
    assert len(batch.predictions) == 2
    assert mlpcli.evaluate(run).metrics


def test_an_input_is_not_followed_through_it(run: str) -> None:
    with pytest.raises(UsageError) as caught:
        mlpcli.explain_input(run, "1,0")
    assert (caught.value.message, caught.value.fix) == (
        WHY,
        "ask for the answer alone, with `mlpcli predict`",
    )


@pytest.mark.parametrize("playground", [False, True])
def test_it_is_not_written_into_a_page(run: str, playground: bool, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        mlpcli.export(run, "html", playground=playground, output=tmp_path / "page.html")
    assert (caught.value.message, caught.value.fix) == (WHY, "choose another format")
    assert list(tmp_path.iterdir()) == []


def test_it_is_written_in_formats_that_do_not_compute_it(run: str, tmp_path: Path) -> None:
    mlpcli.export(run, "script", output=tmp_path / "network.py")
    assert "layers.Dense(4" in (tmp_path / "network.py").read_text()


def test_its_units_are_not_looked_at_in_a_diagnosis(run: str) -> None:
    found = mlpcli.diagnose(run)
    assert NotLookedAt("hidden units", WHY) in found.not_looked_at


def test_its_report_is_whole_but_for_what_follows_it(run: str, tmp_path: Path) -> None:
    written = mlpcli.report(run, tmp_path / "blobs.html")
    page = written.path.read_text()
    assert written.missing == ()
    assert f"The network cannot be tried on this page: {WHY}." in page
    assert '<section id="regions"' in page and "A fully connected layer." in page
    # By LiteRT, which computes it.
    assert "matters most: mixed up, it costs" in page
    assert "<script" not in page


def test_the_report_of_images_has_what_litert_answers(trained: Trained, tmp_path: Path) -> None:
    written = mlpcli.report(str(trained(DIGITS).folder.path), tmp_path / "digits.html")
    assert written.missing == ()
    assert "layers[1] Dense is not followed by hand" in written.path.read_text()
