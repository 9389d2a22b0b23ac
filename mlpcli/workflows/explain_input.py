"""Follow one input through a run's network, without TensorFlow."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlpcli.arguments import RUNS, AnyPath, Contents, Paths
from mlpcli.config.layers.core import Dense
from mlpcli.data.encoded_columns import encoded_columns
from mlpcli.data.indices import check_indices
from mlpcli.errors import UsageError
from mlpcli.explanation.one_input.class_activation import ClassActivation, class_activation
from mlpcli.explanation.one_input.followed import FollowedLayer, follow
from mlpcli.explanation.one_input.loss_steps import LossStep, loss_steps
from mlpcli.explanation.one_input.neuron import Neuron, neuron_of
from mlpcli.explanation.one_input.truth import Truth, given_truth, own_truth
from mlpcli.explanation.words.phrases import counted
from mlpcli.inference.inputs.image_rows import UNANSWERED
from mlpcli.inference.inputs.open_rows import open_rows
from mlpcli.inference.inputs.predict_inputs import Inputs, Rows
from mlpcli.inference.prediction import (
    ClassPrediction,
    ValuePrediction,
    class_predictions,
    value_predictions,
)
from mlpcli.inference.scoring.class_scores import class_probabilities
from mlpcli.inference.scoring.scored_rows import ScoredRows
from mlpcli.workflows.explain import is_config
from mlpcli.workflows.predict import each_input
from mlpcli.workflows.run.open_run import OpenRun, open_run
from mlpcli.workflows.run.run_weights import arithmetic_network

# A sum of more products is too long for a line.
_FEW_TERMS = 8
_FEW_UNITS = 32


@dataclass(frozen=True)
class ExplainedInput:
    """One input followed through the network of `run`.

    `columns` are those of `encoded_columns`. `loss` is empty without a `truth`, and `regions` None if the
    stack ends in no global pooling. `position` is the place in `layers` of the layer that is looked at
    closer, and `neuron` one of its units; None if none was chosen. `arithmetic` are all of its units if it is
    a small Dense layer.
    """

    run: OpenRun
    name: str
    notices: tuple[str, ...]
    columns: tuple[str, ...]
    row: NDArray[Any]
    layers: tuple[FollowedLayer, ...]
    prediction: ClassPrediction | ValuePrediction
    truth: Truth | None
    loss: tuple[LossStep, ...]
    regions: ClassActivation | None
    position: int | None
    neuron: Neuron | None
    arithmetic: tuple[Neuron, ...]

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of the classes, none for a regression."""
        facts = self.run.description.facts
        return facts.classes


def explain_input(
    run: str,
    inputs: "Paths | Contents | NDArray[Any] | Sequence[AnyPath | Contents | NDArray[Any]]",
    *,
    row: int = 0,
    layer: str | None = None,
    unit: int | None = None,
    truth: str | None = None,
    runs: AnyPath = RUNS,
) -> ExplainedInput:
    """Follow one input of `run` through its network: all that `predict` takes, of several the one that `row`
    says, counted from 0.

    `layer` is the name of a layer or its number in the config, and `unit` one of its units, filters or
    channels. `truth` is the class of the input, or the numbers to predict with commas between them; without
    it that of its folder, or in the columns of its targets, is taken. The numbers are those of `predict`, to
    about 1e-6. Raises UsageError, RunError and DataError as `predict` does; UsageError too for a row, a
    layer, a unit or a truth that there is not.
    """
    if is_config(run):
        raise UsageError(
            f"{run} is a config: without weights there is nothing to follow", "train it, and name the run"
        )
    opened = open_run(run, Path(runs))
    described = opened.description
    facts = described.facts
    told = None if truth is None else given_truth(truth, facts)
    rows = open_rows(each_input(inputs), described)
    batch, number = _row(rows, row)
    if described.indices_below:
        check_indices(batch.values[[number]], described.indices_below, lambda _: batch.names[number])
    layers = follow(arithmetic_network(opened), batch.values[number])
    position = None if layer is None else _position(layers, layer)
    columns = encoded_columns(described.preprocessing)
    cells = dict(zip(rows.columns, batch.cells[number], strict=True)) if _has_cells(batch) else {}
    found = told or own_truth(batch.names[number], cells, facts, described.preprocessing, batch.numbers)
    prediction = _prediction(opened, batch.names[number], layers)
    return ExplainedInput(
        run=opened,
        name=batch.names[number],
        notices=tuple(_notices(opened, rows, batch, number)),
        columns=columns,
        row=batch.values[number],
        layers=layers,
        prediction=prediction,
        truth=found,
        loss=() if found is None else _loss(opened, layers, found),
        regions=class_activation(layers, _output(opened, layers)),
        position=position,
        neuron=None if unit is None else _neuron(layers, position, unit, columns),
        arithmetic=() if position is None else _arithmetic(layers, position, columns),
    )


