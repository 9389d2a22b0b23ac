"""One input followed through a network, as text: the network, one layer, one neuron."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from mlpcli.cli.display.ramp_pictures import bars, picture, side_by_side
from mlpcli.cli.display.tables import Table
from mlpcli.cli.display.terminal import echo, say, terminal_width
from mlpcli.cli.display.text import figure
from mlpcli.explanation.one_input.followed import FollowedLayer, Value
from mlpcli.explanation.one_input.sources import source_of
from mlpcli.explanation.words.activations import formula_and_effect
from mlpcli.explanation.words.layers import layer_sentence
from mlpcli.inference.prediction import ClassPrediction, rank
from mlpcli.network.shape_inference.layer_rule import written
from mlpcli.shell_words import quoted
from mlpcli.workflows.run.run_reference import run_words

if TYPE_CHECKING:
    from mlpcli.explanation.one_input.neuron import Neuron
    from mlpcli.workflows.explain_input import ExplainedInput

_NAMED = 3
_LISTED = 10
_PICTURES = 8
_INDENT = "    "


def show_input(explained: "ExplainedInput", words: Sequence[str]) -> None:
    """Show what the network makes of the input, or of it the layer or the neuron that was chosen.

    `words` are the options that named the input, for the command in the last line, which looks closer.
    """
    say(f"{explained.run.folder.id}: {explained.name}", "bold")
    _say_answer(explained)
    if explained.position is None:
        _show_network(explained)
        _show_regions(explained)
        _show_loss(explained)
        _tell_closer(explained, words)
        return
    layer = explained.layers[explained.position]
    say()
    say(_title(layer), "bold")
    if explained.neuron is None:
        _show_layer(explained, layer)
        _tell_closer(explained, words)
    else:
        _show_neuron(layer, explained.neuron)


def _tell_closer(explained: "ExplainedInput", words: Sequence[str]) -> None:
    """The command that shows the next level: a layer, or its strongest unit."""
    layers = explained.layers
    weighted = next((one for one in layers if one.index is not None and one.weights), layers[-1])
    chosen = weighted if explained.position is None else layers[explained.position]
    if explained.position is not None and chosen.after.ndim == 0:
        return
    command = f"mlpcli explain {run_words(explained.run.folder)} {' '.join(map(quoted, words))}"
    place = str(chosen.index) if chosen.index is not None else chosen.name
    command += f" --layer {place}"
    if explained.position is not None:
        command += f" --unit {chosen.strongest(1)[0].place[-1]}"
    say()
    say("to look closer:")
    say(f"  {command}")


def _say_answer(explained: "ExplainedInput") -> None:
    prediction = explained.prediction
    if isinstance(prediction, ClassPrediction):
        ranked = rank(prediction.probabilities, explained.classes, _NAMED)
        say(f"answer: {', '.join(f'{one.label} ({100 * one.probability:.2f} %)' for one in ranked)}")
    else:
        say(f"answer: {_numbers(prediction.values)}")
    if explained.truth:
        say(f"truth: {explained.truth.label} ({explained.truth.source})")


def _numbers(values: Sequence[float]) -> str:
    shown = ", ".join(figure(value) for value in values[:_LISTED])
    return shown + (f" and {len(values) - _LISTED:,} more" if len(values) > _LISTED else "")


def _show_network(explained: "ExplainedInput") -> None:
    say()
    table = Table("layer", "output", "lowest", "highest", "strongest", numbers=("lowest", "highest"))
    first = explained.layers[0].given
    table.add("input", written(first.shape), figure(float(first.min())), figure(float(first.max())), "")
    for layer in explained.layers:
        found = ", ".join(_value(explained, layer, one) for one in layer.strongest(_NAMED))
        silent = f"; {layer.silent:,} of {layer.after.size:,} are 0" if layer.silent else ""
        low, high = float(layer.after.min()), float(layer.after.max())
        table.add(_short(layer), written(layer.after.shape), figure(low), figure(high), found + silent)
    table.show()
    _show_pictures(explained.layers)


def _value(explained: "ExplainedInput", layer: FollowedLayer, one: Value) -> str:
    classes = explained.classes
    if layer is explained.layers[-1] and len(one.place) == 1 and len(classes) == layer.after.size:
        return f"{classes[one.place[0]]} {figure(one.value)}"
    return f"{_named(explained, layer, one)} {figure(one.value)}"


def _named(explained: "ExplainedInput", layer: FollowedLayer, one: Value) -> str:
    """The column that a value still stands for, or its place."""
    position = explained.layers.index(layer) + 1
    name = source_of(explained.layers, position, one.place, explained.columns)
    return name if name in explained.columns else str(list(one.place))


def _short(layer: FollowedLayer) -> str:
    activation = layer.layer.applied if layer.layer else None
    own = "" if activation in (None, "linear") or layer.kind.lower() == activation else f" {activation}"
    return layer.name.rstrip("_") if layer.index is None else f"{layer.index} {layer.kind}{own}"


def _title(layer: FollowedLayer) -> str:
    place = layer.name if layer.index is None else f"layers[{layer.index}] {layer.kind} {layer.name}"
    return f"{place}: {written(layer.given.shape)} -> {written(layer.after.shape)}"


def _show_pictures(layers: Sequence[FollowedLayer]) -> None:
    """The input, and what the first convolution sees in it."""
    given = layers[0].given
    if given.ndim == 3:
        say()
        _show_blocks([("input", picture(given.mean(axis=-1)))])
    elif given.ndim == 2 and len(given) > 1:
        say()
        _show_signals("input", given)
    first = next((layer for layer in layers if "Conv" in layer.kind and layer.after.ndim > 1), None)
    if first is not None:
        say()
        say(f"what {first.name} sees, the strongest filters first:")
        _show_maps(first)


def _show_maps(layer: FollowedLayer) -> None:
    """The channels of a layer's output, those that reach farthest from 0 first."""
    channels = layer.after.shape[-1]
    highest = abs(layer.after).reshape(-1, channels).max(axis=0)
    order = sorted(range(channels), key=lambda channel: -highest[channel])[:_PICTURES]
    if layer.after.ndim == 3:
        blocks = [
            (f"[{channel}] up to {figure(float(highest[channel]))}", picture(layer.after[..., channel]))
            for channel in order
        ]
        _show_blocks(blocks)
    else:
        _show_signals(layer.name, layer.after, order)
    if channels > _PICTURES:
        say(f"{channels - _PICTURES:,} more are in --json")


