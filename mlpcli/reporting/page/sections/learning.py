"""How the network learned."""

from mlpcli.config.metrics import figure_of
from mlpcli.config.types.with_arguments import name_of
from mlpcli.network.loss_and_metrics import METRICS
from mlpcli.reporting.evidence import Evidence
from mlpcli.reporting.facts.absent import Absent
from mlpcli.reporting.facts.learning_curves import learning_curves, learning_rates
from mlpcli.reporting.figures.curves import curve_drawing, rate_drawing
from mlpcli.reporting.page.blocks import Block, Drawings, Missing, Section, Text


def learning(evidence: Evidence) -> Section:
    """The curves of the loss and the metrics."""
    return Section("learning", "Learning curves", [_curves(evidence)])


def _curves(evidence: Evidence) -> Block:
    rows = evidence.epochs
    if isinstance(rows, Absent):
        return Missing(rows.reason)
    if not rows:
        if evidence.record.epochs == 0:
            return Text("No epoch was trained: these are the initial weights.")
        return Missing("The run ended before its first epoch did")
    better = {figure_of(one): METRICS[name_of(one)][0] for one in evidence.plan.objective.metrics}
    curves = learning_curves(rows, evidence.record.best_epoch, better)
    drawings = [curve_drawing(curve) for curve in curves]
    rates = learning_rates(rows)
    if len(rates):
        drawings.append(rate_drawing([int(row["epoch"]) for row in rows], rates))
    return Drawings(drawings)