def _row(rows: Inputs, wanted: int) -> tuple[Rows, int]:
    """The batch that has the row, and its number there."""
    if not 0 <= wanted < rows.total:
        several = "is one input" if rows.total == 1 else f"are {rows.total:,} inputs"
        most = max(rows.total - 1, 0)
        raise UsageError(f"--row {wanted}: there {several}, counted from 0", f"write --row {most} or less")
    before = 0
    for batch in rows.batches:
        if wanted < before + len(batch.values):
            return batch, wanted - before
        before += len(batch.values)
    raise AssertionError("there are fewer inputs than were announced")


def _has_cells(batch: Rows) -> bool:
    # Forecasts have the cells of their answers.
    return len(batch.cells) == len(batch.values)


def _position(layers: Sequence[FollowedLayer], wanted: str) -> int:
    for position, layer in enumerate(layers):
        if wanted == layer.name or (layer.index is not None and wanted == str(layer.index)):
            return position
    names = ", ".join(f"{layer.index} {layer.name}" for layer in layers if layer.index is not None)
    fix = f"write the number or the name of one: {names}"
    raise UsageError(f"--layer {wanted}: there is no such layer", fix)


def _neuron(
    layers: Sequence[FollowedLayer], position: int | None, unit: int, columns: tuple[str, ...]
) -> Neuron:
    if position is None:
        raise UsageError(f"--unit {unit} says no layer", "write --layer too, such as --layer 0")
    count = layers[position].after.shape[-1]
    if not 0 <= unit < count:
        raise UsageError(
            f"--unit {unit}: {layers[position].name} has {counted(count, 'unit')}, counted from 0",
            "write --unit 0" if count == 1 else f"write --unit with a number from 0 to {count - 1}",
        )
    return neuron_of(layers, position, unit, columns)


def _arithmetic(
    layers: Sequence[FollowedLayer], position: int, columns: tuple[str, ...]
) -> tuple[Neuron, ...]:
    found = layers[position]
    is_small = found.given.size <= _FEW_TERMS and found.after.size <= _FEW_UNITS
    if not isinstance(found.layer, Dense) or found.given.ndim > 1 or not is_small:
        return ()
    return tuple(neuron_of(layers, position, unit, columns) for unit in range(found.layer.units))


def _prediction(
    run: OpenRun, name: str, layers: Sequence[FollowedLayer]
) -> ClassPrediction | ValuePrediction:
    outputs, classes = layers[-1].after[np.newaxis], run.description.facts.classes
    if not classes:
        return value_predictions([name], outputs)[0]
    return class_predictions([name], class_probabilities(outputs), classes)[0]


def _output(run: OpenRun, layers: Sequence[FollowedLayer]) -> int:
    """The output that stands for the answer: of several classes the most probable one, else the first."""
    return int(np.argmax(layers[-1].after)) if run.description.facts.classes else 0


def _loss(run: OpenRun, layers: Sequence[FollowedLayer], truth: Truth) -> tuple[LossStep, ...]:
    objective, units = run.plan.objective, run.description.preprocessing.targets
    outputs = layers[-1].after[np.newaxis]
    scored = ScoredRows(outputs, truth.targets, objective.encoding, _scores(layers))
    return loss_steps(objective.loss, scored, units)


def _scores(layers: Sequence[FollowedLayer]) -> NDArray[np.float32] | None:
    """What the outputs are the softmax or sigmoid of, from which Keras computes crossentropies."""
    for layer in reversed(layers):
        if layer.before is not None:
            # The layer that the tool adds for scores has either of the two.
            applied = "softmax" if layer.layer is None else layer.layer.applied
            is_last = applied in ("softmax", "sigmoid") and layer.before.shape == layers[-1].after.shape
            return layer.before[np.newaxis] if is_last else None
        if not np.array_equal(layer.after, layer.given):
            return None
    return None


def _notices(run: OpenRun, rows: Inputs, batch: Rows, number: int) -> Iterator[str]:
    yield from run.notices
    yield from rows.notices
    if batch.readings[number] in UNANSWERED:
        yield f"predict does not answer this input: as a drawing it is {batch.readings[number]}"
    if batch.readings[number] == "fitted":
        yield "its drawing was fitted to the frame of the training images, as predict does"
    if batch.inverted[number]:
        yield "its black and white were swapped, as predict does"
    if batch.reframed[number]:
        yield "it has other proportions than the training images: edges were cut off or margins added"
    if batch.more[number]:
        yield "it has more than one frame or page; only the first was read"
    if rows.total > 1 and not number:
        yield f"of {rows.total:,} inputs this is the first; --row N follows another, counted from 0"
