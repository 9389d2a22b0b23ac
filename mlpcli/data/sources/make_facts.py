"""The facts of datasets that are known without reading files."""

from mlpcli.config.dataset_facts import DataFacts, InputKind, Task


def task_of(classes: tuple[str, ...]) -> Task:
    """`binary` for exactly two classes, `classification` for more, `regression` for none."""
    if not classes:
        return "regression"
    return "binary" if len(classes) == 2 else "classification"


def numbered(count: int) -> tuple[str, ...]:
    """Classes named by their numbers: "0", "1"..."""
    return tuple(map(str, range(count)))


def facts_of(name: str, kind: InputKind, shape: tuple[int, ...], classes: tuple[str, ...] = ()) -> DataFacts:
    """Facts of a classification, or of a regression of one quantity without `classes`; images are 8-bit."""
    return DataFacts(
        name, kind, shape, task_of(classes), classes, targets=0 if classes else 1, pixels=kind == "image"
    )
