"""Learning-rate schedules, by Keras's names. Step counts can be given in epochs: `10 epochs`."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Any, ClassVar, Self

from pydantic import (
    AfterValidator,
    Field,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import PydanticCustomError

from mlpcli.config.types.class_choice import by_name
from mlpcli.config.types.section import Named, Notation

_EPOCHS = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,6})?) epochs?")
_MOST_STEPS = 10**12


def _steps_schema(least: int) -> JsonSchemaValue:
    steps: JsonSchemaValue = {"type": "integer", "minimum": least}
    return {"anyOf": [steps, {"type": "string", "pattern": f"^{_EPOCHS.pattern}$"}]}


@dataclass(frozen=True)
class StepCount(Notation):
    """A number of training steps, or of epochs, converted to steps once the batches per epoch are known."""

    notation: ClassVar[JsonSchemaValue] = _steps_schema(0)

    number: float
    in_epochs: bool = False

    def steps(self, steps_per_epoch: int) -> int:
        """The number of steps, at least one for any fraction of an epoch."""
        if not self.in_epochs or not self.number:
            return int(self.number)
        return max(1, round(self.number * steps_per_epoch))

    def __str__(self) -> str:
        if not self.in_epochs:
            return f"{self.number:.0f}"
        return f"{self.number:.6f}".rstrip("0").rstrip(".") + " epochs"

    @classmethod
    def parse(cls, value: Any) -> Self:
        if isinstance(value, cls):
            return value
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST_STEPS:
            return cls(value)
        if isinstance(value, str) and (match := _EPOCHS.fullmatch(value)):
            return cls(float(match[1]), in_epochs=True)
        raise PydanticCustomError(
            "step_count",
            "expected {expected}",
            {"expected": "a number of steps or of epochs"},
        )


def _some(count: StepCount) -> StepCount:
    if not count.number:
        raise PydanticCustomError(
            "step_count", "expected {expected}", {"expected": "more than 0 steps or epochs"}
        )
    return count


# Schedules divide by it, so it must not be 0.
Duration = Annotated[StepCount, AfterValidator(_some), WithJsonSchema(_steps_schema(1))]
Rate = Annotated[float, Field(ge=0)]


def _rising(counts: Iterable[StepCount]) -> list[int]:
    """The counts as whole numbers from the lowest to the highest, no two of them equal."""
    found: list[int] = []
    for count in sorted(round(count.number) for count in counts):
        found.append(max(count, found[-1] + 1 if found else 0))
    return found


def _as_many(values: Sequence[float], count: int) -> list[float]:
    """The first `count` values, or those and as many smaller ones."""
    found = list(values[:count])
    while len(found) < count:
        found.append(found[-1] / 10)
    return found


_EPOCH = re.compile(r"epoch ([1-9][0-9]{0,6})")
_NUMBER_ALONE = re.compile(r"(?:epochs? ?)?([0-9]{1,7})")


@dataclass(frozen=True)
class RatesByEpoch(Notation):
    """Learning rates by the first epoch that has them: `{epoch 1: 0.01, epoch 11: 0.001}`."""

    notation: ClassVar[JsonSchemaValue] = {
        "type": "object",
        "patternProperties": {f"^{_EPOCH.pattern}$": {"type": "number", "minimum": 0}},
        "additionalProperties": False,
        "required": ["epoch 1"],
    }

    rates: tuple[tuple[int, float], ...]

    def in_steps(self, steps_per_epoch: int) -> tuple[list[int], list[float]]:
        """The `boundaries` and `values` of Keras's PiecewiseConstantDecay, whose boundaries are the last
        steps of their values, from 0. A step is a batch, whether or not gradients are accumulated."""
        boundaries = [(epoch - 1) * steps_per_epoch - 1 for epoch, _ in self.rates[1:]]
        return boundaries, [rate for _, rate in self.rates]

    def document(self) -> dict[str, float]:
        """The mapping as it is written in a config."""
        return {f"epoch {epoch}": rate for epoch, rate in self.rates}

    @staticmethod
    def looks_like(value: Any) -> bool:
        """Whether a mapping was meant to be one of these."""
        return (
            isinstance(value, dict)
            and bool(value)
            and all(_NUMBER_ALONE.fullmatch(str(key)) for key in value)
        )

    @classmethod
    def parse(cls, value: Any) -> Self:
        if isinstance(value, cls):
            return value
        if not all(_EPOCH.fullmatch(str(key)) for key in value):
            meant = {_NUMBER_ALONE.fullmatch(str(key))[1]: rate for key, rate in value.items()}  # type: ignore[index]
            raise _unlike_rates(meant)
        found = sorted((int(key.removeprefix("epoch ")), rate) for key, rate in value.items())
        if found[0][0] != 1:
            raise _unlike_rates({"1": found[0][1], **{str(epoch): rate for epoch, rate in found}})
        for epoch, rate in found:
            if isinstance(rate, bool) or not isinstance(rate, int | float) or not 0 <= rate < math.inf:
                raise PydanticCustomError(
                    "rates_by_epoch",
                    "epoch {epoch} has no learning rate: expected a number, 0 or more",
                    {"epoch": epoch, "fix": f"write epoch {epoch}: 0.001", "put": {f"epoch {epoch}": 0.001}},
                )
        return cls(tuple((epoch, float(rate)) for epoch, rate in found))


def _unlike_rates(meant: Mapping[str, Any]) -> PydanticCustomError:
    """The mistake in learning rates by epoch, written as they were probably meant."""
    shift = int("0" in meant)
    rates = {f"epoch {int(epoch) + shift}": rate for epoch, rate in meant.items()}
    rates = rates if "epoch 1" in rates else {"epoch 1": 0.01, **rates}
    listed = ", ".join(f"{epoch}: {rate}" for epoch, rate in rates.items())
    return PydanticCustomError(
        "rates_by_epoch",
        "expected the learning rates of epoch 1 and of the epochs from which others follow",
        {"fix": f"write {{{listed}}}", "value": rates},
    )


class CosineDecay(Named):
    """Half a cosine down to `alpha` times the initial rate; with `warmup_target`, after a warmup to it."""

    initial_learning_rate: Rate
    decay_steps: Duration
    alpha: Rate = 0.0
    warmup_target: Rate | None = None
    warmup_steps: StepCount = StepCount(0)


class CosineLogDecay(Named):
    """Swings `cycles` times between 0 and `peak_learning_rate`, each time for twice as long as before, and
    ends at 0 (Holzmueller and others 2024, arXiv 2407.04491)."""

    peak_learning_rate: Rate
    decay_steps: Duration
    cycles: Annotated[int, Field(ge=1, le=20)] = 4


class CosineDecayRestarts(Named):
    """Cosine decay with restarts, each `t_mul` times as long and starting at `m_mul` times the rate."""

    initial_learning_rate: Rate
    first_decay_steps: Duration
    t_mul: Rate = 2.0
    m_mul: Rate = 1.0
    alpha: Rate = 0.0


class ExponentialDecay(Named):
    """`initial_learning_rate * decay_rate ^ (step / decay_steps)`."""

    initial_learning_rate: Rate
    decay_steps: Duration
    decay_rate: Rate
    staircase: bool = False


class InverseTimeDecay(Named):
    """`initial_learning_rate / (1 + decay_rate * step / decay_steps)`."""

    initial_learning_rate: Rate
    decay_steps: Duration
    decay_rate: Rate
    staircase: bool = False


class PiecewiseConstantDecay(Named):
    """`values[i]` up to `boundaries[i]`, the last value after the last boundary."""

    boundaries: Annotated[tuple[StepCount, ...], Field(min_length=1, strict=False)]
    values: Annotated[tuple[Rate, ...], Field(min_length=2, strict=False)]

    @model_validator(mode="after")
    def _one_value_more(self) -> "PiecewiseConstantDecay":
        if len(self.values) != len(self.boundaries) + 1:
            raise PydanticCustomError(
                "piecewise",
                "{boundaries} boundaries with {values} values",
                {
                    "boundaries": len(self.boundaries),
                    "values": len(self.values),
                    "fix": "give one more value than boundaries",
                    "put": {"values": _as_many(self.values, len(self.boundaries) + 1)},
                },
            )
        return self

    @model_validator(mode="after")
    def _boundaries_of_one_unit(self) -> "PiecewiseConstantDecay":
        if len({boundary.in_epochs for boundary in self.boundaries}) > 1:
            raise PydanticCustomError(
                "mixed_boundaries",
                "some boundaries are given in steps and some in epochs",
                {
                    "fix": "give all in steps, such as 1000, or all in epochs, such as 10 epochs",
                    "put": {"boundaries": [f"{count} epochs" for count in _rising(self.boundaries)]},
                },
            )
        return self

    @model_validator(mode="after")
    def _boundaries_go_up(self) -> "PiecewiseConstantDecay":
        for before, after in pairwise(self.boundaries):
            if before.number >= after.number:
                raise PydanticCustomError(
                    "boundaries",
                    "boundary {after} comes after {before}",
                    {
                        "before": str(before),
                        "after": str(after),
                        "fix": "write the boundaries in increasing order",
                        "put": {
                            "boundaries": [
                                f"{count} epochs" if before.in_epochs else count
                                for count in _rising(self.boundaries)
                            ]
                        },
                    },
                )
        return self


class PolynomialDecay(Named):
    """From `initial_learning_rate` to `end_learning_rate` along a power of the remaining steps."""

    initial_learning_rate: Rate
    decay_steps: Duration
    end_learning_rate: Rate = 1e-4
    power: Annotated[float, Field(gt=0)] = 1.0
    cycle: bool = False


SCHEDULES = by_name(
    CosineDecay,
    CosineLogDecay,
    CosineDecayRestarts,
    ExponentialDecay,
    InverseTimeDecay,
    PiecewiseConstantDecay,
    PolynomialDecay,
)
