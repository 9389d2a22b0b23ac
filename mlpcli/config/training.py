"""The `training` section."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Discriminator, Field, Tag

from mlpcli.config.bytes import ByteCount
from mlpcli.config.model import Section

Loss = Literal[
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
]
Metric = Literal[
    "accuracy",
    "top_k_categorical_accuracy",
    "categorical_crossentropy",
    "binary_crossentropy",
    "precision",
    "recall",
    "auc",
    "mean_squared_error",
    "mean_absolute_error",
    "mean_absolute_percentage_error",
    "root_mean_squared_error",
    "r2_score",
]
Mode = Literal["auto", "min", "max"]
Precision = Literal["float32", "mixed_bfloat16", "mixed_float16"]
Device = Literal["auto", "cpu", "gpu"]
Engine = Literal["auto", "resident", "streaming"]
Jit = Literal["auto", True, False]

# The short names that Keras takes too.
ShortLoss = Literal["mse", "mae", "mape", "msle"]
ShortMetric = Literal["mse", "mae", "mape", "rmse"]
_FULL = {
    "mse": "mean_squared_error",
    "mae": "mean_absolute_error",
    "mape": "mean_absolute_percentage_error",
    "msle": "mean_squared_logarithmic_error",
    "rmse": "root_mean_squared_error",
}


def _full_name(name: str) -> str:
    return _FULL.get(name, name)


def _full_monitor(name: str) -> str:
    prefix = "val_" if name.startswith("val_") else ""
    return prefix + _full_name(name.removeprefix(prefix))


def _weighting(value: Any) -> str:
    return "balanced" if isinstance(value, str) else "weights"


Monitor = Annotated[str, AfterValidator(_full_monitor)]
AnyLoss = Annotated[Literal["auto", Loss, ShortLoss], AfterValidator(_full_name)]
AnyMetric = Annotated[Literal[Metric, ShortMetric], AfterValidator(_full_name)]


class EarlyStopping(Section):
    """Stop once `monitor` has not improved by `min_delta` for `patience` epochs."""

    monitor: Monitor = Field("auto", description="auto: val_loss, or loss where nothing is held back")
    patience: Annotated[int, Field(ge=0)] = Field(5, description="epochs without improvement to wait for")
    min_delta: Annotated[float, Field(ge=0)] = Field(
        0.0,
        description="the least change that counts; the weights that are kept are still those of the best "
        "epoch by `checkpoint`, however little better it was",
    )
    mode: Mode = Field("auto", description="whether less or more is better; auto: by the figure's name")


class ReduceLrOnPlateau(Section):
    """Multiply the learning rate by `factor` once `monitor` has not improved for `patience` epochs."""

    monitor: Monitor = Field("auto", description="auto: val_loss, or loss where nothing is held back")
    factor: Annotated[float, Field(gt=0, lt=1)] = Field(0.1, description="what the rate is multiplied by")
    patience: Annotated[int, Field(ge=0)] = Field(10, description="epochs without improvement to wait for")
    min_delta: Annotated[float, Field(ge=0)] = Field(1e-4, description="the least change that counts")
    cooldown: Annotated[int, Field(ge=0)] = Field(0, description="epochs to rest after a reduction")
    min_lr: Annotated[float, Field(ge=0)] = Field(0.0, description="the least rate to go down to")
    mode: Mode = Field("auto", description="whether less or more is better; auto: by the figure's name")


class Checkpoint(Section):
    """Which epoch's weights are the best ones, those that evaluate and predict use, and how often the
    training's state is kept."""

    monitor: Monitor = Field("auto", description="auto: val_loss, or loss where nothing is held back")
    mode: Mode = Field("auto", description="whether less or more is better; auto: by the figure's name")
    minutes: Annotated[float, Field(gt=0)] | None = Field(
        5.0, description="the most training that a kill can cost; null: only whole epochs are kept"
    )


MONITORING: Mapping[str, type[Section]] = {
    "early_stopping": EarlyStopping,
    "reduce_lr_on_plateau": ReduceLrOnPlateau,
    "checkpoint": Checkpoint,
}
"""The sections of `training` that follow a figure, by their keys there."""

ClassWeight = Annotated[
    Annotated[Literal["balanced"], Tag("balanced")]
    | Annotated[dict[str, Annotated[float, Field(ge=0)]], Tag("weights")],
    Discriminator(_weighting),
]


class Training(Section):
    """How the network is trained."""

    epochs: Annotated[int, Field(ge=0, le=1_000_000)] = Field(
        10, description="passes over the training rows; 0 evaluates the network as written"
    )
    batch_size: Annotated[int, Field(ge=1, le=1_000_000)] = Field(32, description="rows a step")
    loss: AnyLoss = Field("auto", description="auto: from the last layer and the target")
    metrics: Annotated[tuple[AnyMetric, ...], Field(strict=False)] | None = Field(
        None, description="default: accuracy for classes, mean_absolute_error for numbers"
    )
    class_weight: ClassWeight | None = Field(
        None, description="balanced, or a weight for each class by its name"
    )
    early_stopping: EarlyStopping | None = Field(None, description="stop when nothing improves any more")
    reduce_lr_on_plateau: ReduceLrOnPlateau | None = Field(
        None, description="slow down when nothing improves"
    )
    checkpoint: Checkpoint = Field(
        Checkpoint(), description="which epoch counts as the best, and how often the state is kept"
    )
    precision: Precision = Field("float32", description="number format of the arithmetic")
    shuffle: bool = Field(True, description="a new order of the rows every epoch, drawn from the seed")
    deterministic: bool = Field(False, description="the same figures on every run, at some cost in speed")
    device: Device = Field("auto", description="auto: a GPU where there is one")
    engine: Engine = Field(
        "auto", description="resident: all rows on the device; streaming: as needed; auto: by memory_limit"
    )
    memory_limit: ByteCount | None = Field(
        None, description="the most that rows may take on the device; default: half of the machine's memory"
    )
    jit: Jit = Field("auto", description="whether XLA compiles the training; auto: where it is faster")
