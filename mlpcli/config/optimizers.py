"""Optimizers and learning-rate schedules, by Keras's names and with Keras's defaults."""

from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from mlpcli.config.schedules import SCHEDULES, RatesByEpoch
from mlpcli.config.types.class_choice import ClassChoice, PlainValue, by_name
from mlpcli.config.types.section import Named

_Positive = Annotated[float, Field(gt=0)]
_NotNegative = Annotated[float, Field(ge=0)]
_Decay = Annotated[float, Field(ge=0, lt=1)]
_Count = Annotated[int, Field(ge=1)]


CLIPPING = ("clipnorm", "clipvalue", "global_clipnorm")
"""The ways to clip gradients, of which an optimizer has one."""


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


ONE_SCHEDULE = ClassChoice(
    "learning-rate schedule",
    SCHEDULES,
    plain=PlainValue(
        lambda value: _is_number(value) or isinstance(value, RatesByEpoch) or RatesByEpoch.looks_like(value),
        Annotated[
            Annotated[_NotNegative, Tag("number")] | Annotated[RatesByEpoch, Tag("rates")],
            Discriminator(lambda value: "number" if _is_number(value) else "rates"),
        ],
        {"anyOf": [{"type": "number", "minimum": 0}, RatesByEpoch.notation]},
    ),
)
LearningRate = Annotated[float | RatesByEpoch | Named, ONE_SCHEDULE]


class Optimizer(Named):
    """The arguments of every optimizer."""

    learning_rate: LearningRate = 0.001
    weight_decay: _NotNegative | None = None
    clipnorm: _Positive | None = None
    clipvalue: _Positive | None = None
    global_clipnorm: _Positive | None = None
    use_ema: bool = False
    ema_momentum: _Decay = 0.99
    ema_overwrite_frequency: _Count | None = None
    gradient_accumulation_steps: Annotated[int, Field(ge=2)] | None = None

    @model_validator(mode="after")
    def _clips_one_way(self) -> "Optimizer":
        given = [name for name in CLIPPING if getattr(self, name) is not None]
        if len(given) > 1:
            raise PydanticCustomError(
                "clipped_twice",
                "gradients are clipped by {given}",
                {
                    "given": " and by ".join(given),
                    "fix": f"keep one of them: remove {' and '.join(given[1:])}",
                    "drop": given[1:],
                },
            )
        return self


class SGD(Optimizer):
    """Stochastic gradient descent, with momentum if given."""

    learning_rate: LearningRate = 0.01
    momentum: Annotated[float, Field(ge=0, le=1)] = 0.0
    nesterov: bool = False


class _Moments(Optimizer):
    beta_1: _Decay = 0.9
    beta_2: _Decay = 0.999
    epsilon: _Positive = 1e-7


class Adam(_Moments):
    """Adam; Kingma and Ba, 2014."""

    amsgrad: bool = False


class AdamW(_Moments):
    """Adam with decoupled weight decay."""

    weight_decay: _NotNegative | None = 0.004
    amsgrad: bool = False


class Adamax(_Moments):
    """Adam with the infinity norm."""


class Nadam(_Moments):
    """Adam with Nesterov momentum."""


class Lamb(_Moments):
    """Layer-wise adaptive moments, for large batches."""


class Adadelta(Optimizer):
    """Adapts the step to a moving window of past gradients."""

    rho: _Decay = 0.95
    epsilon: _Positive = 1e-7


class Adagrad(Optimizer):
    """Adapts the step to the sum of past squared gradients."""

    initial_accumulator_value: _NotNegative = 0.1
    epsilon: _Positive = 1e-7


class RMSprop(Optimizer):
    """Divides gradients by a moving root mean square of them."""

    rho: _Decay = 0.9
    momentum: Annotated[float, Field(ge=0, le=1)] = 0.0
    epsilon: _Positive = 1e-7
    centered: bool = False


class Adafactor(Optimizer):
    """Like Adam, with less memory."""

    beta_2_decay: float = -0.8
    epsilon_1: _Positive = 1e-30
    epsilon_2: _Positive = 1e-3
    clip_threshold: _Positive = 1.0
    relative_step: bool = True


class Ftrl(Optimizer):
    """Follow the regularized leader."""

    learning_rate_power: Annotated[float, Field(le=0)] = -0.5
    initial_accumulator_value: _NotNegative = 0.1
    l1_regularization_strength: _NotNegative = 0.0
    l2_regularization_strength: _NotNegative = 0.0
    l2_shrinkage_regularization_strength: _NotNegative = 0.0
    beta: float = 0.0


class Lion(Optimizer):
    """Steps of equal size, in the direction of the momentum's sign."""

    beta_1: Annotated[float, Field(gt=0, le=1)] = 0.9
    beta_2: Annotated[float, Field(ge=0, le=1)] = 0.99


class Muon(Optimizer):
    """Orthogonalized momentum for kernels, Adam for the rest."""

    weight_decay: _NotNegative | None = 0.004
    adam_beta_1: _Decay = 0.9
    adam_beta_2: _Decay = 0.999
    adam_weight_decay: _NotNegative = 0.004
    epsilon: _Positive = 1e-7
    muon_a: float = 3.4445
    muon_b: float = -4.775
    muon_c: float = 2.0315
    adam_lr_ratio: _Positive = 1.0
    momentum: _Decay = 0.95
    ns_steps: _Count = 5
    nesterov: bool = True
    rms_rate: _NotNegative = 0.2


class ScheduleFreeAdamW(_Moments):
    """AdamW with averaged weights, which needs no schedule."""

    learning_rate: LearningRate = 0.0025
    epsilon: _Positive = 1e-8
    warmup_steps: Annotated[int, Field(ge=0)] = 0


OPTIMIZERS = by_name(
    SGD,
    Adam,
    AdamW,
    Adamax,
    Nadam,
    Lamb,
    Adadelta,
    Adagrad,
    RMSprop,
    Adafactor,
    Ftrl,
    Lion,
    Muon,
    ScheduleFreeAdamW,
)


def full_name(name: str) -> str:
    """`Adam` for `adam`; any other name as it is."""
    return ONE_OPTIMIZER.other_names.get(name, name)


ONE_OPTIMIZER = ClassChoice(
    "optimizer",
    OPTIMIZERS,
    # Keras takes them in lowercase.
    other_names={name.lower(): name for name in OPTIMIZERS},
)
AnyOptimizer = Annotated[Optimizer, ONE_OPTIMIZER]
