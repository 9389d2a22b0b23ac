"""The whole config, validated."""

from typing import Annotated, Literal

from pydantic import Field

from mlpcli.config.layers import AnyLayer
from mlpcli.config.model import Section
from mlpcli.config.optimizers import Adam, AnyOptimizer
from mlpcli.config.sources import AnySource
from mlpcli.config.training import Training


class Config(Section):
    """A network, what it learns from, and how."""

    version: Literal[1] = Field(1, description="of the config language")
    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")] = Field(
        description="names the run; default: the file's name without .yaml"
    )
    seed: Annotated[int, Field(ge=0, lt=2**31)] = Field(
        0, description="decides the split, the first weights, dropout and the order of the rows"
    )
    data: AnySource = Field(description="what the network learns from")
    layers: Annotated[tuple[AnyLayer, ...], Field(min_length=1, max_length=1000, strict=False)] = Field(
        description="the stack, from the input to the output"
    )
    optimizer: AnyOptimizer = Field(Adam(), description="how the weights follow the gradient")
    training: Training = Field(Training(), description="how long, by which loss, and when to stop")
