import pytest
from pydantic import ValidationError

from mlpcli.config.sources import SOURCES, Arrays, Blobs, Waves
from mlpcli.config.sources.base import DataSection


def below(model):
    return {model}.union(*map(below, model.__subclasses__()))


def test_every_model_of_a_source_can_be_chosen():
    assert {model for model in below(DataSection) if "source" in model.model_fields} == set(SOURCES.values())
    assert all(model.model_fields["source"].is_required() for model in SOURCES.values())


@pytest.mark.parametrize(
    ("options", "message", "fix"),
    [
        (
            {"classes": ["a", "b"], "task": "regression"},
            "classes are given for a regression",
            "remove classes",
        ),
        ({"classes": ["a", "a"]}, "two or more different names", "a different name"),
        ({"classes": ["a"]}, "two or more different names", "a different name"),
    ],
)
def test_class_names_of_arrays_must_make_sense(options, message, fix):
    with pytest.raises(ValidationError) as caught:
        Arrays(source="arrays", path="a.npz", **options)
    (error,) = caught.value.errors()
    assert message in error["msg"]
    assert fix in error["ctx"]["fix"]


def test_every_blob_needs_a_row():
    with pytest.raises(ValidationError) as caught:
        Blobs(source="blobs", rows=10, centers=[[n] for n in range(11)])
    (error,) = caught.value.errors()
    assert error["msg"] == "11 centers, but only 10 rows"
    assert "raise rows" in error["ctx"]["fix"]


@pytest.mark.parametrize(
    ("kind", "options", "message"),
    [
        (Blobs, {"rows": 1_000_000, "centers": [[0.0] * 51, [1.0] * 51]}, "of 51 coordinates"),
        (Waves, {"rows": 1_000_000, "steps": 51}, "of 51 steps"),
    ],
)
def test_more_than_memory_holds_is_not_drawn(kind, options, message):
    with pytest.raises(ValidationError) as caught:
        kind(source=kind.__name__.lower(), **options)
    (error,) = caught.value.errors()
    assert error["msg"] == f"1000000 rows {message} are more than 50000000 numbers"
    assert error["ctx"]["fix"].startswith("reduce the rows or the ")
