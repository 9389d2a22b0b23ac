"""An explained network as text."""

import sys
from typing import TYPE_CHECKING

from mlpcli.cli.display.terminal import Style, echo, say, styled, terminal_width
from mlpcli.cli.display.text import literal, wrapped
from mlpcli.config.types.class_choice import snake_case
from mlpcli.explanation.words.phrases import counted, size
from mlpcli.network.shape_inference.layer_rule import written

if TYPE_CHECKING:
    from mlpcli.errors import Problem
    from mlpcli.explanation.network import ExplainedLayer, ExplainedNetwork, Memory
    from mlpcli.workflows.explain import Explained

_INDENT = "    "


def show_explanation(explained: "Explained") -> None:
    """Show what every layer does and costs, the loss, the optimizer, and what is unusual."""
    network = explained.network
    rows = "" if network.rows is None else f"{counted(network.rows, 'training row')}, "
    name = network.name if explained.run is None else explained.run.folder.id
    say(f"{name}: a network for {network.data}, {network.input}; {rows}in batches of {network.batch_size:,}")
    for index, layer in enumerate(network.layers):
        _show_layer(index, layer)
    _show_total(network)
    _show_part("loss", network.loss)
    if network.penalties:
        _show_part("penalties", f"the loss also grows with {', '.join(network.penalties)}.")
    _show_part("optimizer", network.optimizer)
    _show_unusual(explained.unusual)


def _show_layer(index: int, layer: "ExplainedLayer") -> None:
    named = f" {layer.name}" if layer.name != snake_case(layer.kind) else ""
    say()
    say(f"layers[{index}] {layer.kind}{named}: {written(layer.input)} -> {written(layer.output)}", "bold")
    _paragraph(layer.sentence)
    if layer.arithmetic:
        frozen = layer.parameters - layer.trainable_parameters
        untrained = f", of which {frozen:,} are not trained" if frozen else ""
        _paragraph(f"parameters: {layer.arithmetic}{untrained}")
    costs = f"multiply-adds: {layer.multiply_adds:,}; " if layer.multiply_adds else ""
    _paragraph(f"{costs}memory: {_memory(layer.memory)}")


def _show_total(network: "ExplainedNetwork") -> None:
    fixed = network.parameters - network.trainable_parameters
    untrained = f" ({fixed:,} not trained)" if fixed else ""
    _show_part(
        "in all",
        f"{network.parameters:,} parameters{untrained}, {network.multiply_adds:,} multiply-adds for a row; "
        f"memory: {_memory(network.memory)}",
    )


def _memory(memory: "Memory") -> str:
    parts = [f"weights {size(memory.weights)}"] if memory.weights else []
    parts.append(f"activations {size(memory.activations)}")
    parts += [f"optimizer {size(memory.optimizer)}"] if memory.optimizer else []
    return ", ".join(parts)


def _show_unusual(found: "tuple[Problem, ...]") -> None:
    if not found:
        _show_part("unusual", "nothing found")
        return
    say()
    say("unusual:", "bold")
    for one in found:
        where = f"{one.where}  " if one.where else ""
        _paragraph(f"{where}{one.subject}: {one.message}", "yellow", one.subject)
        _paragraph(f"try: {one.fix}", deeper=True)


def _show_part(title: str, text: str) -> None:
    say()
    say(f"{title}:", "bold")
    _paragraph(text)


def _paragraph(text: str, style: Style = "", part: str = "", deeper: bool = False) -> None:
    """Lines below a title, or `deeper` below another line, of which `part` has a style."""
    indent, marked = _INDENT * (2 if deeper else 1), literal(part)
    for line in wrapped(indent + literal(text), terminal_width(sys.stdout), indent):
        echo(line.replace(marked, styled(marked, style), 1) if part else line, sys.stdout)
