"""Learning rates that are too high or too low."""

import math

import numpy as np

from mlpcli.diagnosis import changes
from mlpcli.diagnosis.curves import Curves, jaggedness, late_progress
from mlpcli.diagnosis.diagnosis import Diagnosis
from mlpcli.diagnosis.evidence import Evidence
from mlpcli.diagnosis.phrases import number
from mlpcli.diagnosis.training_noise import layers_in_training_only
from mlpcli.explanation.words.schedules import highest_rate

# Digits at Adam 0.3: the loss jumps by 4 % of its height around 1.8, where it stays. Healthy losses that jump
# as much (of shapes_cnn and wine_dropout_mlp 30 to 60 %) are a twentieth of a guess's at most.
_JUMPS = 0.015
# At a rate near the usual one that may be the noise of its batches: random labels, at three times the usual
# rate, 2 % while the loss falls from 1.12 to 0.83.
_JUMPS_FAR = 0.05
_STALLED = 0.05
_STILL_HIGH = 0.3
# SGD 2.0 on digits (200 times the usual) and 1.0 on diabetes (100 times): at the loss of a guess, or above.
_FAR_ABOVE = 10.0
# Spirals at SGD 3.0 (300 times the usual): its steps kill the units.
_KILLING = 100.0
# One unit that learns XOR, by full batches: 1e-6 at log 2, where no rate finds less. A hidden layer may be as
# still because of the rate: by units that have died.
_STILL = 1e-3
# SGD needs more than its usual rate on small data: from 3.0, 0.1 reaches more on spirals than 0.01 in as
# many epochs.
_LOWER = 30.0
# From a rate that is absurd a share of it is absurd too.
_MOST_USUAL = 10.0
_LEARNED_LITTLE = 0.5
# Of a guess's loss in all epochs: wine at Adam 1e-5 and digits at SGD 1e-4 fall by 2.5 and 1.2 %, and
# digits at the usual rate by 8 % in 4 epochs.
_LITTLE = 0.1
_MONOTONE = 0.9
_MANY_EPOCHS = 8
# The last fall of an epoch against the first: a curve that flattens has learned something.
_AS_STEEP = 0.3


