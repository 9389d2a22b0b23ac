import pytest

from mlpcli.config.messages.spelling import respelled, spelled_alike


@pytest.mark.parametrize(
    "text", ["Old Town", "OLD-TOWN", " old  town", "old_town", "óld\u00a0tówn", "oldtown"]
)
def test_case_accents_and_spaces_make_another_spelling(text: str) -> None:
    assert respelled(text, ["harbour", "old town"]) == "old town"


@pytest.mark.parametrize("text", ["", " ", "-", "old", "old towns", "female", "+"])
def test_other_letters_make_another_word(text: str) -> None:
    assert respelled(text, ["", "-", "male", "old town"]) is None


def test_letters_that_are_written_in_several_ways_are_the_same() -> None:
    assert respelled("STRASSE", ["straße"]) == "straße"


def test_texts_that_are_one_word_are_found_together() -> None:
    texts = ["Bern", "Genf", "", "-", "bern", "BERN ", "genève", "Geneve"]
    assert spelled_alike(texts) == [("Bern", "bern", "BERN "), ("genève", "Geneve")]
