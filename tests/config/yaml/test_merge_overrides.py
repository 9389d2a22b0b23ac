"""Several documents become one, key by key; a class or a source that changes replaces what was there."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from mlpcli.config.config import Config
from mlpcli.config.sources import SOURCES
from mlpcli.config.training import Training
from mlpcli.config.types.class_choice import ClassChoice
from mlpcli.config.types.section import Section
from mlpcli.config.yaml.merge_overrides import CHOICES, ONE_KEY, OWN_NAMES, merge, override
from mlpcli.config.yaml.nodes import Node, Plain, position_of, to_plain
from mlpcli.config.yaml.reader import read_text
from mlpcli.errors import ConfigError


def read(text: str, file: str = "base.yaml") -> Node:
    return read_text(text, file, Path())


@pytest.mark.parametrize(
    ("base", "over", "merged"),
    [
        ("{a: 1}", "{b: 2}", {"a": 1, "b": 2}),
        ("{a: 1}", "{a: 2}", {"a": 2}),
        ("{a: {b: 1, c: 2}}", "{a: {c: 3}}", {"a": {"b": 1, "c": 3}}),
        ("{a: [1, 2]}", "{a: [3]}", {"a": [3]}),
        ("{a: {b: 1}}", "{a: 2}", {"a": 2}),
        ("{a: 1}", "{a: null}", {"a": None}),
        ("{a: 1}", "{}", {"a": 1}),
        ("{o: {Adam: {x: 1}}}", "{o: {Adam: {y: 2}}}", {"o": {"Adam": {"x": 1, "y": 2}}}),
        ("{o: {Adam: {x: 1}}}", "{o: {SGD: {y: 2}}}", {"o": {"SGD": {"y": 2}}}),
        ("{o: {Adam: {x: 1}}}", "{o: SGD}", {"o": "SGD"}),
        ("{loss: {huber: {x: 1}}}", "{loss: {huber: {y: 2}}}", {"loss": {"huber": {"x": 1, "y": 2}}}),
        ("{loss: {huber: {x: 1}}}", "{loss: {focal: {y: 2}}}", {"loss": {"focal": {"y": 2}}}),
        ("{loss: {huber: {x: 1}}}", "{loss: mse}", {"loss": "mse"}),
        ("{loss: mse}", "{loss: {huber: {x: 1}}}", {"loss": {"huber": {"x": 1}}}),
        ("{r_activation: {elu: {}}}", "{r_activation: {celu: {}}}", {"r_activation": {"celu": {}}}),
        ("{class_weight: {Coat: 2}}", "{class_weight: {Bag: 3}}", {"class_weight": {"Coat": 2, "Bag": 3}}),
        ("{class_weight: {source: 2}}", "{class_weight: {b: 3}}", {"class_weight": {"source": 2, "b": 3}}),
        ("{class_weight: balanced}", "{class_weight: {Bag: 3}}", {"class_weight": {"Bag": 3}}),
        ("{columns: {Zip: category}}", "{columns: {a: date}}", {"columns": {"Zip": "category", "a": "date"}}),
        ("{split: {column: a}}", "{split: {group: b}}", {"split": {"group": "b"}}),
        ("{d: {x: 1}}", "{d: {source: b}}", {"d": {"x": 1, "source": "b"}}),
        ("{d: {source: a, x: 1}}", "{d: {source: b}}", {"d": {"source": "b"}}),
        ("{d: {source: a, x: 1}}", "{d: {source: a, y: 2}}", {"d": {"source": "a", "x": 1, "y": 2}}),
    ],
)
def test_merge(base: str, over: str, merged: Plain) -> None:
    assert to_plain(merge(read(base), read(over))) == merged


def test_the_mappings_by_the_user_s_own_names_are_known() -> None:
    found = {
        name
        for section in (Config, Training, *SOURCES.values())
        for name, field in section.model_fields.items()
        if "dict[str" in str(field.annotation) + str(field.metadata)
    }
    assert found == OWN_NAMES | ONE_KEY


def test_the_keys_of_what_is_chosen_by_a_name_in_lower_case_are_known() -> None:
    keys: dict[bool, set[str]] = {True: set(), False: set()}
    for section in (Config, *_below(Section)):
        for key, field in section.model_fields.items():
            keys[any(map(_has_lower_case, _choices(field)))].add(key)
    assert {key for key in keys[True] | keys[False] if CHOICES.fullmatch(key)} == keys[True]


def _below(kind: type[Section]) -> Iterator[type[Section]]:
    for section in kind.__subclasses__():
        yield section
        yield from _below(section)


def _choices(annotation: Any) -> Iterator[ClassChoice]:
    of_it = getattr(annotation, "metadata", None) or getattr(annotation, "__metadata__", ())
    yield from (one for one in of_it if isinstance(one, ClassChoice))
    for inner in get_args(getattr(annotation, "annotation", annotation)):
        yield from _choices(inner)


def _has_lower_case(choice: ClassChoice) -> bool:
    return any(name[:1].islower() for name in (*choice.models, *choice.other_names))


def test_arguments_of_a_source_can_be_changed_without_naming_it_again() -> None:
    merged = merge(read("{data: {source: mnist}}"), read("{data: {validation: 0.2}}"))
    assert to_plain(merged) == {"data": {"source": "mnist", "validation": 0.2}}


def test_values_keep_the_position_in_their_own_file() -> None:
    merged = merge(read("a: 1\nb: {c: 2}\n"), read("\nb: {c: 3}\n", "over.yaml"))
    assert str(position_of(merged, ("a",))) == "base.yaml:1:1"
    assert str(position_of(merged, ("b", "c"))) == "over.yaml:2:5"


@pytest.mark.parametrize(
    ("base", "path", "value", "result"),
    [
        ("{a: 1}", "a", "2", {"a": 2}),
        ("{a: 1}", "b", "2", {"a": 1, "b": 2}),
        ("{}", "a.b.c", "2", {"a": {"b": {"c": 2}}}),
        ("{l: [x, y]}", "l.1", "z", {"l": ["x", "z"]}),
        ("{l: [{Dense: {units: 1}}]}", "l.0.Dense.units", "2", {"l": [{"Dense": {"units": 2}}]}),
        ("{l: [{Dense: {units: 1}}]}", "l.0.Conv1D.filters", "2", {"l": [{"Conv1D": {"filters": 2}}]}),
        ("{l: [Flatten]}", "l.0.Flatten.name", "f", {"l": [{"Flatten": {"name": "f"}}]}),
        ("{o: Adam}", "o.Adam.beta_1", "0.8", {"o": {"Adam": {"beta_1": 0.8}}}),
        ("{o: {SGD: {momentum: 0.9}}}", "o.Adam.beta_1", "0.8", {"o": {"Adam": {"beta_1": 0.8}}}),
        ("{loss: {huber: {x: 1}}}", "loss.focal.y", "2", {"loss": {"focal": {"y": 2}}}),
        ("{loss: {huber: {x: 1}}}", "loss.huber.y", "2", {"loss": {"huber": {"x": 1, "y": 2}}}),
        ("{metrics: [{auc: {x: 1}}]}", "metrics.0.f1_score.y", "2", {"metrics": [{"f1_score": {"y": 2}}]}),
        ("{class_weight: {Coat: 2}}", "class_weight.Bag", "3", {"class_weight": {"Coat": 2, "Bag": 3}}),
        ("{split: {column: a}}", "split.group", "b", {"split": {"group": "b"}}),
        ("{split: {column: a}}", "split", "random", {"split": "random"}),
        ("{class_weight: {Coat: 2}}", "class_weight.bag", "3", {"class_weight": {"Coat": 2, "bag": 3}}),
        ("{class_weight: {Coat: 2}}", "class_weight.source", "3", {"class_weight": {"Coat": 2, "source": 3}}),
        ("{d: {source: a, x: 1}}", "d.source", "b", {"d": {"source": "b"}}),
        ("{d: {source: a, x: 1}}", "d.source", "a", {"d": {"source": "a", "x": 1}}),
        ("{d: {x: 1}}", "d.source", "a", {"d": {"x": 1, "source": "a"}}),
        ("{d: {source: a, x: 1}}", "d.x", "2", {"d": {"source": "a", "x": 2}}),
        ("{d: {source: a}}", "d.y", "[1]", {"d": {"source": "a", "y": [1]}}),
    ],
)
def test_override(base: str, path: str, value: str, result: Plain) -> None:
    assert to_plain(override(read(base), tuple(path.split(".")), read(value, "--set"))) == result


@pytest.mark.parametrize("index", ["2", "-1", "x", "1.5", "٠", "00", "01", "999999999999"])
def test_override_of_an_item_that_is_not_there(index: str) -> None:
    with pytest.raises(ConfigError) as caught:
        override(read("{l: [x, y]}"), ("l", index), read("z", "--set l"))
    (problem,) = caught.value.problems
    assert problem.where == "--set l"
    assert problem.message == f"there is no item {index} in a list of 2"
    assert problem.fix == "leave it out, or choose an item: items are counted from 0 to 1"


def test_override_leaves_the_document_it_was_given() -> None:
    base = read("{a: {b: 1}, l: [1]}")
    override(base, ("a", "b"), read("2"))
    override(base, ("l", "0"), read("2"))
    assert to_plain(base) == {"a": {"b": 1}, "l": [1]}
