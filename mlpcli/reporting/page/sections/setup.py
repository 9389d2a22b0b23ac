"""What was trained, with what, and how to do it again."""

from collections.abc import Sequence

from mlpcli.config.losses import in_words
from mlpcli.network.shape_inference.layer_rule import written
from mlpcli.reporting.evidence import Evidence
from mlpcli.reporting.facts.absent import Absent
from mlpcli.reporting.page.blocks import Block, Code, Grid, Missing, Picture, Section, Text

# A config of more lines is long for other reasons than that it should be read.
_MOST_LINES = 1000
_LONGEST_LINE = 400
_LONGEST_FACT = 300


def setup(evidence: Evidence) -> list[Section]:
    """The sections about the network, the config, the environment and the commands."""
    return [
        Section("network", "Network", _network(evidence)),
        Section("config", "Config", _config(evidence)),
        Section("environment", "Environment", [_environment(evidence)]),
        Section("repeat", "Repeat it", _repeat(evidence)),
    ]


def _network(evidence: Evidence) -> list[Block]:
    plan = evidence.plan
    rows = [["input", "", written(plan.stack.input_shape), "", ""]]
    rows += [
        [layer.kind, layer.name, written(layer.shape), f"{layer.parameters:,}", f"{layer.multiply_adds:,}"]
        for layer in plan.stack.layers
    ]
    rows.append(["total", "", "", f"{plan.stack.parameters:,}", f"{plan.stack.multiply_adds:,}"])
    metrics = ", ".join(map(in_words, plan.objective.metrics)) or "none"
    optimizer = evidence.config.optimizer.keras_name()
    fixed = plan.stack.parameters - plan.stack.trainable_parameters
    text = f"Loss {in_words(plan.objective.loss)}, metrics {metrics}, optimizer {optimizer}."
    if fixed:
        text += f" {fixed:,} parameters are not trained."
    drawn: list[Block] = [Picture(evidence.drawing)] if evidence.drawing else []
    if evidence.undrawn:
        drawn.append(Missing(f"The weights: {evidence.undrawn.reason}"))
    head = ["layer", "name", "output", "parameters", "multiply-adds"]
    return [*drawn, Grid(head, rows, texts=3, totals=1), Text(text)]


def _config(evidence: Evidence) -> list[Block]:
    given = evidence.given
    first: Block = Missing(given.reason) if isinstance(given, Absent) else Code(_lines(given))
    return [first, Code(_lines(evidence.resolved), "With every default")]


def _lines(lines: Sequence[str]) -> Sequence[str]:
    shown = [
        line if len(line) <= _LONGEST_LINE else f"{line[:_LONGEST_LINE]} ..." for line in lines[:_MOST_LINES]
    ]
    if more := len(lines) - len(shown):
        shown.append(f"# ... and {more:,} more lines")
    return shown


def _environment(evidence: Evidence) -> Grid:
    record = evidence.record
    rows = ", ".join(f"{count:,} {name}" for name, count in record.rows.items())
    facts = {
        "run": record.id,
        "started": record.started,
        "resumed": ", ".join(record.resumed),
        "epochs": f"{record.epochs_done} of {record.epochs}",
        "command": " ".join(record.command),
        "seed": str(record.seed),
        "device": record.device,
        "data": f"{record.dataset}: {rows}",
        "data fingerprint": record.data_fingerprint,
        "git commit": record.git_commit or "",
        "LiteRT differs by": ""
        if record.litert_difference is None
        else f"{record.litert_difference:.2g} at most",
        **record.versions,
    }
    return Grid(
        ["what", "value"], [[name, value[:_LONGEST_FACT]] for name, value in facts.items() if value], texts=2
    )


def _repeat(evidence: Evidence) -> list[Block]:
    lines = [line for comment, command in evidence.commands for line in (f"# {comment}", command)]
    text = (
        "The same config, data, seed and versions give the same network, up to the last digits; with "
        "deterministic: true in the training section, exactly the same one."
    )
    return [Code(lines), Text(text)]
