"""The `training` section."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Discriminator, Field, Tag

from mlpcli.config.losses import SHORT, Loss
from mlpcli.config.metrics import SHORT_METRICS, Metric
from mlpcli.config.types.byte_count import ByteCount
from mlpcli.config.types.one_or_more import OneOrMore
from mlpcli.config.types.section import Named, Section

Mode = Literal["auto", "min", "max"]
Precision = Literal["float32", "mixed_bfloat16", "mixed_float16"]
Device = Literal["auto", "cpu", "gpu"]
Engine = Literal["auto", "resident", "streaming"]
Jit = Literal["auto", True, False]
LoggerName = Literal["tensorboard", "mlflow"]


def _full_monitor(name: str) -> str:
    prefix = "val_" if name.startswith("val_") else ""
    # Not acc, which Keras reports under its own name.
    return prefix + {**SHORT, "rmse": SHORT_METRICS["rmse"]}.get(
        name.removeprefix(prefix), name.removeprefix(prefix)
    )


def _weighting(value: Any) -> str:
    return "balanced" if isinstance(value, str) else "weights"


Monitor = Annotated[str, AfterValidator(_full_monitor)]


class EarlyStopping(Section):
    """Stop once `monitor` has not improved by `min_delta` for `patience` epochs."""

    monitor: Monitor = Field("auto", description="auto: val_loss, or loss without validation rows")
    patience: Annotated[int, Field(ge=0)] = Field(5, description="epochs without improvement before stopping")
    min_delta: Annotated[float, Field(ge=0)] = Field(
        0.0,
        description="smallest change that counts as an improvement; the best weights are still chosen by "
        "`checkpoint`, which counts every improvement",
    )
    mode: Mode = Field("auto", description="whether lower or higher is better; auto: from the metric's name")
    baseline: float | None = Field(
        None, description="only figures better than this value count as improvements"
    )
    start_from_epoch: Annotated[int, Field(ge=0)] = Field(
        0, description="number of first epochs that are not watched"
    )


class ReduceLrOnPlateau(Section):
    """Multiply the learning rate by `factor` once `monitor` has not improved for `patience` epochs."""

    monitor: Monitor = Field("auto", description="auto: val_loss, or loss without validation rows")
    factor: Annotated[float, Field(gt=0, lt=1)] = Field(0.1, description="factor on the learning rate")
    patience: Annotated[int, Field(ge=0)] = Field(
        10, description="epochs without improvement before a reduction"
    )
    min_delta: Annotated[float, Field(ge=0)] = Field(
        1e-4, description="smallest change that counts as an improvement"
    )
    cooldown: Annotated[int, Field(ge=0)] = Field(0, description="epochs to wait after a reduction")
    min_lr: Annotated[float, Field(ge=0)] = Field(0.0, description="lower bound of the learning rate")
    mode: Mode = Field("auto", description="whether lower or higher is better; auto: from the metric's name")


class Checkpoint(Section):
    """Which epoch counts as the best, whose weights evaluate and predict use, and how often a checkpoint is
    written."""

    monitor: Monitor = Field("auto", description="auto: val_loss, or loss without validation rows")
    mode: Mode = Field("auto", description="whether lower or higher is better; auto: from the metric's name")
    minutes: Annotated[float, Field(gt=0)] | None = Field(
        5.0, description="most minutes between checkpoints; null: only at the end of each epoch"
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
        10, description="passes over the training rows; 0 evaluates the initial weights"
    )
    batch_size: Annotated[int, Field(ge=1, le=1_000_000)] = Field(32, description="rows per training step")
    loss: Loss = Field("auto", description="auto: depends on the last layer and the targets")
    metrics: Annotated[tuple[Metric, ...], Field(strict=False), OneOrMore((str, dict, Named))] | None = Field(
        None, description="default: accuracy for classes, mean_absolute_error for numbers"
    )
    class_weight: ClassWeight | None = Field(
        None, description="balanced, or a mapping from class names, or their numbers from 0, to weights"
    )
    early_stopping: EarlyStopping | None = Field(None, description="stop when a metric no longer improves")
    reduce_lr_on_plateau: ReduceLrOnPlateau | None = Field(
        None, description="lower the learning rate when a metric no longer improves"
    )
    checkpoint: Checkpoint = Field(
        Checkpoint(), description="which epoch counts as the best, and how often a checkpoint is written"
    )
    precision: Precision = Field("float32", description="number format of the computations")
    shuffle: bool = Field(True, description="shuffle the training rows every epoch, from the seed")
    deterministic: bool = Field(False, description="the same results on every run, at some cost in speed")
    device: Device = Field("auto", description="auto: a GPU if there is one")
    engine: Engine = Field(
        "auto",
        description="resident: all rows on the device; streaming: rows are copied as needed; "
        "auto: depends on memory_limit",
    )
    memory_limit: ByteCount | None = Field(
        None, description="most memory for rows on the device; default: half of the machine's memory"
    )
    jit: Jit = Field("auto", description="whether XLA compiles the training step; auto: if it is faster")
    baselines: bool = Field(
        True, description="fit simple models beside the training, and show their scores beside the network's"
    )
    log: Annotated[tuple[LoggerName, ...], Field(strict=False), OneOrMore(str)] = Field(
        (), description="other tools that get the curves and figures"
    )
