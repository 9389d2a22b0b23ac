"""Layers for the rows of a table: numbers first, then groups of one-hot columns."""

from typing import Annotated

from pydantic import Field

from mlpcli.config.layers.base import Count, Layer
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


class CategoryEmbedding(Layer):
    """Makes `units` learned numbers of every category with more than `limit` one-hot columns (Guo and
    Berkhahn 2016, arXiv 1604.06737).

    `widths` are the numbers of one-hot columns of the categories, at the end of a row, by default those of
    the table.
    """

    units: Count = 8
    limit: Annotated[int, Field(ge=0, le=1_000_000)] = 9
    widths: Widths = ()


LAYERS = by_name(Scale, PeriodicEmbedding, CategoryEmbedding)
