"""The page as a whole."""

import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest

from mlpcli.reporting.evidence import Evidence
from mlpcli.reporting.facts.absent import Absent
from mlpcli.reporting.page.sections.classes import others_in_words
from mlpcli.reporting.page.write import page_of
from tests.reporting.examples import HOSTILE, epochs, every_kind, evidence, page, table

_VOID = {"meta", "link", "img", "br", "path", "use", "line", "rect", "polyline", "circle"}


class Reading(HTMLParser):
    """What a browser would see: texts, addresses, and whether every element that begins also ends."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[str] = []
        self.addresses: list[str] = []
        self.names: set[str] = set()
        self.ids: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "xlink:href")]
        self.ids += [value or "" for name, value in attrs if name == "id"]
        assert not [name for name, _ in attrs if name.startswith("on")]
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())


def read(found: Evidence) -> Reading:
    return Reading(page_of(found, "today"))


@pytest.mark.parametrize("kind", every_kind())
def test_a_page_is_whole_small_and_asks_for_nothing(kind: str) -> None:
    text = page(kind)
    found = Reading(text)
    assert found.open == []
    assert len(text.encode()) < 2 * 2**20
    assert not found.names & {"script", "iframe", "object", "embed", "base", "form", "input"}
    assert all(one.startswith(("#", "data:")) for one in found.addresses)
    assert len(set(found.ids)) == len(found.ids)
    assert "default-src 'none'" in text


@pytest.mark.parametrize("kind", ["grey", "signal"])
def test_the_same_evidence_makes_the_same_page(kind: str) -> None:
    assert page_of(every_kind()[kind], "today") == page(kind)


def test_labels_are_shown_literally() -> None:
    shown = Reading(page("channels")).text
    assert "<script>alert(1)</script>" in shown
    assert "\\x1b[31m\\u202ered" in shown
    for label in (HOSTILE[2], HOSTILE[3], '👩\\u200d🚀 & "quoted"'):
        assert label in shown


def test_every_part_that_is_missing_says_why() -> None:
    shown = Reading(page("nothing")).text
    assert shown.count("It is gone: <b>&</b>.") == 7
    assert "has not been trained on" in shown and "learned from" not in shown
    assert "This run is interrupted after 0 of 3 epochs: <i>killed</i>\\x07." in shown


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda one: replace(one, total=1_000_000), "a sample of 60 of the 1,000,000 rows of the test split"),
        (lambda one: replace(one, unanswered=7), "7 are left out, because their answers are not finite"),
        (lambda one: replace(one, split="train"), "of the train split: none were held back from training."),
        (lambda one: one.at(np.flatnonzero(one.targets != 2)), "No rows here are of: c. Their scores are 0"),
        (lambda one: one.at(np.flatnonzero(one.targets == 1)), "need rows of two classes at least"),
        (lambda one: one.at(np.flatnonzero(one.outputs.argmax(1) == one.targets)), "is answered wrongly"),
        (lambda one: one.first(1), "Mistakes"),
    ],
    ids=[
        "sample",
        "not finite",
        "no held-back rows",
        "no rows of a class",
        "one class",
        "no mistakes",
        "one row",
    ],
)
def test_what_is_to_know_about_the_rows_is_said(change: Callable[..., object], said: str) -> None:
    facts, prepared = table()
    found = evidence(facts, preprocessing=prepared)
    assert said in read(replace(found, rows=change(found.rows))).text


@pytest.mark.parametrize(
    ("best", "said"), [(2, "The weights are those of epoch 2."), (None, "The weights are the initial ones.")]
)
def test_figures_that_no_evaluation_has_recorded_say_which_weights_they_are_of(
    best: int | None, said: str
) -> None:
    facts, prepared = table()
    found = evidence(facts, preprocessing=prepared, evaluations=Absent("No evaluation"))
    shown = read(replace(found, record=replace(found.record, best_epoch=best))).text
    assert f"Of the 60 rows of the test split. {said} No evaluation." in shown


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (epochs(val_loss=[0.8, np.nan, 0.7]), "1 value is not finite (NaN or infinite), which leaves gaps."),
        (epochs(val_loss=[np.nan] * 3), "Validation loss was never finite"),
        (epochs()[:1], "Validation loss after the only epoch: 0.8"),
        ([], "The run ended before its first epoch did"),
        (Absent("metrics.csv is missing"), "metrics.csv is missing"),
        (epochs(), "Validation loss is lowest at epoch 2, whose weights are used"),
        (
            epochs(val_loss=[0.1, 0.6, 0.7]),
            "Validation loss is lowest at epoch 1; the weights are of epoch 2",
        ),
    ],
    ids=["a gap", "only gaps", "one epoch", "none", "missing", "best", "another best"],
)
def test_the_titles_of_learning_curves_say_what_to_see(rows: object, said: str) -> None:
    facts, prepared = table()
    assert said in read(evidence(facts, preprocessing=prepared, epochs=rows)).text


def test_of_a_thousand_classes_the_worst_are_shown_and_where_the_rest_are() -> None:
    shown = Reading(page("thousand")).text
    assert "980 others" in shown
    assert "evaluation.json has every count" in shown


@pytest.mark.parametrize(
    ("scores", "words"),
    [
        ([1.0] * 280, "the score of each of the 280 others is 1.000"),
        ([0.5, 0.75, 1.0], "those of the 3 others are from 0.500 to 1.000, half of them 0.750 or above"),
    ],
)
def test_the_scores_of_classes_that_are_not_shown_are_a_sentence(scores: list[float], words: str) -> None:
    assert others_in_words(scores) == words


def test_rows_of_a_table_are_shown_by_its_columns() -> None:
    shown = Reading(page("table")).text
    assert "size 0 [cm]" in shown and "colour" in shown
    assert re.search("matters? most|No single feature matters much", shown)
