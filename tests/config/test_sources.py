import pytest
from pydantic import ValidationError

from mlpcli.config.sources import Arrays, Blobs


@pytest.mark.parametrize(
    ("options", "message", "fix"),
    [
        (
            {"classes": ["a", "b"], "task": "regression"},
            "classes are named for a regression",
            "remove classes",
        ),
        ({"classes": ["a", "a"]}, "two or more different names", "a name of its own"),
        ({"classes": ["a"]}, "two or more different names", "a name of its own"),
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
    assert error["msg"] == "11 centers do not fit into 10 rows"
    assert "raise rows" in error["ctx"]["fix"]
