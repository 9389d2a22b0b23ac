"""The user's own tables."""

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError, PydanticKnownError

from mlpcli.config.sources.base import Quantities, Share, Source, Standardize
from mlpcli.config.types.columns import ColumnName, Columns, SplitBy
from mlpcli.config.types.one_or_more import OneOrMore

TableTask = Literal["auto", "classification", "regression"]


def _no_number(value: Any) -> Any:
    # pydantic accepts 1 as the literal True.
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise PydanticKnownError("literal_error", {"expected": "'auto', True or False"})
    return value


ColumnNames = Annotated[tuple[ColumnName, ...], Field(strict=False), OneOrMore((str, int))]
Mark = Annotated[str, Field(max_length=1)]


class Table(Quantities, Source):
    """Your own table: csv, tsv, parquet or jsonl, also gzipped.

    Everything is found by looking at the file, and can be said instead. Columns are named, or counted from 1.
    """

    source: Literal["table"]
    path: Path = Field(description="the file: csv, tsv, parquet or jsonl, also .gz", strict=False)
    target: Annotated[ColumnNames, Field(min_length=1)] = Field(
        description="the column to predict, by name or position from 1; or a list of columns of numbers"
    )
    header: Annotated[Literal["auto", True, False], BeforeValidator(_no_number)] = Field(
        "auto", description="whether the first line holds the names of the columns"
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
    separator: Annotated[str, Field(min_length=1, max_length=4)] = Field(
        "auto", description="what is between fields, such as ';' or '\\t'"
    )
    decimal: Literal["auto", ".", ","] = Field("auto", description="the decimal sign of numbers")
    thousands: Literal["auto", "", ",", ".", " ", "'", "_"] = Field(
        "auto", description="what groups the digits of numbers; '' for nothing"
    )
    encoding: str = Field("auto", description="encoding of the text, such as cp1252; auto: UTF-8, or UTF-16")
    missing_values: Annotated[tuple[str, ...], Field(strict=False), OneOrMore(str)] | None = Field(
        None, description="texts that mean a missing value; default: empty, ?, NA, NaN, null and the like"
    )
    missing: Literal["impute", "refuse"] = Field(
        "impute", description="impute: missing numbers become the median; refuse: they are errors"
    )
    max_categories: Annotated[int, Field(ge=1, le=10_000)] = Field(
        50, description="most categories of a column; the rarer ones are one category"
    )
    task: TableTask = Field("auto", description="auto: texts and a few whole numbers are classes")
    labels: dict[str, str] = Field({}, description="other spellings of classes: {'<=50K.': '<=50K'}")
    test: Share | None = Field(
        None,
        description="share of the rows held back for the final test; default 0.2, "
        "or those of `test_path` or of the split column",
    )
    test_path: Path | None = Field(None, description="another file with the test rows", strict=False)
    split: SplitBy = Field(
        "random",
        description="random: stratified by class; {column: NAME}: a column says train, validation or test; "
        "{group: NAME}: rows of a group stay together; {time: NAME}: the latest rows are held back",
    )
    standardize: Standardize = True

    @property
    def test_share(self) -> float:
        """The share of the rows of `path` that is drawn for the test."""
        if self.test is not None:
            return self.test
        return 0.0 if self.test_path or self.split_by[0] == "column" else 0.2

    @property
    def split_by(self) -> tuple[str, str | int | None]:
        """How rows are drawn, and the column it goes by."""
        if isinstance(self.split, str):
            return self.split, None
        ((how, column),) = self.split.items()
        return how, column

    @model_validator(mode="after")
    def _leaves_training_rows(self) -> "Table":
        if self.validation + self.test_share >= 1:
            raise PydanticCustomError(
                "shares",
                "validation {validation} and test {test} leave no rows for training",
                {
                    "validation": self.validation,
                    "test": self.test_share,
                    "fix": "make their sum less than 1, such as validation: 0.1 and test: 0.2",
                    "put": {"validation": 0.1, "test": 0.2},
                },
            )
        return self

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
