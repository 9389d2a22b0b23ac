"""What the course of the figures decides: the best epoch, when to stop, when to slow down."""

from dataclasses import dataclass, field

from mlpcli.config.training import EarlyStopping, Mode, ReduceLrOnPlateau


@dataclass
class Best:
    """The best value of a figure so far. An improvement is one by more than `min_delta`."""

    mode: Mode
    min_delta: float = 0.0
    value: float | None = None
    epoch: int | None = None

    def improves(self, value: float, epoch: int) -> bool:
        """Take note of an epoch's value, and say whether it is a new best. NaN never is."""
        if value != value:
            return False
        gain = 0.0 if self.value is None else self._gain(value)
        if self.value is not None and gain <= self.min_delta:
            return False
        self.value, self.epoch = value, epoch
        return True

    def _gain(self, value: float) -> float:
        best = value if self.value is None else self.value
        return value - best if self.mode == "max" else best - value


@dataclass
class Stopping:
    """Early stopping; the rule of `keras.callbacks.EarlyStopping`."""

    settings: EarlyStopping
    best: Best = field(init=False)
    waited: int = 0

    def __post_init__(self) -> None:
        self.best = Best(self.settings.mode, self.settings.min_delta)

    def stops(self, figures: dict[str, float], epoch: int) -> bool:
        """Whether training should end after this epoch."""
        if self.best.improves(figures[self.settings.monitor], epoch):
            self.waited = 0
            return False
        self.waited += 1
        return self.waited >= max(1, self.settings.patience)


@dataclass
class Plateau:
    """Smaller learning rates where nothing improves; the rule of `keras.callbacks.ReduceLROnPlateau`."""

    settings: ReduceLrOnPlateau
    best: Best = field(init=False)
    waited: int = 0
    resting: int = 0

    def __post_init__(self) -> None:
        self.best = Best(self.settings.mode, self.settings.min_delta)

    def next_rate(self, figures: dict[str, float], epoch: int, rate: float) -> float:
        """The learning rate for the next epoch."""
        if self.resting:
            self.resting -= 1
            self.waited = 0
        if self.best.improves(figures[self.settings.monitor], epoch):
            self.waited = 0
            return rate
        if self.resting:
            return rate
        self.waited += 1
        if self.waited < max(1, self.settings.patience) or rate <= self.settings.min_lr:
            return rate
        self.waited, self.resting = 0, self.settings.cooldown
        return max(rate * self.settings.factor, self.settings.min_lr)