def _show_signals(name: str, values: object, order: Sequence[int] | None = None) -> None:
    import numpy as np

    signal = np.asarray(values)
    for channel in (range(signal.shape[1]) if order is None else order)[:_PICTURES]:
        low, high = float(signal[:, channel].min()), float(signal[:, channel].max())
        label = f"{name}[{channel}]"
        echo(f"{label:<16} {bars(signal[:, channel])} {figure(low)} to {figure(high)}", sys.stdout)


def _show_blocks(blocks: list[tuple[str, list[str]]]) -> None:
    for line in side_by_side(blocks, terminal_width(sys.stdout)):
        echo(line, sys.stdout)


def _show_regions(explained: "ExplainedInput") -> None:
    regions = explained.regions
    if regions is None:
        return
    classes, single = explained.classes, explained.layers[-1].after.size == 1
    # A single output of two classes is the probability of the second.
    what = classes[1 if single else regions.output] if classes else "the answer"
    say()
    say(f"what speaks for {what}, position by position, @ most (class activation, {regions.pooling}):")
    if regions.values.ndim == 2:
        _show_blocks([("", picture(regions.values))])
    else:
        echo(f"{'':<16} {bars(regions.values)}", sys.stdout)
    total = float(regions.values.sum(dtype="float64"))
    say(f"their sum {figure(total)} + bias {figure(regions.bias)} = {figure(regions.score)}, the score")


