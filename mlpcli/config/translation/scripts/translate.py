"""A Keras script as a config. It is parsed, and never run: only literals and known calls are read."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mlpcli.config.optimizers import CLIPPING
from mlpcli.config.translation.classes import Unreadable
from mlpcli.config.translation.optimizer_keys import optimizer_meant
from mlpcli.config.translation.pastes import chosen, outer_networks
from mlpcli.config.translation.scripts.calls import BATCH, SPLIT, WINDOW
from mlpcli.config.translation.scripts.clipping import clipped
from mlpcli.config.translation.scripts.data import FoundData
from mlpcli.config.translation.scripts.decays import decayed
from mlpcli.config.translation.scripts.former_keras import with_former_optimizer
from mlpcli.config.translation.scripts.heads import (
    is_regression,
    loss_of_numbers,
    loss_of_outputs,
    other_targets,
    takes_vectors,
    with_classes,
    with_probabilities,
)
from mlpcli.config.translation.scripts.kept import not_counted, placed, put
from mlpcli.config.translation.scripts.pixels import fitted_pixels, is_scaled, with_scale
from mlpcli.config.translation.scripts.pytorch_layers import with_shared_slopes
from mlpcli.config.translation.scripts.row_counts import training_rows
from mlpcli.config.translation.scripts.row_filters import fitted_filters
from mlpcli.config.translation.scripts.row_order import column_of_order, lost_order
from mlpcli.config.translation.scripts.row_shapes import shaped
from mlpcli.config.translation.scripts.statements import read_script
from mlpcli.config.translation.scripts.steps import with_steps
from mlpcli.config.translation.scripts.table_numbers import Scaling, with_numbers
from mlpcli.config.translation.scripts.tensors import has_weights
from mlpcli.config.translation.scripts.unasked import unasked
from mlpcli.config.translation.scripts.values import Decay, Layer, Network, Part, Reading, Unread
from mlpcli.config.translation.scripts.windows import of_windows
from mlpcli.config.translation.settings import settings
from mlpcli.config.translation.your_own import OWN_DATA, YOUR_OWN
from mlpcli.config.yaml.edits import Put, edited, to_node
from mlpcli.config.yaml.nodes import KeyPath, Plain, Position, to_plain
from mlpcli.config.yaml.notation import entry_lines

NO_TARGET = "name the column to predict as target"
# Sources whose classes are not known before they are read.
_YOUR_OWN_DATA = frozenset({None, "arrays", "table", "images", "series"})
# The rows of a batch, of Keras's and here, where nothing says how many.
_BATCH = 32
# What trains a network step by step.
_STEP = re.compile(r"\.backward\(|\.train_on_batch\(|\.apply_gradients\(")


@dataclass(frozen=True)
class Translated:
    """The config of a script; in `message` what it leaves out of the script, in `to_do` what it needs, and in
    `unasked` what it does beyond the script."""

    text: str
    message: str = ""
    to_do: str = ""
    unasked: str = ""


def config_of_script(text: str) -> Translated | None:
    """The config that trains the network of a Keras script; None if the text is not one."""
    try:
        reading = read_script(text)
    except (Unreadable, RecursionError):
        return None
    network = chosen(reading) or Network(list(reading.last.parts or reading.loose), 1)
    if not any(isinstance(part, Layer) for part in network.parts) or _lacks_weights(
        network.parts, reading.notes
    ):
        return None
    network.parts = [*reading.augmentation, *network.parts]
    data = network.data or reading.data
    found = data if isinstance(data, FoundData) else None
    section = _section(found, reading)
    network.parts = with_classes(network.parts, section)
    layers = with_shared_slopes([part.plain for part in network.parts if isinstance(part, Layer)])
    layers = _fed(layers, str(section["source"]), reading)
    given, lost = _given(reading, network, layers[-1])
    if "loss" not in given:
        layers = with_probabilities(layers, reading.of_logits)
    layers = _penalized(layers, network.decay or reading.decay, reading, section, given, lost)
    if "epochs" not in given and not reading.counts_epochs:
        lost += _without_epochs(text)
    lost += with_former_optimizer(given, text, network.line)
    if section["source"] == "table" and is_regression(layers, given.get("loss")):
        # Few whole numbers would be classes.
        section["task"] = "regression"
    layers, scaling = _scaled(layers, reading, section, network.line)
    if unfit := loss_of_numbers(section, layers, given.get("loss"), text):
        lost.append(unfit)
        del given["loss"]
    if other := other_targets(section, network):
        lost.append(other)
    lost += _without_order(reading, str(section["source"]))
    values, missing = placed(reading.others, str(section["source"]), given)
    lost += _without_kinds(section, found, values)
    config = _config(section, layers, given, values)
    lines = (f"{line}\n" for key, value in config.items() for line in entry_lines(key, value, 0))
    uncounted = list(not_counted(reading, str(section["source"]), values, given))
    lost += (said for _, said in uncounted)
    named = [*_left_out(reading, network, found), *lost, *(one for one in missing if one.text)]
    named += (one for one in scaling.unread if not any(map(one.is_part_of, named)))
    is_trained = network.is_trained or "epochs" in given
    return Translated(
        "".join(lines),
        _message(reading, network, named),
        _to_do(section, found),
        unasked(text, config, {one for one, _ in uncounted}, scaling) if is_trained else "",
    )


def _fed(layers: list[Plain], source: str, reading: Reading) -> list[Plain]:
    """The layers after one that gives each row the shape that the first of them takes."""
    if source == "series" and takes_vectors(layers):
        return ["Flatten", *layers]
    return shaped(layers, reading.traces.shape) if source == "table" else layers


def _scaled(
    layers: Sequence[Plain], reading: Reading, section: Mapping[str, Plain], line: int
) -> tuple[list[Plain], Scaling]:
    """The layers after one that scales their inputs as a script does; its config gets what they are to be."""
    if section["source"] == "table":
        return with_numbers(layers, reading, is_regression="task" in section, line=line)
    pixels = fitted_pixels(reading)
    scaled, is_raw = with_scale(layers, pixels)
    if is_raw:
        put(reading, ("data", "rescale"), False, Unread("", line))
    return scaled, Scaling(pixels.unread if pixels else (), is_known=is_scaled(pixels))


def _lacks_weights(parts: Sequence[Part], notes: Sequence[Unread]) -> bool:
    """Whether all that is trained of a network is what could not be read, so that little is left of it."""
    is_trained = any(isinstance(part, Layer) and has_weights(part.plain) for part in parts)
    return not is_trained and any(isinstance(part, Unread) and part.is_layer for part in (*parts, *notes))


def _given(reading: Reading, network: Network, last: Plain) -> tuple[dict[str, Any], list[Unread]]:
    """What a network whose last layer is `last` is trained with, and what of that has no counterpart."""
    given = {**reading.settings, **network.settings}
    rows = given.get("batch_size") or (reading.others[BATCH].value if BATCH in reading.others else _BATCH)
    optimizer, unknown = with_steps(given.get("optimizer"), reading, rows, given.get("validation_split", 0))
    given["optimizer"], lost = clipped(optimizer, reading.clipping)
    lost += unknown
    given["loss"] = loss_of_outputs(given.get("loss"), last)
    if reading.fall and isinstance(epochs := given.get("epochs"), int) and epochs > reading.fall[0]:
        lost.append(reading.fall[1])
    return {key: value for key, value in given.items() if value is not None}, lost


def _without_kinds(
    section: dict[str, Plain], data: FoundData | None, values: Mapping[KeyPath, Plain]
) -> Iterator[Unread]:
    """The kinds of columns, which a section does not say if the same key has the names of all columns."""
    if data and ("data", "columns") in values and section.pop("columns", None):
        for column, line in data.columns.categories.items():
            yield Unread(f"that {column} is a category", line)


def _without_order(reading: Reading, source: str) -> Iterator[Unread]:
    """That rows are split by their order, unless that of a column can be written."""
    if column := column_of_order(reading, source):
        said = reading.traces.split_by_order
        put(reading, SPLIT, {"time": column}, Unread("", said.line if said else 0))
        reading.notes = [one for one in reading.notes if one != said]
    elif said := lost_order(reading, source):
        yield said


def _without_epochs(text: str) -> Iterator[Unread]:
    """That it is not known how often a script goes through its rows, if it trains by hand."""
    if step := _STEP.search(text):
        yield Unread("how many epochs", text.count("\n", 0, step.start()) + 1, is_layer=False)


def _penalized(
    layers: list[Plain],
    decay: Decay | None,
    reading: Reading,
    section: Mapping[str, Plain],
    given: Mapping[str, Any],
    lost: list[Unread],
) -> list[Plain]:
    """The layers with the penalty of a decay, unless gradients are clipped before it is added to them."""
    if decay and decay.said and any(key in CLIPPING for key in reading.clipping):
        lost.append(decay.said)
    elif decay:
        return decayed(layers, decay, training_rows(reading, section, given.get("validation_split", 0)))
    return layers


def _section(data: FoundData | None, reading: Reading) -> dict[str, Plain]:
    section = dict(data.section) if data else {}
    if not data or not section:
        return dict(YOUR_OWN)
    if section["source"] == "table" and WINDOW in reading.others:
        return of_windows({**section, **data.columns.section()}, data.columns.only, reading)
    if section["source"] == "table":
        return {**section, "target": "class", **data.columns.section()}
    return section


def _config(
    section: dict[str, Plain], layers: list[Plain], given: dict[str, Any], values: Mapping[KeyPath, Plain]
) -> dict[str, Plain]:
    start: dict[str, Plain] = {"data": section, "layers": layers}
    if ("seed",) in values:
        start = {"seed": values[("seed",)], **start}
    if "optimizer" in given:
        given = {**given, "optimizer": optimizer_meant(given["optimizer"])}
    edits = [*settings(given, start), *(Put(path, value) for path, value in values.items())]
    found = to_plain(edited(to_node(start, Position("", 1, 1)), edits))
    return found if isinstance(found, dict) else start


def _message(reading: Reading, network: Network, found: Sequence[Unread]) -> str:
    """Which of several networks is translated, and what is left out of it."""
    words: list[str] = []
    several = outer_networks(reading)
    if len(several) > 1:
        words.append(f"of its {len(several)} networks, this is the one of line {network.line}")
    words += [*network.remarks, *left_out_words(found)]
    return "; ".join(words)


def left_out_words(found: Sequence[Unread]) -> list[str]:
    """What is left out, and what is not known."""
    return [
        *_named("left out", [one for one in found if one.is_layer]),
        *_named("not known, so set it yourself", [one for one in found if not one.is_layer]),
    ]


def _named(what: str, found: Sequence[Unread]) -> list[str]:
    named = list(dict.fromkeys(map(str, found)))
    return [f"{what}: {', '.join(named)}"] if named else []


def _left_out(reading: Reading, network: Network, data: FoundData | None) -> Iterator[Unread]:
    parts: list[Part] = network.parts
    known = _from_the_data(parts) if data and data.section.get("source") not in _YOUR_OWN_DATA else ()
    unread = (part for part in parts if isinstance(part, Unread) and part not in known)
    yield from sorted(unread, key=lambda part: part.line)
    others = [*reading.notes, *network.notes]
    if data:
        others += [data.unread] if data.unread else []
        others += fitted_filters(reading) if data.section else []
        others += data.columns.left_out
    yield from others
    if data and data.section.get("source") not in (None, "arrays"):
        # Rows that the reader saves are those that come out of all calls.
        yield from (one for one in reading.row_calls if not any(one.is_part_of(other) for other in others))


def _from_the_data(parts: Sequence[Part]) -> Sequence[Unread]:
    """What is not known of the last Dense, whose units the data says."""
    for part in reversed(parts):
        if isinstance(part, Layer) and isinstance(part.plain, dict) and "Dense" in part.plain:
            arguments = part.plain["Dense"]
            has_units = isinstance(arguments, dict) and "units" in arguments
            return () if has_units else part.unread
        if part == Layer("Dense", getattr(part, "unread", ())):
            return part.unread if isinstance(part, Layer) else ()
    return ()


def _to_do(section: Mapping[str, Plain], data: FoundData | None) -> str:
    """What the reader has to do for the data; empty if the script says all of it."""
    if not data or not data.section:
        return OWN_DATA
    words = [data.to_do] if data.to_do else []
    if section["source"] == "series" and "target" not in section and "features" in section:
        words.append(NO_TARGET)
    if section["source"] == "table" and "target" not in data.columns.section():
        words.append("name the table's last column as target" if data.columns.is_last else NO_TARGET)
    return ", and ".join(words)
