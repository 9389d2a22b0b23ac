"""What a fix tells the user to write is accepted where it is written."""

from pathlib import Path
from typing import Annotated, Any

import pytest
from pydantic import TypeAdapter, ValidationError

from mlpcli.config.config import Config
from mlpcli.config.json_schema import KINDS
from mlpcli.config.messages.example_values import EXAMPLES, OF_KIND
from mlpcli.config.sources import SOURCES
from mlpcli.config.training import EarlyStopping, ReduceLrOnPlateau, Training
from mlpcli.config.types.section import Named, Section
from mlpcli.config.yaml.nodes import Plain, to_plain
from mlpcli.config.yaml.reader import read_text

SECTIONS: tuple[type[Section], ...] = (
    Config,
    Training,
    EarlyStopping,
    ReduceLrOnPlateau,
    *SOURCES.values(),
    *(model for one in KINDS for model in one.models.values()),
)


def plain(text: str) -> Plain:
    return to_plain(read_text(text, "example", Path()))


def uses() -> list[tuple[type[Section], str]]:
    """Every section with a key that has an example; booleans need none, and every source has its own name."""
    return [
        (section, key)
        for section in SECTIONS
        for key, field in section.model_fields.items()
        if key in EXAMPLES and key != "source" and field.annotation is not bool
    ]


@pytest.mark.parametrize(("section", "key"), uses())
def test_example_is_valid_where_its_key_is(section: type[Section], key: str) -> None:
    with pytest.raises(ValidationError) as caught:
        section.model_validate({key: plain(EXAMPLES[key]), "no such key": 0})
    assert [error["msg"] for error in caught.value.errors() if error["loc"][0] == key] == []


@pytest.mark.parametrize("one", KINDS, ids=[one.kind for one in KINDS])
def test_examples_of_a_kind_are_valid(one: Any) -> None:
    for example in OF_KIND[one.kind].split(", or "):
        TypeAdapter(Annotated[float | Named, one]).validate_python(plain(example), strict=True)


def test_every_example_is_used() -> None:
    assert {key for _, key in uses()} == set(EXAMPLES) - {"source"}
