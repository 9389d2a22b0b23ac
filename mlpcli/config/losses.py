"""Losses by Keras's names, alone or with arguments: `huber`, or `huber: {delta: 2.0}`."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, get_args

from pydantic import Field

from mlpcli.config.types.axes import OutputAxes, listed
from mlpcli.config.types.names_or_arguments import NamesOrArguments, class_names, names
from mlpcli.config.types.with_arguments import WithArguments, name_of

LossName = Literal[
    "categorical_crossentropy",
    "sparse_categorical_crossentropy",
    "categorical_focal_crossentropy",
    "kl_divergence",
    "binary_crossentropy",
    "binary_focal_crossentropy",
    "mean_squared_error",
    "mean_absolute_error",
    "mean_absolute_percentage_error",
    "mean_squared_logarithmic_error",
    "huber",
    "log_cosh",
    "poisson",
    "hinge",
    "squared_hinge",
    "categorical_hinge",
    "cosine_similarity",
    "dice",
    "tversky",
]
# Short names that Keras accepts too.
SHORT: Mapping[str, str] = {
    "mse": "mean_squared_error",
    "mae": "mean_absolute_error",
    "mape": "mean_absolute_percentage_error",
    "bce": "binary_crossentropy",
}
_SHORT_LOSSES = {**SHORT, "msle": "mean_squared_logarithmic_error", "kld": "kl_divergence"}

OF_OVERLAP = frozenset({"dice", "tversky"})
"""Losses of what targets and outputs have in common, see `summed_axes`."""

_Share = Annotated[float, Field(ge=0, le=1)]
_Positive = Annotated[float, Field(gt=0)]
_NotNegative = Annotated[float, Field(ge=0)]


class CategoricalCrossentropy(WithArguments):
    """Targets share `label_smoothing` evenly among all classes; with `from_logits`, outputs are logits."""

    from_logits: bool = False
    label_smoothing: _Share = 0.0


class SparseCategoricalCrossentropy(WithArguments):
    """With `from_logits`, outputs are logits."""

    from_logits: bool = False


class CategoricalFocalCrossentropy(WithArguments):
    """Crossentropy times `alpha * (1 - p)^gamma`, where p is the probability of the true class."""

    alpha: _NotNegative = 0.25
    gamma: _NotNegative = 2.0
    from_logits: bool = False
    label_smoothing: _Share = 0.0


class BinaryCrossentropy(WithArguments):
    """Targets are `label_smoothing / 2` from 0 and 1; with `from_logits`, the output is a logit."""

    from_logits: bool = False
    label_smoothing: _Share = 0.0


class BinaryFocalCrossentropy(WithArguments):
    """Crossentropy times `(1 - p)^gamma`; with `apply_class_balancing`, class 1 weighs `alpha`, class 0 the
    rest."""

    apply_class_balancing: bool = False
    alpha: _Share = 0.25
    gamma: _NotNegative = 2.0
    from_logits: bool = False
    label_smoothing: _Share = 0.0


class Dice(WithArguments):
    """1 - 2 * overlap / (targets + outputs), of all outputs of a batch; with `axis: 0` the mean over the
    classes, with `axis: -1` over the rows."""

    axis: OutputAxes = None


class Tversky(WithArguments):
    """1 - overlap / (overlap + alpha * missed + beta * wrong), summed as for `dice`: `missed` is what the
    outputs lack of the targets, and `wrong` what they have beyond them."""

    # Keras's documentation has the two the other way round; its code, keras/src/losses/losses.py, is this.
    alpha: _NotNegative = 0.5
    beta: _NotNegative = 0.5
    axis: OutputAxes = None


class Huber(WithArguments):
    """Squared up to an error of `delta`, linear above it."""

    delta: _Positive = 1.0


WITH_ARGUMENTS: Mapping[str, type[WithArguments]] = {
    model.keras_name(): model
    for model in (
        CategoricalCrossentropy,
        SparseCategoricalCrossentropy,
        CategoricalFocalCrossentropy,
        BinaryCrossentropy,
        BinaryFocalCrossentropy,
        Huber,
        Dice,
        Tversky,
    )
}


_NAMES = ("auto", *get_args(LossName))
ONE_LOSS = NamesOrArguments(
    "loss",
    WITH_ARGUMENTS,
    other_names=class_names(WITH_ARGUMENTS),
    plain=names(Literal["auto", LossName], _NAMES, _SHORT_LOSSES),
)
Loss = Annotated[str | WithArguments, ONE_LOSS]


def arguments_of(chosen: str | WithArguments) -> dict[str, Any]:
    """Its arguments by Keras's names, with their defaults; empty for a name alone."""
    return dict(chosen) if isinstance(chosen, WithArguments) else {}


def summed_axes(chosen: str | WithArguments) -> frozenset[int]:
    """The axes of `[rows, outputs]` over which a loss sums what targets and outputs have in common.

    Empty if the loss is no such ratio of sums, but has a value for every row by itself.
    """
    if name_of(chosen) not in OF_OVERLAP:
        return frozenset()
    axes = listed(arguments_of(chosen).get("axis"))
    return frozenset(axis % 2 for axis in axes) or frozenset({0, 1})


def is_of_batch(chosen: str | WithArguments) -> bool:
    """Whether the loss is one of a whole batch, which is not the mean of its values for the rows."""
    return 0 in summed_axes(chosen)


def given_arguments(chosen: str | WithArguments) -> dict[str, Any]:
    """The arguments that are not the defaults."""
    defaults = type(chosen).model_fields if isinstance(chosen, WithArguments) else {}
    return {key: value for key, value in arguments_of(chosen).items() if value != defaults[key].default}


def in_words(chosen: str | WithArguments) -> str:
    """`huber`, or `huber (delta 2)`, with the arguments that are not the defaults."""
    given = [
        f"{key} {value:g}" if isinstance(value, float) else f"{key} {str(value).lower()}"
        for key, value in given_arguments(chosen).items()
    ]
    return name_of(chosen) + (f" ({', '.join(given)})" if given else "")
