"""The keys that a mapping at a given path may hold: for suggestions, and for the reference."""

from collections.abc import Mapping

from mlpcli.config.config import Config
from mlpcli.config.initializers import INITIALIZERS
from mlpcli.config.layers import LAYERS
from mlpcli.config.model import Section
from mlpcli.config.optimizers import OPTIMIZERS
from mlpcli.config.penalties import CONSTRAINTS, REGULARIZERS
from mlpcli.config.schedules import SCHEDULES
from mlpcli.config.sources import SOURCES
from mlpcli.config.training import Checkpoint, EarlyStopping, ReduceLrOnPlateau, Training

_SECTIONS: Mapping[str, type[Section]] = {
    "training": Training,
    "early_stopping": EarlyStopping,
    "reduce_lr_on_plateau": ReduceLrOnPlateau,
    "checkpoint": Checkpoint,
    **LAYERS,
    **OPTIMIZERS,
    **SCHEDULES,
    **INITIALIZERS,
    **REGULARIZERS,
    **CONSTRAINTS,
    **SOURCES,
}


def keys_of(path: tuple[str | int, ...]) -> list[str]:
    """The keys of the section that `path` leads to; for `source`, the sources; none where any key will do."""
    if not path:
        return list(Config.model_fields)
    if path[-1] == "source":
        return list(SOURCES)
    section = _SECTIONS.get(str(path[-1]))
    return list(section.model_fields) if section else []


def required_of(path: tuple[str | int, ...]) -> list[str]:
    """The keys that the section at `path` cannot go without."""
    section = _SECTIONS.get(str(path[-1])) if path else Config
    return [name for name, field in section.model_fields.items() if field.is_required()] if section else []
