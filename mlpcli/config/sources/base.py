"""The keys that sources have in common."""

from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError, PydanticKnownError

from mlpcli.config.types.section import Section

Share = Annotated[float, Field(ge=0, lt=1)]
Rescale = Annotated[bool, Field(description="divide 8-bit pixels by 255, so that they are 0 to 1")]


def _no_number(value: Any) -> Any:
    # pydantic accepts 1 as the literal True.
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise PydanticKnownError("literal_error", {"expected": "True, False or 'robust'"})
    return value


# By the characters that YAML makes of them: the letters behind the backslashes of a path of Windows.
_ESCAPES = dict(zip("\0\a\b\t\n\v\f\r\x1b", "0abtnvfre", strict=True))

Standardize = Annotated[
    Literal[True, False, "robust"],
    BeforeValidator(_no_number),
    Field(
        description="scale every feature to mean 0 and standard deviation 1 of the training rows; "
        "robust: by median and interquartile range, with outliers bounded"
    ),
]


class Quantities(Section):
    """The keys of sources that can have numbers as targets."""

    standardize_targets: bool = Field(
        False,
        description="for numbers to predict: compute the loss of targets with mean 0 and standard deviation "
        "1; metrics and predictions keep the units of the data",
    )
    clamp_predictions: bool = Field(
        False, description="for numbers to predict: answer none beyond those of the training rows"
    )


class DataSection(Section):
    """A `data` section. The only possible value of its key `source` is the source's name."""

    @classmethod
    def source_name(cls) -> str:
        """The source's name in a config, such as `mnist`."""
        (name,) = get_args(cls.model_fields["source"].annotation)
        return str(name)

    @field_validator("path", "test_path", mode="before", check_fields=False)
    @classmethod
    def _has_no_escapes(cls, value: Any) -> Any:
        # Elsewhere than on Windows, a name may have a tab; here, paths with slashes are not meant.
        if isinstance(value, str) and "/" not in value and any(letter in _ESCAPES for letter in value):
            meant = "".join(f"\\{_ESCAPES[letter]}" if letter in _ESCAPES else letter for letter in value)
            first = next(_ESCAPES[letter] for letter in value if letter in _ESCAPES)
            raise PydanticCustomError(
                "escaped_path",
                'double quotes make another character of the \\{first} in "{meant}"',
                {
                    "first": first,
                    "meant": meant,
                    "fix": f"write it in single quotes, which change nothing: '{meant}'",
                    "value": meant,
                },
            )
        return value


class Source(DataSection):
    """A source that can be split.

    `validation` is the share of the training rows held back to monitor training.
    """

    validation: Share = Field(0.1, description="share of the training rows held back for validation")


class SplitSource(Source):
    """A source without separate test rows: they are drawn from all rows."""

    test: Share = Field(0.2, description="share of all rows held back for the final test")

    @model_validator(mode="after")
    def _leaves_training_rows(self) -> "SplitSource":
        if self.validation + self.test >= 1:
            raise PydanticCustomError(
                "shares",
                "validation {validation} and test {test} leave no rows for training",
                {
                    "validation": self.validation,
                    "test": self.test,
                    "fix": "make their sum less than 1, such as validation: 0.1 and test: 0.2",
                    "put": {"validation": 0.1, "test": 0.2},
                },
            )
        return self


class Images(Source):
    rescale: Rescale = True


class Vectors(SplitSource):
    standardize: Standardize = True
