import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from mlpcli.config.config import Config
from mlpcli.names import as_name

NAME = TypeAdapter(Config.model_fields["name"].rebuild_annotation())


@pytest.mark.parametrize("name", ["手書き数字", "हिन्दी", "mnist-mlp_1.2", "число7"])
def test_a_name_in_any_script_is_kept(name: str) -> None:
    assert NAME.validate_python(name) == as_name(name, "network") == name


def test_a_name_is_composed() -> None:
    assert NAME.validate_python("cafe\u0301") == "caf\u00e9"


@given(st.text())
def test_every_text_becomes_a_name(text: str) -> None:
    name = as_name(text, "network")
    assert NAME.validate_python(name) == name
