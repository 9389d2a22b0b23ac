"""What a page says above its panels."""

import pytest

from mlpcli.browser.page.lead import lead_of
from mlpcli.config.dataset_facts import DataFacts
from mlpcli.data.preprocessing import Preprocessing


@pytest.mark.parametrize(
    ("is_trained", "english", "japanese"),
    [
        (True, "learned from xor by a network of 9", "xor から学習した"),
        (False, "by a network of 9 parameters that has not been trained on xor", "学習をしていない"),
    ],
)
def test_a_network_has_learned_only_if_it_was_trained(is_trained: bool, english: str, japanese: str) -> None:
    facts = DataFacts("xor", "vector", (2,), "binary", ("0", "1"))
    lead = lead_of(facts, Preprocessing(()), "xor", 9, is_trained)
    assert english in lead.en and japanese in lead.ja
    assert ("learned" in lead.en) == is_trained
