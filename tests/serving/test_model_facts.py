from mlpcli.serving.model_facts import step_in_words
from tests.data.preprocessing.test_preprocessing import EVERY


def test_every_step_is_said_in_words() -> None:
    said = [step_in_words(step) for step in EVERY.values()]
    assert all(sentence.endswith(".") for sentence in said)
    assert len(set(said)) == len(EVERY)
