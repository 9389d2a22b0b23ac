"""Figures that are one and the same under two names."""

import math
from collections.abc import Mapping

# Keras's long names, and the short ones under which an evaluation always has them.
_SHORT = {"mean_absolute_error": "mae", "root_mean_squared_error": "rmse", "r2_score": "r2"}
_VALIDATION = "val_"
# What adding up in another order changes.
_ROUNDING = 1e-6


def shown_once(figures: Mapping[str, float]) -> list[str]:
    """The names of figures without those that repeat another one.

    A metric that is the loss has its value too, in training as in validation, unless something is added to
    the loss, such as a regularizer. Of evaluations it stays under its short name, which other models have
    too: their losses are not known.
    """
    return [
        name
        for name in figures
        if not (_is_short_too(name, figures) or _is_loss(name, figures) or _is_f1_score(name, figures))
    ]


def _is_short_too(name: str, figures: Mapping[str, float]) -> bool:
    return _SHORT.get(name) in figures


def _is_f1_score(name: str, figures: Mapping[str, float]) -> bool:
    """Of two classes, the config's f1_score may be that of one of them."""
    asked = figures.get("f1_score", math.nan)
    return name == "macro_f1" and math.isclose(figures[name], asked, rel_tol=_ROUNDING)


def _is_loss(name: str, figures: Mapping[str, float]) -> bool:
    bare = name.removeprefix(_VALIDATION)
    pairs = [(prefix + bare, prefix + "loss") for prefix in ("", _VALIDATION)]
    there = [
        (figures[metric], figures[loss]) for metric, loss in pairs if metric in figures and loss in figures
    ]
    return (
        bare not in ("loss", *_SHORT.values())
        and bool(there)
        and all(math.isclose(metric, loss, rel_tol=_ROUNDING) for metric, loss in there)
    )
