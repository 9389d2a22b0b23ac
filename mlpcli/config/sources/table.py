"""The user's own tables."""

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from mlpcli.config.sources.base import Quantities, Standardize
from mlpcli.config.sources.table_source import ColumnNames, TableSource
from mlpcli.config.types.columns import Columns, SplitBy


class Table(Quantities, TableSource):
    """Your own table: csv, tsv, parquet or jsonl, also gzipped.

    Everything is found by looking at the file, and can be said instead. Columns are named, or counted from 1.
    """

    source: Literal["table"]
    target: Annotated[ColumnNames, Field(min_length=1)] = Field(
        description="the column to predict, by name or position from 1; or a list of columns of numbers"
    )
    columns: Columns = Field(
        None,
        description="names of all columns of a file without header, or kinds of some: "
        "{zip: category, born: {kind: date, format: '%d.%m.%Y', missing: refuse}}",
    )
    features: Annotated[ColumnNames, Field(min_length=1)] | None = Field(
        None, description="the columns to predict from; default: all others"
    )
    exclude: ColumnNames = Field((), description="columns to leave out")
    missing: Literal["impute", "refuse"] = Field(
        "impute", description="impute: missing numbers become the median; refuse: they are errors"
    )
    max_categories: Annotated[int, Field(ge=1, le=10_000)] = Field(
        50, description="most categories of a column; the rarer ones are one category"
    )
    labels: dict[str, str] = Field({}, description="other spellings of classes: {'<=50K.': '<=50K'}")
    split: SplitBy = Field(
        "random",
        description="random: stratified by class; {column: NAME}: a column says train, validation or test; "
        "{group: NAME}: rows of a group stay together; {time: NAME}: the latest rows are held back",
    )
    standardize: Standardize = True

    @property
    def has_other_test_rows(self) -> bool:
        return self.test_path is not None or self.split_by[0] == "column"

    @property
    def split_by(self) -> tuple[str, str | int | None]:
        """How rows are drawn, and the column it goes by."""
        if isinstance(self.split, str):
            return self.split, None
        ((how, column),) = self.split.items()
        return how, column

    @model_validator(mode="after")
    def _test_rows_are_said_once(self) -> "Table":
        if self.test and (self.test_path or self.split_by[0] == "column"):
            other = "test_path" if self.test_path else "split"
            raise PydanticCustomError(
                "test_twice",
                "found a share of test rows, but {other} says which rows are for the test",
                {"other": other, "fix": f"remove test, or {other}", "drop": ["test"]},
            )
        return self
