"""The user's own series: windows over the rows of a table, or a table with a signal per row."""

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from mlpcli.config.sources.base import Quantities, Standardize
from mlpcli.config.sources.table_source import ColumnNames, TableSource
from mlpcli.config.types.columns import ColumnName

_OF_WINDOWS = ("horizon", "stride", "time", "time_format", "group", "season")


class Series(Quantities, TableSource):
    """Your own series, in a table: a window of rows is one signal, with a channel per column, and what is to
    predict are the rows after it. Without `window`, every row is a signal of one channel, and its class or
    number is the first column.

    With a window, the latest rows are held back, and no window has rows of two splits.
    """

    source: Literal["series"]
    target: Annotated[ColumnNames, Field(min_length=1)] | None = Field(
        None,
        description="the column to predict, or a list of columns of numbers; default: the only column of "
        "numbers, or without `window` the first column",
    )
    window: Annotated[int, Field(ge=1, le=1_000_000)] | None = Field(
        None, description="rows of a window; without it, every row is a signal"
    )
    horizon: Annotated[int, Field(ge=0, le=100_000)] = Field(
        1,
        description="how many rows after the window to predict, all of them at once; for classes, the last "
        "of them alone; 0: the window's own last row",
    )
    stride: Annotated[int, Field(ge=1)] = Field(1, description="rows from one window to the next")
    features: Annotated[ColumnNames, Field(min_length=1)] | None = Field(
        None,
        description="the columns to predict from; default: all columns of numbers, the targets among them",
    )
    exclude: ColumnNames = Field((), description="columns to leave out")
    time: ColumnName | None = Field(
        None, description="the column of dates or numbers to sort by; default: the order of the file"
    )
    time_format: Annotated[str, Field(min_length=1)] | None = Field(
        None,
        description="how the dates of `time` are written, as for strptime, such as '%d.%m.%Y'; default: "
        "found by looking",
    )
    group: ColumnName | None = Field(
        None, description="the column that says which of several series a row belongs to"
    )
    missing: Literal["refuse", "forward", "skip"] = Field(
        "refuse",
        description="refuse: missing numbers are errors; forward: they are the last ones before; "
        "skip: windows that have any are left out",
    )
    season: Annotated[int, Field(ge=2)] | None = Field(
        None,
        description="rows until the numbers repeat, for the baseline that gives the value one season ago; "
        "default: a day, week or year, by the times, if the window is as long",
    )
    standardize: Standardize = True

    @model_validator(mode="after")
    def _windows_have_a_length(self) -> "Series":
        fields = type(self).model_fields
        given = [key for key in _OF_WINDOWS if getattr(self, key) != fields[key].default]
        if self.window is None and given:
            raise PydanticCustomError(
                "no_window",
                "found {keys} without a window",
                {
                    "keys": " and ".join(given),
                    "fix": "add window: 24, or as many rows as one signal has; or remove them",
                    "put": {"window": 24},
                },
            )
        return self

    @model_validator(mode="after")
    def _a_format_is_of_times(self) -> "Series":
        if self.time_format is not None and self.time is None:
            raise PydanticCustomError(
                "no_time",
                "found time_format without time",
                {
                    "fix": "add time, the column whose dates have this format; or remove time_format",
                    "drop": ["time_format"],
                },
            )
        return self

    @model_validator(mode="after")
    def _windows_reach_back_a_season(self) -> "Series":
        if self.season and self.window and self.season > self.window:
            raise PydanticCustomError(
                "season",
                "season {season} is more than window {window}",
                {
                    "season": self.season,
                    "window": self.window,
                    "fix": "make the window at least as long as a season, or remove season",
                    "put": {"window": self.season},
                },
            )
        return self
