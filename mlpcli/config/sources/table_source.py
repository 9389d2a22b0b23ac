"""The keys of sources that are read from the file of a table."""

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError, PydanticKnownError

from mlpcli.config.sources.base import Share, Source
from mlpcli.config.types.columns import ColumnName
from mlpcli.config.types.one_or_more import OneOrMore

TableTask = Literal["auto", "classification", "regression"]
ColumnNames = Annotated[tuple[ColumnName, ...], Field(strict=False), OneOrMore((str, int))]


def _no_number(value: Any) -> Any:
    # pydantic accepts 1 as the literal True.
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise PydanticKnownError("literal_error", {"expected": "'auto', True or False"})
    return value


class TableSource(Source):
    """A source that is read from the file of a table, whose format is found by looking."""

    path: Path = Field(description="the file: csv, tsv, parquet or jsonl, also .gz", strict=False)
    header: Annotated[Literal["auto", True, False], BeforeValidator(_no_number)] = Field(
        "auto", description="whether the first line holds the names of the columns"
    )
    separator: Annotated[str, Field(min_length=1, max_length=4)] = Field(
        "auto", description="what is between fields, such as ';' or '\\t'"
    )
    decimal: Literal["auto", ".", ","] = Field("auto", description="the decimal sign of numbers")
    thousands: Literal["auto", "", ",", ".", " ", "'", "_"] = Field(
        "auto", description="what groups the digits of numbers; '' for nothing"
    )
    encoding: str = Field("auto", description="encoding of the text, such as cp1252; auto: UTF-8, or UTF-16")
    missing_values: Annotated[tuple[str, ...], Field(strict=False), OneOrMore(str)] | None = Field(
        None,
        description="texts that mean a missing value, beside the usual ones: empty, ?, NA, NaN, null ...",
    )
    usual_missing_values: bool = Field(
        True, description="false: `missing_values` and empty fields are all that mean a missing value"
    )
    task: TableTask = Field("auto", description="auto: texts and a few whole numbers are classes")
    test: Share | None = Field(
        None,
        description="share of the rows held back for the final test; default 0.2, "
        "or those of `test_path` or of the split column",
    )
    test_path: Path | None = Field(None, description="another file with the test rows", strict=False)

    @property
    def test_share(self) -> float:
        """The share of the rows of `path` that is held back for the test."""
        if self.test is not None:
            return self.test
        return 0.0 if self.has_other_test_rows else 0.2

    @property
    def has_other_test_rows(self) -> bool:
        """Whether the config says which rows are for the test."""
        return self.test_path is not None

    @model_validator(mode="after")
    def _leaves_training_rows(self) -> "TableSource":
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
