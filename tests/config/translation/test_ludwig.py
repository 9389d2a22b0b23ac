"""What a config of Ludwig becomes, beside the ones of tests/config/beginners.py."""

from typing import Any

from mlpcli.config.translation.ludwig import of_ludwig

_FEATURES: dict[str, Any] = {
    "input_features": [{"name": "a", "type": "number"}],
    "output_features": [{"name": "y", "type": "number"}],
}


def test_what_ludwig_chooses_by_itself_is_left_out_and_named() -> None:
    found = of_ludwig({**_FEATURES, "trainer": {"epochs": 9, "batch_size": "auto", "learning_rate": "auto"}})
    assert found.fix.text.endswith("without batch_size: auto, learning_rate: auto")
    (written,) = (edit.value for edit in found.fix.edits)
    assert written["training"] == {"epochs": 9}
    assert "optimizer" not in written


def test_a_feature_whose_type_is_no_word_is_left_out_and_named() -> None:
    features = [*_FEATURES["input_features"], {"name": "b", "type": ["number"]}]
    assert of_ludwig({**_FEATURES, "input_features": features}).fix.text.endswith("without b")
