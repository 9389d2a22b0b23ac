import json

from hypothesis import given, settings
from hypothesis import strategies as st

from mlpcli.comparison.layer_alignment import aligned
from mlpcli.config.yaml.nodes import Plain


def layer(name: str, units: int = 1) -> Plain:
    return {name: {"units": units}}


A, B, C, D = (layer(name) for name in "ABCD")


def test_equal_stacks_have_their_layers_beside_each_other() -> None:
    assert aligned([[A, B], [A, B], [A, B]]) == [[A, A, A], [B, B, B]]


def test_an_inserted_layer_is_one_difference() -> None:
    stack = [layer("Dense", units) for units in range(10)]
    found = aligned([stack, [*stack[:4], D, *stack[4:]]])
    assert [column for column in found if column[0] != column[1]] == [[None, D]]


def test_a_layer_of_the_same_stack_twice_is_one_difference_too() -> None:
    found = aligned([[A, A, B], [A, B], [A, A, A, B]])
    assert sum(column.count(None) for column in found) == 3
    assert found[-1] == [B, B, B]


def test_other_arguments_and_another_layer_in_its_place_are_one_difference() -> None:
    other = layer("B", 7)
    assert aligned([[A, B, C], [A, other, C]]) == [[A, A], [B, other], [C, C]]
    assert aligned([[A, B, C], [A, D, C]]) == [[A, A], [B, D], [C, C]]


def test_a_run_without_a_layer_stands_beside_those_that_have_it() -> None:
    assert aligned([[A, C], [A, B, C], [A, B, D, C], [C]]) == [
        [A, A, A, None],
        [None, B, B, None],
        [None, None, D, None],
        [C, C, C, C],
    ]


@given(st.lists(st.lists(st.sampled_from([A, B, layer("B", 2), C]), max_size=6), min_size=1, max_size=4))
@settings(max_examples=100)
def test_every_stack_is_whole_and_in_order(stacks: list[list[Plain]]) -> None:
    columns = aligned(stacks)
    for number, stack in enumerate(stacks):
        assert [column[number] for column in columns if column[number] is not None] == stack
    assert all(len(column) == len(stacks) and any(column) for column in columns)


def test_two_thousand_other_layers_are_compared_one_by_one() -> None:
    long = [layer("Dense", units) for units in range(1000)]
    others = [layer("Other", units) for units in range(990)]
    columns = aligned([long, others, long])
    assert len(columns) == 1000
    assert json.dumps(columns[995]) == json.dumps([long[995], None, long[995]])
