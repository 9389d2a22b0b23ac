"""Hidden units that no longer learn."""

import math

from mlpcli.diagnosis import changes
from mlpcli.diagnosis.diagnosis import Diagnosis
from mlpcli.diagnosis.evidence import Evidence
from mlpcli.diagnosis.layer_activity import LayerActivity
from mlpcli.explanation.words.phrases import counted

# Healthy runs have up to 27 % of a layer (tides_forecast), ill ones 44 % and more.
_MANY_DEAD = 0.4
_NEARLY_ALL_DEAD = 0.9
# One of two units is a small network's chance.
_FEWEST_DEAD = 3
_FAR_ABOVE = 10.0
# xor_mlp 25 %, two_clouds_mlp 17 %; raw inputs of wine and breast_cancer 96 and 100 %.
_SATURATED = 0.5
_DEEP = 4
# Eight layers on digits 9 %, six on moons nothing.
_LEARNED_LITTLE = 0.5


def dead_units(evidence: Evidence) -> Diagnosis | None:
    """Units with ReLU that are 0 for every row."""
    dead = [one for one in evidence.activities if _is_dying(one)]
    if not dead:
        return None
    worst = max(dead, key=lambda one: one.dead or 0.0)
    rate = evidence.config.optimizer.learning_rate
    usual = changes.usual_rate(evidence.config) / evidence.rate_factor
    slower = isinstance(rate, int | float) and rate >= _FAR_ABOVE * usual
    return Diagnosis(
        "dead_units",
        "severe" if (worst.dead or 0.0) >= _NEARLY_ALL_DEAD else "moderate",
        f"dead units: {worst.dead:.0%} of the {counted(worst.units, 'unit')} of {worst.name} are 0 for "
        "every row that was looked at",
        tuple(f"{one.name} ({one.activation}): {one.dead:.0%} of {one.units:,} are dead" for one in dead),
        "Where its sum is below 0, ReLU answers 0 and passes no gradient back. A unit that is below 0 for "
        "every row, after too large a step or from a bias far below 0, never learns again.",
        "leaky_relu, which has a slope below 0 too"
        + (f", and a learning rate of {usual:g}" if slower else ""),
        (
            *changes.hidden_activations(
                evidence.config, [one.index for one in evidence.relu_layers], "leaky_relu"
            ),
            *(changes.learning_rate(evidence.config, usual) if slower else ()),
        ),
    )


def _is_dying(layer: LayerActivity) -> bool:
    share = layer.dead or 0.0
    return share >= _NEARLY_ALL_DEAD or (share >= _MANY_DEAD and share * layer.units >= _FEWEST_DEAD)


def saturated_units(evidence: Evidence) -> Diagnosis | None:
    """Sigmoid or tanh units at the flat ends of their curves, in a network that is not good."""
    flat = [one for one in evidence.activities if (one.saturated or 0.0) >= _SATURATED]
    if not flat or not evidence.is_poor:
        return None
    worst = max(flat, key=lambda one: one.saturated or 0.0)
    standardized = () if evidence.has_scaled_inputs else changes.standardized_inputs(evidence.config)
    return Diagnosis(
        "saturated_units",
        "moderate",
        f"saturated units: {worst.saturated:.0%} of the values of {worst.name} are at the flat ends of its "
        f"{worst.activation}",
        tuple(f"{one.name} ({one.activation}): {one.saturated:.0%} saturated" for one in flat),
        "There the curve has next to no slope, so hardly any gradient passes and the weights before it "
        "stand still. Large inputs or large weights do this.",
        "standardized inputs" if standardized else "relu, which is flat on one side only",
        standardized
        or changes.hidden_activations(
            evidence.config, [one.index for one in evidence.squashing_layers], "relu"
        ),
    )


def vanishing_gradient(evidence: Evidence) -> Diagnosis | None:
    """A deep stack of sigmoid or tanh that has learned little, whose last layers are the same for all
    rows."""
    deep = evidence.squashing_layers
    skill = evidence.training_skill
    if len(deep) < _DEEP or not evidence.learns or not math.isfinite(skill) or skill >= _LEARNED_LITTLE:
        return None
    depth, names = len(deep), "/".join(sorted({one.activation for one in deep}))
    return Diagnosis(
        "vanishing_gradient",
        "severe",
        f"vanishing gradient: {depth} hidden layers with {names} one after another have learned "
        f"{_share(skill)} of what there is to learn",
        _spreads(deep),
        "A sigmoid passes at most a quarter of the gradient back: after several of them next to nothing is "
        "left for the first layers.",
        "relu in the hidden layers",
        changes.hidden_activations(evidence.config, [one.index for one in deep], "relu"),
    )


def _share(skill: float) -> str:
    return "next to nothing" if skill < 0.05 else f"{skill:.0%}"


def _spreads(layers: tuple[LayerActivity, ...]) -> tuple[str, ...]:
    known = [(one.name, one.spread) for one in layers if one.spread is not None]
    if len(known) < 2:
        return ()
    (first, of_first), (last, of_last) = known[0], known[-1]
    return (f"the units of {first} vary by {of_first:.2g} between rows, those of {last} by {of_last:.2g}",)
