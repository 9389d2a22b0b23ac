"""Everything that the illnesses are recognized by, gathered once."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from mlpcli.baselines.baseline import FITTED, MEAN, MOST_FREQUENT
from mlpcli.config.config import Config
from mlpcli.config.layers.base import Kernel, Layer
from mlpcli.config.layers.core import Normalization, Rescaling
from mlpcli.config.layers.normalization import BatchNormalization, LayerNormalization
from mlpcli.config.layers.sequence import Embedding
from mlpcli.config.layers.table import CategoryEmbedding, PeriodicEmbedding, PiecewiseLinearEncoding
from mlpcli.config.types.with_arguments import name_of
from mlpcli.diagnosis.class_shares import are_uneven, counted_shares
from mlpcli.diagnosis.curves import Curves
from mlpcli.diagnosis.held_back import Classes, HeldBack, classes_of
from mlpcli.diagnosis.layer_activity import RELU, SQUASHING, LayerActivity
from mlpcli.diagnosis.phrases import number
from mlpcli.diagnosis.row_facts import InputScales, RepeatedRows
from mlpcli.diagnosis.simpler_models import (
    BetterModel,
    better_fitted,
    figure_of_models,
    guess_as_good,
    skill_of_accuracy,
    skill_of_numbers,
)
from mlpcli.network.plan import Plan

_CROSSENTROPIES = (
    "categorical_crossentropy",
    "sparse_categorical_crossentropy",
    "binary_crossentropy",
)
# What brings numbers of any size to a usual one.
_SCALING: tuple[type[Layer], ...] = (
    *(Normalization, Rescaling, BatchNormalization, LayerNormalization),
    *(Embedding, CategoryEmbedding, PeriodicEmbedding, PiecewiseLinearEncoding),
)
_GOOD = 0.9


@dataclass(frozen=True)
class Evidence:
    """A run as the diagnosis sees it. What is None or empty is not known.

    `config` has every `auto` resolved. `rows` are those of each split, `class_rows` the training rows of each
    class, in their order, `target_spread` is how much numbers to predict vary, `target_range` the lowest and
    the highest of them, and `diverged_rate` the learning rate at which the training diverged; nan or None if
    unknown. `splits` are the figures of those held back. `repeated` are by split the rows that are training
    rows too. `activities` are those of the hidden layers that have an activation, in order.
    """

    config: Config
    plan: Plan
    status: str
    rows: Mapping[str, int]
    curves: Curves | None = None
    splits: Mapping[str, HeldBack] = field(default_factory=dict)
    class_rows: NDArray[np.int64] | None = None
    inputs: InputScales | None = None
    target_spread: float = math.nan
    target_range: tuple[float, float] | None = None
    diverged_rate: float = math.nan
    repeated: Mapping[str, RepeatedRows] = field(default_factory=dict)
    activities: tuple[LayerActivity, ...] = ()

    @property
    def learns(self) -> bool:
        """Whether there was anything to train, and an epoch to do it in."""
        return self.curves is not None and self.plan.stack.trainable_parameters > 0

    @property
    def has_stopped_early(self) -> bool:
        """Whether early stopping ended the training, so that more epochs would end there too."""
        training = self.config.training
        if self.curves is None or training.early_stopping is None or self.status != "completed":
            return False
        return bool(self.curves.epochs[-1] < training.epochs)

    @property
    def rate_factor(self) -> float:
        """What the layer with most weights multiplies the learning rate by."""
        pairs = zip(self.config.layers, self.plan.stack.layers, strict=True)
        largest, _ = max(pairs, key=lambda pair: pair[1].trainable_parameters)
        return largest.rate_factor

    @property
    def relu_layers(self) -> tuple[LayerActivity, ...]:
        return tuple(one for one in self.activities if one.activation in RELU)

    @property
    def squashing_layers(self) -> tuple[LayerActivity, ...]:
        return tuple(one for one in self.activities if one.activation in SQUASHING)

    @property
    def has_scaled_inputs(self) -> bool:
        """Whether something brings the inputs to a usual scale, before the layers or as the first of them."""
        if getattr(self.config.data, "standardize", False):
            return True
        before_weights = takewhile(lambda one: not isinstance(one, Kernel), self.config.layers)
        return any(isinstance(one, _SCALING) for one in before_weights)

    @property
    def has_unsuitable_inputs(self) -> bool:
        """Whether the inputs are large, or of very different scales, and nothing scales them."""
        return self.inputs is not None and self.inputs.are_unsuitable and not self.has_scaled_inputs

    @cached_property
    def classes(self) -> Classes | None:
        return classes_of(self.plan.facts.classes, self.splits)

    @property
    def is_regression(self) -> bool:
        return self.plan.facts.task == "regression"

    @property
    def has_diverged(self) -> bool:
        return self.status == "diverged" or (self.curves is not None and self.curves.has_exploded)

    @property
    def is_poor(self) -> bool:
        """Whether the network is known to be far from perfect."""
        return self.has_diverged or self.skill < _GOOD

    @property
    def is_good(self) -> bool:
        return not self.has_diverged and self.skill >= _GOOD

    @property
    def largest(self) -> HeldBack | None:
        """The held-back split with the most rows."""
        return max(self.splits.values(), key=lambda split: split.rows, default=None)

    @cached_property
    def shares(self) -> NDArray[np.float64] | None:
        """The share of each class, of the training rows or else of those held back."""
        counts = self.class_rows
        if counts is None and self.classes is not None:
            counts = self.classes.supports
        return None if counts is None or not counts.sum() else counts / counts.sum()

    @cached_property
    def guess_loss(self) -> float:
        """The loss of a network that answers the same for every row, as well as one answer can: the entropy
        of the classes, or the variance of the targets. nan where that is not known."""
        loss = name_of(self.plan.objective.loss)
        if loss in _CROSSENTROPIES and self.counted_shares is not None:
            there = self.counted_shares[self.counted_shares > 0]
            return float(-(there * np.log(there / there.sum())).sum())
        if loss == "mean_squared_error" and self.is_regression:
            if getattr(self.config.data, "standardize_targets", False):
                return 1.0
            if self.largest is not None:
                spread = self.largest.of_baseline(MEAN, "rmse")
                # Not squared by a power, which raises an error if it overflows.
                return spread * spread
        return math.nan

    @property
    def knows_guess(self) -> bool:
        return math.isfinite(self.guess_loss) and self.guess_loss > 0

    @cached_property
    def counted_shares(self) -> NDArray[np.float64] | None:
        """What each class counts for in the loss, by its rows and its weight."""
        given, classes = self.config.training.class_weight, self.plan.facts.classes
        return None if self.shares is None else counted_shares(self.shares, given, classes)

    @property
    def has_class_weights(self) -> bool:
        """Whether the classes count for more or less in the loss than they are there."""
        return self.config.training.class_weight is not None

    @property
    def has_uneven_weights(self) -> bool:
        """Whether some class counts for clearly more or less in the loss than it is there."""
        if self.shares is None or self.counted_shares is None:
            return self.has_class_weights
        return are_uneven(self.shares, self.counted_shares)

    @property
    def scale(self) -> float:
        """What counts as much of a loss: that of a guess, or of the first epoch where that is not known."""
        if self.curves is None:
            return math.nan
        first = abs(float(self.curves.loss[0])) or 1.0
        return self.guess_loss if self.knows_guess else first

    @property
    def scale_in_words(self) -> str:
        return f"{'a guess' if self.knows_guess else 'the first epoch'} has a loss of {number(self.scale)}"

    @cached_property
    def skill(self) -> float:
        """How far the network is from a guess, 0, to perfection, 1, on the held-back rows; nan if unknown.

        By accuracy, or by the mean recall of classes with weights; of numbers by what models are compared by.
        """
        held, figure = self.largest, self.figure_compared
        if self.is_regression:
            return math.nan if held is None else skill_of_numbers(held, figure, held.figure(figure))
        if self.classes is None or self.shares is None:
            return math.nan
        if self.has_class_weights:
            recalls = self.classes.recalls[self.classes.supports > 0]
            return skill_of_accuracy(float(recalls.mean()), 1 / len(recalls)) if len(recalls) else math.nan
        return skill_of_accuracy(self.classes.accuracy, float(self.shares.max()))

    @cached_property
    def training_skill(self) -> float:
        """The same of the training rows in the last epoch, with class weights by the loss; nan if no figure
        says so."""
        curves = self.curves
        if curves is None:
            return math.nan
        accuracy = None if self.is_regression or self.has_class_weights else curves.accuracy
        if accuracy is not None and self.shares is not None:
            return skill_of_accuracy(float(accuracy[-1]), float(self.shares.max()))
        return 1 - float(curves.loss[-1]) / self.guess_loss if self.knows_guess else math.nan

    @property
    def kept(self) -> int:
        """The index of the epoch whose weights were kept; the last one where its figure is none of the
        curves, and 0 without any."""
        checkpoint = self.config.training.checkpoint
        return 0 if self.curves is None else self.curves.best_by(checkpoint.monitor, checkpoint.mode)

    @cached_property
    def guess_as_good(self) -> BetterModel | None:
        """A guess that is as good as the network on most of the held-back rows, chance considered."""
        return None if self.largest is None else guess_as_good(self.largest, self.figure_compared)

    @cached_property
    def better_fitted(self) -> BetterModel | None:
        """The best of the fitted baselines, if it is clearly better on most of the held-back rows."""
        return None if self.largest is None else better_fitted(self.largest, self.figure_compared)

    @property
    def figure_compared(self) -> str:
        """The figure by which networks are better than other models."""
        return figure_of_models(self.config, self.plan)

    @property
    def is_compared(self) -> bool:
        """Whether a model that looks at the inputs was fitted beside the network."""
        return any(name in FITTED for split in self.splits.values() for name in split.baselines)

    @property
    def has_hidden_layers(self) -> bool:
        return sum(isinstance(one.inner, Kernel) for one in self.config.layers) > 1

    @property
    def possible_skill(self) -> float:
        """The skill of the better of the fitted baselines; nan without one."""
        better, held = self.better_fitted, self.largest
        if better is None or held is None:
            return math.nan
        if self.is_regression:
            return skill_of_numbers(held, better.figure, better.theirs)
        if better.figure != "accuracy":
            return skill_of_accuracy(better.theirs, held.of_baseline(MOST_FREQUENT, better.figure))
        return math.nan if self.shares is None else skill_of_accuracy(better.theirs, float(self.shares.max()))
