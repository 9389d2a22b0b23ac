"""The columns that layers for tables apply to, where the data says so."""

from dataclasses import replace
from typing import Any

import pytest

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.network.plan import make_plan, resolve
from mlpcli.network.stack import BrokenStack
from tests.facts import IRIS
from tests.network.layers import config, dense

# Two numbers and two categories.
TABLE = replace(IRIS, shape=(17,), one_hot=(12, 3))
HEAD = dense(3, "softmax")


def resolved(facts: DataFacts, *stack: Any) -> tuple[list[Any], list[tuple[int, ...]]]:
    """The layers with their columns, and the shapes of the walk."""
    one = config(facts, *stack, HEAD)
    plan = make_plan(one, facts)
    return list(resolve(one, plan).layers), [layer.shape for layer in plan.stack.layers]


def test_numbers_and_categories_are_those_of_the_table() -> None:
    (categories, _, numbers, _), shapes = resolved(TABLE, "CategoryEmbedding", "Scale", "PeriodicEmbedding")
    assert (categories.widths, numbers.features) == ((12, 3), 2)
    assert shapes == [(13,), (13,), (19,), (3,)]


def test_categories_stay_where_they_are_behind_embedded_numbers() -> None:
    (numbers, categories, *_), shapes = resolved(TABLE, "PeriodicEmbedding", "CategoryEmbedding")
    assert (numbers.features, categories.widths) == (2, (12, 3))
    assert shapes == [(23,), (19,), (3,)]


def test_bins_are_those_of_numbers_and_embeddings_follow_them() -> None:
    (bins, numbers, *_), shapes = resolved(TABLE, {"PiecewiseLinearEncoding": 4}, "PeriodicEmbedding")
    assert (bins.features, numbers.features) == (2, 10)
    assert shapes == [(25,), (55,), (3,)]


def test_given_columns_are_kept() -> None:
    stack = {"PeriodicEmbedding": {"features": 1}}, {"CategoryEmbedding": {"widths": [3]}}
    (numbers, categories, _), _ = resolved(TABLE, *stack)
    assert (numbers.features, categories.widths) == (1, (3,))


def test_without_categories_every_feature_is_a_number() -> None:
    _, shapes = resolved(IRIS, "PeriodicEmbedding")
    assert shapes == [(16,), (3,)]


@pytest.mark.parametrize(
    ("facts", "stack"), [(IRIS, ["CategoryEmbedding"]), (TABLE, [dense(9), "CategoryEmbedding"])]
)
def test_categories_that_are_not_there_are_named(facts: DataFacts, stack: list[Any]) -> None:
    with pytest.raises(BrokenStack) as caught:
        resolved(facts, *stack)
    (finding,) = caught.value.findings
    assert finding.message == "knows of no one-hot columns: these rows are numbers alone"
    assert finding.remedy.text.startswith("write the widths of their groups")