def learning_rate_too_high(evidence: Evidence) -> Diagnosis | None:
    """The loss explodes, jumps where it should fall, or never falls at a rate far above the usual."""
    curves, usual = evidence.curves, usual_rate(evidence)
    if evidence.has_diverged:
        rate = evidence.diverged_rate
        if math.isnan(rate) and curves is not None:
            rate = curves.highest_rate
        seen = (f"the training ended as {evidence.status}",)
        return _too_high(evidence, "the loss became infinite, or no number at all", rate, seen)
    if curves is None or len(curves) < 3 or not evidence.learns:
        return None
    rate, height = curves.highest_rate, float(curves.loss[len(curves) // 2 :].mean()) / evidence.scale
    is_stalled = not late_progress(curves.loss) > _STALLED * evidence.scale
    is_far_above = rate > _FAR_ABOVE * usual
    # Dropout makes the loss jump at any rate.
    is_suspect = is_far_above or (rate > usual and not layers_in_training_only(evidence.config))
    jumps_much = jaggedness(curves.loss) > (_JUMPS if is_far_above else _JUMPS_FAR)
    if is_stalled and height > _STILL_HIGH and jumps_much and is_suspect:
        jump = float(np.abs(np.diff(curves.loss[len(curves) // 2 :])).mean())
        jumps = f"it jumps by {number(jump)} from epoch to epoch, in the mean of the second half"
        return _too_high(evidence, "the training loss jumps instead of falling", rate, (jumps,))
    if not evidence.has_hidden_layers and jaggedness(curves.loss) < _STILL:
        # Without hidden layers the loss has one lowest point, and this is where it comes to rest.
        return None
    dead = [one.dead or 0.0 for one in evidence.relu_layers if one.has_many_dead]
    if rate > _KILLING * usual and dead and not evidence.is_good:
        return _too_high(evidence, f"{max(dead):.0%} of the units of a layer are dead", rate, ())
    if is_stalled and is_far_above and _has_learned_little(evidence):
        return _too_high(evidence, "the training loss stays where it is", rate, ())
    return None


def far_too_high(evidence: Evidence) -> bool:
    """Whether the learning rate is an illness, and so high that its steps kill units."""
    if learning_rate_too_high(evidence) is None or evidence.curves is None:
        return False
    return evidence.has_diverged or evidence.curves.highest_rate > _FAR_ABOVE * usual_rate(evidence)


def far_above_usual(evidence: Evidence, times: float = _FAR_ABOVE) -> bool:
    """Whether the highest learning rate of the config is that many times the usual one."""
    return highest_rate(evidence.config.optimizer.learning_rate) > times * usual_rate(evidence)


def usual_rate(evidence: Evidence) -> float:
    """The usual rate of the optimizer, as the config would have it."""
    return changes.usual_rate(evidence.config) / evidence.rate_factor


def _has_learned_little(evidence: Evidence) -> bool:
    skill = evidence.training_skill
    return math.isfinite(skill) and skill < _LEARNED_LITTLE


def _too_high(evidence: Evidence, what: str, rate: float, seen: tuple[str, ...]) -> Diagnosis:
    usual, name = usual_rate(evidence), type(evidence.config.optimizer).__name__
    before = rate if math.isfinite(rate) else highest_rate(evidence.config.optimizer.learning_rate)
    lowered = min(max(usual, before / _LOWER), _MOST_USUAL * usual)
    lower = lowered if before > usual else (before if before > 0 else usual) / 10
    course = () if evidence.curves is None else (_course(evidence.curves),)
    return Diagnosis(
        "learning_rate_too_high",
        "severe",
        f"the learning rate of {number(before)} is too high: {what}",
        (*seen, *course, f"the usual rate of {name} is {number(usual)}"),
        "Each step goes beyond the lowest point that it aims at, and lands higher on the other side.",
        f"a learning rate of {number(lower)}",
        changes.learning_rate(evidence.config, lower),
    )


def learning_rate_too_low(evidence: Evidence) -> Diagnosis | None:
    """The loss falls in nearly every epoch, never faster or slower, and hardly moves."""
    curves, usual = evidence.curves, usual_rate(evidence)
    if curves is None or len(curves) < 4 or not evidence.learns or not curves.is_finite:
        return None
    rate, fall = curves.highest_rate, float(curves.loss[0] - curves.loss[-1])
    if not rate > 0 or (rate >= usual / 2 and len(curves) < _MANY_EPOCHS):
        return None
    is_little = fall <= _LITTLE * min(evidence.scale, abs(float(curves.loss[0])))
    if not is_little or curves.falling_share < _MONOTONE or not _is_as_steep(curves):
        return None
    higher = usual if rate < usual else 10 * rate
    return Diagnosis(
        "learning_rate_too_low",
        "severe",
        f"the learning rate of {number(rate)} is too low: in {len(curves)} epochs the training loss fell by "
        f"only {fall / abs(curves.loss[0]):.1%}, and it is still falling",
        (
            _course(curves),
            f"it fell in {curves.falling_share:.0%} of the epochs, the last ones as fast as the first",
        ),
        "Each step follows the slope, but is so short that the epochs end before anything is learned.",
        f"a learning rate of {number(higher)}",
        changes.learning_rate(evidence.config, higher),
    )


def _is_as_steep(curves: Curves) -> bool:
    falls = -np.diff(curves.loss)
    part = max(1, len(falls) // 4)
    return bool(falls[-part:].mean() >= _AS_STEEP * falls[:part].mean())


def _course(curves: Curves) -> str:
    first, last = number(float(curves.loss[0])), number(float(curves.loss[-1]))
    if len(curves) == 1:
        return f"training loss {first} in epoch {curves.epochs[0]:.0f}, the only one that was completed"
    return f"training loss {first} in epoch {curves.epochs[0]:.0f}, {last} in epoch {curves.epochs[-1]:.0f}"
