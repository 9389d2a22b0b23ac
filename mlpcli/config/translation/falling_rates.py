"""How Ultralytics lowers its rate over all epochs: along half a cosine, `cos_lr`, to its share `lrf`."""

from typing import Any

from mlpcli.config.translation.classes import argument_named
from mlpcli.config.translation.misplaced import OF_TRAINING
from mlpcli.config.yaml.nodes import Plain, plain_at

COSINE = "cos_lr"
SHARE_LEFT = "lrf"
FIRST_RATE = "lr0"
# What is left of the rate if nothing is said.
_USUAL_SHARE = 0.01
_DIGITS = 9


def falling_rate(document: Plain) -> Plain:
    """The schedule of a rate that falls from the first epoch to the last one; None if there is none, or if
    its first rate or the number of epochs is not known."""
    given: dict[str, Any] = {}
    for section in (plain_at(document, place) for place in OF_TRAINING):
        for key, one in section.items() if isinstance(section, dict) else ():
            given[argument_named(key, ["epochs"])] = one
    rate, share, epochs = given.get(FIRST_RATE), given.get(SHARE_LEFT, _USUAL_SHARE), given.get("epochs")
    if not (_is_number(rate) and _is_number(share)) or type(epochs) is not int or epochs < 1:
        return None
    if given.get(COSINE) is not True and SHARE_LEFT not in given:
        return None
    steps = f"{epochs} epoch{'s' if epochs > 1 else ''}"
    if given.get(COSINE) is True:
        return {"CosineDecay": {"initial_learning_rate": rate, "decay_steps": steps, "alpha": share}}
    last = float(f"{rate * share:.{_DIGITS}g}")
    arguments: Plain = {"initial_learning_rate": rate, "decay_steps": steps, "end_learning_rate": last}
    return {"PolynomialDecay": arguments}


def _is_number(value: Any) -> bool:
    return type(value) in (int, float) and value >= 0
