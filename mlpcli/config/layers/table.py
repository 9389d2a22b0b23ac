"""Layers for the rows of a table: numbers first, then groups of one-hot columns."""

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from mlpcli.config.initializers import Initializer, LiteralValues, RandomSigns
from mlpcli.config.layers.base import Count, Kernel, Layer
from mlpcli.config.types.class_choice import by_name
from mlpcli.config.types.one_or_more import OneOrMore

Widths = Annotated[tuple[Count, ...], Field(strict=False), OneOrMore(int)]


class Scale(Layer):
    """Multiplies every feature by a learned factor, which begins at 1 (Holzmueller and others 2024,
    arXiv 2407.04491)."""


class PeriodicEmbedding(Layer):
    """Puts beside every number `units` learned mixtures of `frequencies` learned cosines of it, whose
    frequencies begin with `stddev` (Gorishniy and others 2022, arXiv 2203.05556).

    It applies to the first `features` numbers of a row, by default all before its one-hot columns.
    """

    features: Count | None = None
    frequencies: Count = 16
    stddev: Annotated[float, Field(gt=0)] = 0.1
    units: Count = 3


class PiecewiseLinearEncoding(Layer):
    """Puts beside every number how far it is through each of `bins` intervals: 0 before it, 1 after it. The
    intervals lie between quantiles of the training rows, at most 100,000 of them; a frequent value is one
    bound, and there are fewer where there are few values (Gorishniy and others 2022, arXiv 2203.05556).

    It applies to the first `features` numbers of a row, by default all before its one-hot columns.
    """

    main_argument: ClassVar[str] = "bins"

    features: Count | None = None
    bins: Annotated[int, Field(ge=1, le=1_000)] = 32

    @property
    def is_measured(self) -> bool:
        return True


class CategoryEmbedding(Layer):
    """Makes `units` learned numbers of every category with more than `limit` one-hot columns (Guo and
    Berkhahn 2016, arXiv 1604.06737).

    `widths` are the numbers of one-hot columns of the categories, at the end of a row, by default those of
    the table.
    """

    units: Count = 8
    limit: Annotated[int, Field(ge=0, le=1_000_000)] = 9
    widths: Widths = ()


class Ensemble(Layer):
    """Makes `members` copies of a row, each with a learned factor for every feature; the layers between it
    and `EnsembleHead` are shared by all members (Gorishniy and others 2024, arXiv 2410.24210)."""

    main_argument: ClassVar[str] = "members"

    members: Annotated[int, Field(ge=2, le=10_000)] = 16
    widths: Widths = Field(
        (),
        description="how many numbers of a row are made of each feature, from the first: their factors begin "
        "equal; by default those of the table",
    )
    scale_initializer: Initializer = RandomSigns()

    @property
    def draws(self) -> bool:
        """Whether its first factors are drawn, and not written one by one."""
        return not isinstance(self.scale_initializer, LiteralValues)

    @model_validator(mode="after")
    def _widths_or_literal_factors(self) -> Self:
        if self.widths and not self.draws:
            raise PydanticCustomError(
                "literal_widths",
                "widths say which factors begin equal, but scale_initializer has them one by one",
                {"fix": "write widths: []", "put": {"widths": []}},
            )
        return self


class EnsembleHead(Kernel):
    """A fully connected layer for each member of an `Ensemble`. The mean of the members' losses is trained;
    what the network answers is the mean of their outputs (Gorishniy and others 2024, arXiv 2410.24210)."""

    units: Count


LAYERS = by_name(Scale, PeriodicEmbedding, PiecewiseLinearEncoding, CategoryEmbedding, Ensemble, EnsembleHead)
