from collections.abc import Sequence

import pytest
import yaml

from mlpcli.data.tables.class_spellings import class_of, map_spellings
from mlpcli.data.tables.schema import NumberFormat


@pytest.mark.parametrize(
    ("text", "meant"),
    [("1.0", "1"), ("1_1", "1_1"), ("01", "01"), ("9007199254740993.0", "9007199254740993")],
)
def test_a_whole_number_of_another_file_has_perhaps_a_point(text: str, meant: str) -> None:
    assert class_of(text, {}, ("1", "11"), NumberFormat()) == meant


def test_a_class_as_it_is_goes_before_a_number_without_its_point() -> None:
    assert class_of("1.0", {}, ("1", "1.0"), NumberFormat()) == "1.0"
    assert class_of("one", {"one": "1.0"}, ("1",), NumberFormat()) == "1"


@pytest.mark.parametrize(
    ("classes", "unknown", "labels"),
    [
        (("<=50K", ">50K"), ["<=50K.", ">50K."], {"<=50K.": "<=50K", ">50K.": ">50K"}),
        (("healthy", "ill"), ["unhealthy"], {"unhealthy": "CLASS"}),
        (("spam", "not spam"), ["Not_Spam", "SPAM!"], {"Not_Spam": "not spam", "SPAM!": "spam"}),
        (("normal", "other"), ["no", "norm"], {"norm": "normal", "no": "CLASS"}),
        (("a", "A"), ["a."], {"a.": "CLASS"}),
        (("1", "10"), ["-1", "1x"], {"-1": "CLASS", "1x": "CLASS"}),
        (("a+", "a-"), ["A+"], {"A+": "a+"}),
    ],
)
def test_a_spelling_is_mapped_to_its_class_or_to_none(
    classes: Sequence[str], unknown: Sequence[str], labels: dict[str, str]
) -> None:
    fix = map_spellings(classes, {}, unknown)
    written = fix.partition("labels: ")[2].partition("}")[0] + "}"
    assert yaml.load(written, yaml.BaseLoader) == labels
    assert ("with the class in place of CLASS" in fix) == ("CLASS" in labels.values())
    assert fix.endswith("; or remove these rows")


def test_a_fix_keeps_the_labels_of_the_config() -> None:
    assert "labels: {y: yes, No.: no}" in map_spellings(("no", "yes"), {"y": "yes"}, ["No."])


def test_all_spellings_are_in_one_fix() -> None:
    classes = [f"class {chr(97 + number)}" for number in range(20)]
    fix = map_spellings(classes, {}, [f"{name}." for name in classes])
    assert fix.count("class ") == 40
