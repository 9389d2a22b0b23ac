"""What made the difference: which features, and which parts of images and signals."""

import math
from collections.abc import Iterator, Sequence

from mlpcli.data.encoded_columns import column_groups
from mlpcli.readable import shortened
from mlpcli.reporting.evidence import Evidence
from mlpcli.reporting.facts.absent import Absent
from mlpcli.reporting.facts.answered_rows import AnsweredRows
from mlpcli.reporting.facts.importance import MOST_SHOWN, Effect, Feature, Importance, importance
from mlpcli.reporting.facts.occlusion import Occlusion, occlusion
from mlpcli.reporting.facts.work import Work
from mlpcli.reporting.page.blocks import Bar, Bars, Block, Card, Gallery, Missing, Section
from mlpcli.reporting.page.sections.row_cards import with_row

_LONGEST_NAME = 40


def reasons(evidence: Evidence) -> Section:
    """The section about what the answers depend on."""
    return Section("reasons", "What made the difference", list(_reasons(evidence)))


def _reasons(evidence: Evidence) -> Iterator[Block]:
    rows, network, facts = evidence.rows, evidence.network, evidence.plan.facts
    if isinstance(rows, Absent):
        yield Missing(rows.reason)
    elif isinstance(network, Absent):
        yield Missing(network.reason)
    else:
        work = Work(network.cost, facts.count)
        if facts.kind == "vector":
            found = importance(rows, _features(evidence), network.predictor, work, evidence.record.seed)
            yield Missing(found.reason) if isinstance(found, Absent) else _bars(found)
        else:
            covered = occlusion(rows, network.predictor, work)
            yield (
                Missing(covered.reason) if isinstance(covered, Absent) else _gallery(evidence, rows, covered)
            )


def _features(evidence: Evidence) -> Sequence[Feature]:
    groups = column_groups(evidence.preprocessing)
    if not groups:
        return [Feature(f"feature {at}", (at,)) for at in range(evidence.plan.facts.count)]
    features, start = [], 0
    for column, names in groups:
        features.append(Feature(column.name, tuple(range(start, start + len(names)))))
        start += len(names)
    return features


def _bars(found: Importance) -> Bars:
    shown = found.effects[:MOST_SHOWN]
    largest = max((abs(one.mean) for one in shown), default=0.0) or 1.0
    is_share = found.figure == "accuracy"
    bars = [
        Bar(shortened(one.name, _LONGEST_NAME), one.mean / largest, _effect(one.mean, one.spread, is_share))
        for one in shown
    ]
    return Bars(matters_most(shown, is_share), bars, _note(found, len(shown), is_share))


def matters_most(shown: Sequence[Effect], is_share: bool) -> str:
    """Which feature matters most, as far as the noise of mixing up tells them apart; the largest first."""
    first = shown[0]
    if first.mean <= 2 * first.spread:
        return "No single feature matters much"
    near = [one for one in shown if first.mean - one.mean <= math.hypot(first.spread, one.spread)]
    names = [shortened(one.name, _LONGEST_NAME) for one in near]
    cost = _effect(first.mean, None, is_share)
    if len(near) == 1:
        return f"{names[0]} matters most: mixed up, it costs {cost}"
    if len(near) == 2:
        return f"{names[0]} and {names[1]} matter most, about as much: mixed up, each costs about {cost}"
    return f"{len(near)} features matter most, about as much: mixed up, each costs about {cost}"


def _effect(mean: float, spread: float | None, is_share: bool) -> str:
    if is_share:
        text = f"{100 * mean:.1f}"
        return f"{text} points of accuracy" if spread is None else f"{text} \u00b1 {100 * spread:.1f}"
    return f"{mean:.4g} of mae" if spread is None else f"{mean:.3g} \u00b1 {spread:.2g}"


def _note(found: Importance, shown: int, is_share: bool) -> str:
    value = f"{100 * found.value:.1f}\u202f%" if is_share else f"{found.value:.4g}"
    times = "once" if found.repeats == 1 else f"{found.repeats} times"
    note = (
        f"How many points of accuracy are lost (of {value})"
        if is_share
        else f"By how much mae grows (from {value})"
    )
    note += (
        f" if the values of one feature are exchanged between rows, {times}, with the standard deviation; "
        f"measured on {found.rows:,} rows of the {found.split} split. Features that tell the same can stand "
        "in for each other, and then none of them seems to matter."
    )
    tried = len(found.effects)
    if tried < found.total:
        note += f" Of {found.total:,} features {tried:,} were tried, drawn with the run's seed."
    if shown < tried:
        note += f" The {tried - shown:,} others matter less."
    return note


def _gallery(evidence: Evidence, rows: AnsweredRows, found: Occlusion) -> Gallery:
    cards = []
    for one in found.rows:
        largest = float(one.effects.max())
        if evidence.classes:
            name = shortened(evidence.classes[int(rows.targets[one.place])], _LONGEST_NAME)
            sure = rows.outputs[one.place, rows.targets[one.place]]
            facts = [f"{100 * sure:.1f}\u202f% sure", _cost_in_words(largest)]
        else:
            name = f"row {one.number:,}"
            facts = [f"covering changes it by up to {largest:.4g}"]
        strengths = found.strengths(one.effects)
        cards.append(with_row(Card(name, facts), evidence, rows.inputs[one.place], strengths))
    return Gallery(_gallery_title(evidence, found), cards, _gallery_note(evidence, found))


def _cost_in_words(largest: float) -> str:
    points = f"{100 * largest:.1f}"
    return f"covering costs {f'up to {points}' if float(points) > 0 else 'less than 0.1'} points"


def _gallery_title(evidence: Evidence, found: Occlusion) -> str:
    if found.is_nothing:
        return "Covering a part changes next to nothing"
    if evidence.classes:
        return "Where the colour is strong, covering that part makes the true class less probable"
    return "Where the colour is strong, covering that part changes the answer most"


def _full_in_words(evidence: Evidence, found: Occlusion) -> str:
    return f"{100 * found.full:g} points" if evidence.classes else f"{found.full:.3g}"


def _gallery_note(evidence: Evidence, found: Occlusion) -> str:
    size = " x ".join(map(str, found.sides))
    what, by = ("pixels", "colour") if evidence.plan.facts.kind == "image" else ("steps", "value")
    note = (
        f"Parts of {size} {what} were covered one after the other with the mean {by} of {found.sampled:,} "
        f"rows of the {found.split} split. Colours are compared within a row, not between rows: the "
        f"strongest is that of the row's largest effect, or of {_full_in_words(evidence, found)} if that is "
        "larger."
    )
    if evidence.plan.facts.kind == "image" and evidence.plan.facts.shape[-1] > 1:
        note += " The images are grey below them."
    if evidence.classes:
        note += (
            " Blue: covering it makes the true class more probable. Shown are rows that are answered rightly."
        )
    return note
