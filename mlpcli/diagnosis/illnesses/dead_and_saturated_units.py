"""Hidden units that no longer learn."""

import math

from mlpcli.diagnosis import changes
from mlpcli.diagnosis.diagnosis import Diagnosis
from mlpcli.diagnosis.evidence import Evidence
from mlpcli.diagnosis.illnesses.learning_rate import far_too_high, usual_rate
from mlpcli.diagnosis.illnesses.penalties import emptied_by
from mlpcli.diagnosis.initial_weights import layers_of_large_weights
from mlpcli.diagnosis.layer_activity import LayerActivity
from mlpcli.explanation.words.phrases import counted

_NEARLY_ALL_DEAD = 0.9
_FAR_ABOVE = 10.0
# xor_mlp 25 %, two_clouds_mlp 17 %; raw inputs of wine and breast_cancer 96 and 100 %.
_SATURATED = 0.5
_DEEP = 4
# Eight layers on digits 9 %, six on moons nothing.
_LEARNED_LITTLE = 0.5


def dead_units(evidence: Evidence) -> Diagnosis | None:
    """Units with ReLU that are 0 for every row, where neither learning rate nor penalty is the cause."""
    dead = [
        one
        for one in evidence.activities
        if (one.has_many_dead or (one.dead or 0.0) >= _NEARLY_ALL_DEAD) and not emptied_by(evidence, one)
    ]
    if not dead or far_too_high(evidence):
        return None
    worst = max(dead, key=lambda one: one.dead or 0.0)
    advice, settings = _scaled(evidence) or _leaky(evidence)
    lower, slower = _slower(evidence)
    return Diagnosis(
        "dead_units",
        "severe" if (worst.dead or 0.0) >= _NEARLY_ALL_DEAD else "moderate",
        f"dead units: {worst.dead:.0%} of the {counted(worst.units, 'unit')} of {worst.name} are 0 for "
        f"{_rows_looked_at(evidence, worst)}",
        tuple(f"{one.name} ({one.activation}): {one.dead:.0%} of {one.units:,} are dead" for one in dead),
        "Where its sum is below 0, ReLU answers 0 and passes no gradient back. A unit that is below 0 for "
        "every row, after too large a step or from a bias far below 0, never learns again.",
        f"{advice}, and {lower}" if slower else advice,
        (*settings, *slower),
    )


def _rows_looked_at(evidence: Evidence, layer: LayerActivity) -> str:
    rows = evidence.rows.get("train", 0)
    if layer.rows >= rows:
        return f"all {rows:,} training rows"
    return f"all of the {layer.rows:,} training rows that were looked at"


def _leaky(evidence: Evidence) -> tuple[str, tuple[str, ...]]:
    settings = changes.hidden_activations(
        evidence.config, [one.index for one in evidence.relu_layers], "leaky_relu"
    )
    return "leaky_relu, which has a slope below 0 too", settings


def _scaled(evidence: Evidence) -> tuple[str, tuple[str, ...]] | None:
    """Inputs of a usual scale, in words and as changes of the config; None if they have one.

    With others no activation is right: units that cannot die let the large sums through.
    """
    if not evidence.has_unsuitable_inputs:
        return None
    settings = changes.standardized_inputs(evidence.config)
    return ("standardized inputs" if settings else changes.SCALED_BY_HAND), settings


def _slower(evidence: Evidence) -> tuple[str, tuple[str, ...]]:
    """The usual learning rate, in words and as a change of the config; no change if it is not far lower."""
    rate = evidence.config.optimizer.learning_rate
    usual = usual_rate(evidence)
    is_slower = isinstance(rate, int | float) and rate >= _FAR_ABOVE * usual
    return f"a learning rate of {usual:g}", changes.learning_rate(evidence.config, usual) if is_slower else ()


def saturated_units(evidence: Evidence) -> Diagnosis | None:
    """Sigmoid or tanh units at the flat ends of their curves, in a network that is not good."""
    flat = [one for one in evidence.activities if (one.saturated or 0.0) >= _SATURATED]
    if not flat or not evidence.is_poor:
        return None
    worst = max(flat, key=lambda one: one.saturated or 0.0)
    return Diagnosis(
        "saturated_units",
        "moderate",
        f"saturated units: {worst.saturated:.0%} of the values of {worst.name} are at the flat ends of its "
        f"{worst.activation}",
        tuple(f"{one.name} ({one.activation}): {one.saturated:.0%} saturated" for one in flat),
        "There the curve has next to no slope, so hardly any gradient passes and the weights before it "
        "stand still. Large inputs or large weights do this.",
        *_treatment_of_saturated(evidence),
    )


def _treatment_of_saturated(evidence: Evidence) -> tuple[str, tuple[str, ...]]:
    """What makes the sums small, and another activation only where nothing is known to make them large."""
    large = layers_of_large_weights(evidence.config.layers, evidence.plan.stack)
    settings = () if evidence.has_scaled_inputs else changes.standardized_inputs(evidence.config)
    lower, slower = _slower(evidence)
    causes = {
        "smaller initial weights": changes.usual_weights(evidence.config, large),
        "standardized inputs": settings,
        lower: slower,
    }
    cures = {words: setting for words, setting in causes.items() if setting}
    if cures:
        return " and ".join(cures), tuple(change for setting in cures.values() for change in setting)
    if by_hand := _scaled(evidence):
        return by_hand
    squashing = [one.index for one in evidence.squashing_layers]
    relu = changes.hidden_activations(evidence.config, squashing, "relu")
    return "relu, which is flat on one side only", relu


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
        *_treatment_of_vanishing(evidence),
    )


def _treatment_of_vanishing(evidence: Evidence) -> tuple[str, tuple[str, ...]]:
    relu = changes.hidden_activations(
        evidence.config, [one.index for one in evidence.squashing_layers], "relu"
    )
    advice, settings = _scaled(evidence) or ("", ())
    return "relu in the hidden layers" + (f", and {advice}" if advice else ""), (*settings, *relu)


def _share(skill: float) -> str:
    return "next to nothing" if skill < 0.05 else f"{skill:.0%}"


def _spreads(layers: tuple[LayerActivity, ...]) -> tuple[str, ...]:
    known = [(one.name, one.spread) for one in layers if one.spread is not None]
    if len(known) < 2:
        return ()
    (first, of_first), (last, of_last) = known[0], known[-1]
    return (f"the units of {first} vary by {of_first:.2g} between rows, those of {last} by {of_last:.2g}",)
