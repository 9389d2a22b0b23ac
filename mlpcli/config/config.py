"""The schema of a whole config file."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, WithJsonSchema
from pydantic_core import PydanticKnownError

from mlpcli.config.layers import AnyLayer
from mlpcli.config.optimizers import Adam, AnyOptimizer
from mlpcli.config.report import PageOrNone
from mlpcli.config.sources import AnySource
from mlpcli.config.training import Training
from mlpcli.config.types.section import Section
from mlpcli.names import LONGEST, composed, is_name


def _name(text: str) -> str:
    # Not a pattern of pydantic's: building one of all letters takes a fifth of the time of a validation.
    if not is_name(text):
        raise PydanticKnownError("string_pattern_mismatch", {"pattern": "a name"})
    return composed(text)


class Config(Section):
    """A network, its data, and how it is trained."""

    version: Literal[1] = Field(1, description="version of the config language")
    name: Annotated[
        str,
        AfterValidator(_name),
        # Editors do not know the classes of Unicode.
        WithJsonSchema({"type": "string", "minLength": 1, "maxLength": LONGEST}),
    ] = Field(description="name of the run; default: the file's name without .yaml")
    seed: Annotated[int, Field(ge=0, lt=2**31)] = Field(
        0, description="seeds the split, the initial weights, dropout and shuffling"
    )
    data: AnySource = Field(description="the data and how it is split")
    layers: Annotated[tuple[AnyLayer, ...], Field(min_length=1, max_length=1000, strict=False)] = Field(
        description="the layers, from input to output"
    )
    optimizer: AnyOptimizer = Field(Adam(), description="the optimizer and its arguments")
    training: Training = Field(
        Training(), description="epochs, batch size, loss, metrics, early stopping and more"
    )
    report: PageOrNone = Field(
        True,
        description="write report.html, the page of the run, when the training ends; or what is on it, "
        "see below",
    )
