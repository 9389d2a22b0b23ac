"""Layers that are probably not meant so, in networks that have learned too little."""

import math
from collections.abc import Iterator

from mlpcli.config.messages.finding import Finding
from mlpcli.diagnosis import changes
from mlpcli.diagnosis.diagnosis import Diagnosis, Severity
from mlpcli.diagnosis.evidence import Evidence
from mlpcli.diagnosis.illnesses.restraints import has_lost_nothing, severity
from mlpcli.diagnosis.layer_activity import RELU
from mlpcli.diagnosis.learned_by_heart import learns_by_heart
from mlpcli.diagnosis.simpler_models import told
from mlpcli.explanation.unusual import obstacles
from mlpcli.network.output_layer import head_of

# What fewer of them have learned says nothing of what more would.
_FEW_EPOCHS = 3
# Where no other model shows that more is possible: moons by squared errors 60 %, three numbers of which half
# are below a last relu 31 %.
_LEARNED_LITTLE = 0.75
# Of the training rows; those of moons by squared errors 73 %.
_KNOWN = 0.9


def unusual_layers(evidence: Evidence) -> Diagnosis | None:
    """What `explain` finds unusual about layers, where too little was learned."""
    if not learned_too_little(evidence):
        return None
    unusual = obstacles(evidence.config, evidence.plan, _targets_in_reach(evidence))
    found = [one for one in unusual if one.path[0] == "layers"]
    if not found:
        return None
    first, *others = found
    return Diagnosis(
        "unusual_layers",
        how_severe(evidence),
        f"an unusual network has learned too little: {_in_words(first)}",
        (*(f"also unusual: {_in_words(one)}" for one in others), *how_little(evidence)),
        "What a layer does not let through is not learned in more epochs either, nor by more units.",
        "; ".join(dict.fromkeys(one.remedy.text for one in found)),
        changes.of_findings(found),
    )


def _targets_in_reach(evidence: Evidence) -> tuple[float, float] | None:
    """The targets, which a last activation may fit; None for a relu that may give nothing but 0."""
    may_be_dead = head_of(evidence.config.layers).activation in RELU and evidence.guess_as_good is not None
    return None if may_be_dead else evidence.target_range


def _in_words(finding: Finding) -> str:
    _, index, *names = finding.path
    return f"layers[{index}] {'.'.join(map(str, names))}: {finding.message}"


def learned_too_little(evidence: Evidence) -> bool:
    """Whether a network is clearly worse than it could be, on its training rows too: other models show it, or
    without them there is much left to learn."""
    curves = evidence.curves
    if curves is None or len(curves) < _FEW_EPOCHS or not evidence.learns or not curves.is_finite:
        return False
    if has_lost_nothing(evidence) or _knows_its_rows(evidence):
        return False
    return evidence.is_compared or evidence.skill < _LEARNED_LITTLE


def _knows_its_rows(evidence: Evidence) -> bool:
    known = evidence.training_skill
    return known >= _KNOWN if math.isfinite(known) else learns_by_heart(evidence)


def how_severe(evidence: Evidence) -> Severity:
    """By what is left to learn, where another model, or a guess, shows that there is something."""
    is_shown = evidence.better_fitted or evidence.guess_as_good
    return severity(evidence) if is_shown else "moderate"


def how_little(evidence: Evidence) -> Iterator[str]:
    """The network's figure, and that of a model that is better or as good."""
    held, figure = evidence.largest, evidence.figure_compared
    better = evidence.better_fitted or evidence.guess_as_good
    if held is not None:
        of_other = f"; {better.in_words} has {better.shown(better.theirs)}" if better else ""
        yield f"{told(figure, held.figure(figure))} on {held.rows:,} {held.split} rows{of_other}"
