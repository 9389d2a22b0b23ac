"""The task that a list of classes makes."""

from mlpcli.config.facts import Task


def task_of(classes: tuple[str, ...]) -> Task:
    """`binary` for exactly two classes, `classification` for more, `regression` for none."""
    if not classes:
        return "regression"
    return "binary" if len(classes) == 2 else "classification"
