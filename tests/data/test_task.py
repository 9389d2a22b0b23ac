import pytest

from mlpcli.data.task import task_of


@pytest.mark.parametrize(
    ("classes", "task"),
    [((), "regression"), (("a", "b"), "binary"), (("a", "b", "c"), "classification")],
)
def test_number_of_classes_makes_the_task(classes, task):
    assert task_of(classes) == task
