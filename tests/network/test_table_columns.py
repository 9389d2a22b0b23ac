"""The columns that layers for tables apply to, where the data says so."""

from dataclasses import replace
from typing import Any

import pytest

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.network.plan import make_plan, resolve
from mlpcli.network.stack import BrokenStack
from mlpcli.network.table_columns import with_columns
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
    ("facts", "stack", "widths"),
    [
        (IRIS, [], ()),
        (IRIS, ["PeriodicEmbedding", "Scale"], (4, 4, 4, 4)),
        (IRIS, [{"PeriodicEmbedding": {"features": 1}}], (4, 1, 1, 1)),
        (IRIS, ["PeriodicEmbedding", {"PiecewiseLinearEncoding": {"bins": 2, "features": 5}}], (12, 6, 4, 4)),
        (TABLE, ["CategoryEmbedding", "PeriodicEmbedding"], (4, 4, 8, 3)),
        (TABLE, [{"PeriodicEmbedding": {"features": 8}}], (4, 4, 30, 3)),
        (TABLE, [{"CategoryEmbedding": {"widths": [11], "units": 2}}, "PeriodicEmbedding"], ()),
        (TABLE, ["PeriodicEmbedding", dense(9)], ()),
    ],
)
def test_members_tell_features_apart_by_what_is_made_of_each(
    facts: DataFacts, stack: list[Any], widths: tuple[int, ...]
) -> None:
    head = {"EnsembleHead": {"units": 3, "activation": "softmax"}}
    one = config(facts, *stack, "Ensemble", head)
    assert resolve(one, make_plan(one, facts)).layers[len(stack)].widths == widths


def test_factors_that_are_written_one_by_one_need_no_widths() -> None:
    written = {"members": 2, "scale_initializer": [[1.0] * 16, [2.0] * 16]}
    one = config(IRIS, "PeriodicEmbedding", {"Ensemble": written}, {"EnsembleHead": {"units": 3}})
    assert with_columns(one, IRIS).layers[1].widths == ()


@pytest.mark.parametrize(
    ("facts", "stack"), [(IRIS, ["CategoryEmbedding"]), (TABLE, [dense(9), "CategoryEmbedding"])]
)
def test_categories_that_are_not_there_are_named(facts: DataFacts, stack: list[Any]) -> None:
    with pytest.raises(BrokenStack) as caught:
        resolved(facts, *stack)
    (finding,) = caught.value.findings
    assert finding.message == "knows of no one-hot columns: these rows are numbers alone"
    assert finding.remedy.text.startswith("write the widths of their groups")