def _show_loss(explained: "ExplainedInput") -> None:
    if not explained.loss:
        return
    say()
    say("loss of this input:", "bold")
    for step in explained.loss:
        echo(f"{_INDENT}{step.text}: {_numbers(step.values)}", sys.stdout)


def _show_layer(explained: "ExplainedInput", layer: FollowedLayer) -> None:
    if layer.layer is not None:
        say(layer_sentence(layer.layer, layer.given.shape, layer.after.shape))
    if explained.arithmetic:
        for neuron in explained.arithmetic:
            echo(f"{_INDENT}[{neuron.unit}]  {_formula(neuron)}", sys.stdout)
        return
    if layer.after.ndim > 1 and len(layer.after) > 1:
        say()
        _show_maps(layer)
    say()
    say(f"the strongest of {layer.after.size:,} values:")
    has_z = layer.before is not None and layer.before.shape == layer.after.shape
    names = ("place", "z", "value") if has_z else ("place", "value")
    table = Table(*names, numbers=("z", "value"))
    for one in layer.strongest(_LISTED):
        z = [figure(float(layer.before[one.place]))] if has_z and layer.before is not None else []
        table.add(_named(explained, layer, one), *z, figure(one.value))
    table.show()


def _formula(neuron: "Neuron") -> str:
    """`z = 1.0000 * 0.5000 + 0.0000 * 0.5000 - 0.7000 = -0.2000; step(z) = 0.0000`"""
    pairs = ((_in_brackets(term.input), _in_brackets(term.weight)) for term in neuron.terms)
    products = " + ".join(f"{given} * {weight}" for given, weight in pairs)
    sign = "-" if neuron.bias < 0 else "+"
    z = neuron.value if neuron.z is None else neuron.z
    found = f"z = {products} {sign} {figure(abs(neuron.bias))} = {figure(z)}"
    return found if neuron.activation == "linear" else f"{found}; {_activated(neuron)}"


def _in_brackets(number: float) -> str:
    return f"({figure(number)})" if number < 0 else figure(number)


def _activated(neuron: "Neuron") -> str:
    return f"{neuron.activation}(z) = {figure(neuron.value)}"


def _show_neuron(layer: FollowedLayer, neuron: "Neuron") -> None:
    where = "" if len(neuron.place) == 1 else f", at {list(neuron.place[:-1])}, where it is strongest"
    say(f"unit {neuron.unit}{where}: {figure(neuron.value)}")
    if neuron.terms:
        _show_terms(neuron)
    if neuron.gates:
        _show_gates(neuron)
    if neuron.z is not None and neuron.activation != "linear" and layer.layer is not None:
        chosen = getattr(layer.layer.inner, "activation", neuron.activation)
        formula, _ = formula_and_effect(chosen)
        say(f"z = {figure(neuron.z)}; {_activated(neuron)}, which is {formula}")


def _show_terms(neuron: "Neuron") -> None:
    table = Table("input", "value", "weight", "product", numbers=("value", "weight", "product"))
    ordered = sorted(neuron.terms, key=lambda term: -abs(term.product))
    for term in ordered[:_LISTED]:
        table.add(term.source, figure(term.input), figure(term.weight), figure(term.product))
    if rest := ordered[_LISTED:]:
        table.add(f"{len(rest):,} others", "", "", figure(sum(term.product for term in rest)))
    table.add("bias", "", "", figure(neuron.bias))
    table.add("sum", "", "", figure(sum(term.product for term in neuron.terms) + neuron.bias), style="bold")
    table.show()


def _show_gates(neuron: "Neuron") -> None:
    names = tuple(neuron.gates[0].gates)
    table = Table("step", *names, "h", numbers=("step", *names, "h"))
    for one in neuron.gates[-_LISTED:]:
        gates = (figure(value) for value in one.gates.values())
        table.add(str(one.step), *gates, figure(one.output))
    say(f"the last {min(_LISTED, len(neuron.gates))} of {len(neuron.gates):,} steps:")
    table.show()
