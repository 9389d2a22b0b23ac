"""The layer table of a plan."""

from mlpcli.cli.display.tables import Table
from mlpcli.config.losses import in_words
from mlpcli.network.plan import Plan
from mlpcli.network.shape_inference.layer_rule import written


def layer_table(plan: Plan) -> Table:
    """One line per layer with its output shape, parameters and multiply-adds, then the totals."""
    numbers = ("parameters", "multiply-adds")
    table = Table("layer", "output", *numbers, numbers=numbers)
    table.add("input", written(plan.stack.input_shape), "", "")
    for layer in plan.stack.layers:
        table.add(layer.kind, written(layer.shape), f"{layer.parameters:,}", f"{layer.multiply_adds:,}")
    table.add("total", "", f"{plan.stack.parameters:,}", f"{plan.stack.multiply_adds:,}", style="bold")
    return table


def objective_line(plan: Plan) -> str:
    """The loss, the metrics, and the number of frozen parameters, in one line."""
    fixed = plan.stack.parameters - plan.stack.trainable_parameters
    trained = f"; {fixed:,} parameters are not trained" if fixed else ""
    metrics = ", ".join(map(in_words, plan.objective.metrics)) or "none"
    return f"loss {in_words(plan.objective.loss)}, metrics {metrics}{trained}"
