"""Hostile run folders. Every attack is done to a copy of an honest run; `canary` is a file outside of it."""

import json
import os
import pickle
import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mlpcli.config.load import load_resolved
from mlpcli.config.yaml.nodes import MappingNode as Node
from mlpcli.config.yaml.nodes import ScalarNode, SequenceNode
from mlpcli.runs.folder import RunFolder
from tests.hostile import forging

Do = Callable[[RunFolder, Path], object]

EVALUATE = ("evaluate", "{run}")
PREDICT = ("predict", "0.5,0.5", "--run", "{run}")
EXPLAIN = ("explain", "{run}", "--input", "0.5,0.5")
SHOW = ("runs", "show", "{run}")
EXPORT = ("export", "{run}", "--format", "safetensors", "--output", "{run}.exported")
RESUME = ("resume", "{run}", "--epochs", "+1")


@dataclass(frozen=True)
class Attack:
    """What is done to a folder, the commands that refuse it, and what their message names."""

    do: Do
    names: str
    commands: tuple[tuple[str, ...], ...] = (EVALUATE,)
    codes: tuple[int, ...] = (4,)


def code_for(canary: Path) -> str:
    """Code that would change the canary file."""
    return f"__import__('os').system('echo CANARY >> {canary}')"


def _text(text: str) -> Do:
    return lambda run, canary: run.resolved.write_text(text.replace("CODE", code_for(canary)))


def _appended(text: str) -> Do:
    return lambda run, canary: run.resolved.write_text(run.resolved.read_text() + text)


def _layers(text: str) -> Do:
    return _text(f"data: {{source: gates}}\nlayers: {text}\n")


def _json(path: str, text: str) -> Do:
    return lambda run, canary: (run.path / path).write_text(text)


def _preprocessed(*steps: object) -> Do:
    """A model.json with these steps of preprocessing."""
    return lambda run, canary: forging.reseal(run.model, preprocessing={"steps": steps, "border": None})


def _linked(path: str) -> Do:
    def do(run: RunFolder, canary: Path) -> None:
        (run.path / path).unlink(missing_ok=True)
        (run.path / path).symlink_to(canary)

    return do


def _linked_folder(run: RunFolder, canary: Path) -> None:
    run.checkpoints.rename(run.path / "elsewhere")
    run.checkpoints.symlink_to(canary.parent)


def _best(content: bytes) -> Do:
    def do(run: RunFolder, canary: Path) -> None:
        forging.without_litert(run)
        run.best.write_bytes(content)

    return do


def _keras(run: RunFolder, canary: Path) -> None:
    """A .keras file whose layer is Python code."""
    forging.without_litert(run)
    config = {"class_name": "Lambda", "config": {"function": code_for(canary)}}
    with zipfile.ZipFile(run.best, "w") as archive:
        archive.writestr("config.json", json.dumps(config))


class _Exploit:
    def __init__(self, canary: Path) -> None:
        self._command = f"echo CANARY >> {canary}"

    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return os.system, (self._command,)


def _pickled(run: RunFolder, canary: Path) -> None:
    forging.without_litert(run)
    run.best.write_bytes(pickle.dumps(_Exploit(canary)))


def pickled_arrays(run: RunFolder, canary: Path) -> None:
    """The config names arrays that are pickled code."""
    objects = np.array([_Exploit(canary)], dtype=object)
    np.savez(run.path / "rows.npz", x=objects, y=objects)
    forging.with_config(run, f"data={{source: arrays, path: {run.path / 'rows.npz'}}}")


def data_elsewhere(run: RunFolder, canary: Path) -> None:
    """The config names a file of the user's as its data, where the data of a run can be anywhere.

    `evaluate` therefore opens it; `predict` needs no data.
    """
    forging.with_config(run, f"data={{source: arrays, path: {canary}}}")
    forging.with_model(run, run.litert.read_bytes())


def _sparse(run: RunFolder, canary: Path) -> None:
    forging.without_litert(run)
    os.truncate(run.best, 2 * 2**30)


def _tensors(**changes: object) -> Do:
    def do(run: RunFolder, canary: Path) -> None:
        forging.without_litert(run)
        forging.with_tensors(run.best, {forging.kernel(run.best): np.array(**changes)})

    return do


def _flat(run: RunFolder, canary: Path) -> None:
    # Names the root table's place in itself: what a reader without checks would follow.
    forging.with_model(run, b"\x10\0\0\0TFL3" + bytes(range(256)) * 40)


def _without_buffers(run: RunFolder, canary: Path) -> None:
    content = bytearray(run.litert.read_bytes())
    (table,) = struct.unpack_from("<I", content, 0)
    (back,) = struct.unpack_from("<i", content, table)
    struct.pack_into("<H", content, table - back + 12, 0)
    forging.with_model(run, bytes(content))


def _half_a_model(run: RunFolder, canary: Path) -> None:
    content = run.litert.read_bytes()
    forging.with_model(run, content[: len(content) // 2])


def running_with_linked_lock(run: RunFolder, canary: Path) -> None:
    """A training that seems to go on, and whose lock is a file elsewhere."""
    forging.reseal(run.record, status="running")
    _linked(".lock")(run, canary)


_DEEP = "[" * 100_000
_MANY = ", ".join(f"k{number}: 1" for number in range(20_000))
_BOMB = (
    "a: &a ["
    + "1, " * 9
    + "1]\n"
    + "".join(
        f"{name}: &{name} [" + f"*{before}, " * 9 + f"*{before}]\n"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
)
_TABLE = "epoch,loss\n" + "".join(f"{row},{'1' * 30}x\n" for row in range(100_000))

CONFIGS: Mapping[str, Do] = {
    "tag apply": _text('!!python/object/apply:os.system ["CODE"]\n'),
    "tag new": _text('data: !!python/object/new:os.system ["CODE"]\n'),
    "tag name": _text("data: {source: !!python/name:os.system }\n"),
    "tag module": _text("data: !!python/module:antigravity\n"),
    "tag binary": _text("name: !!binary aGFsbG8=\n"),
    "bomb of aliases": _text(_BOMB),
    "deep list": _text(f"data: {_DEEP}"),
    "deep mapping": _text("".join(" " * depth + "a:\n" for depth in range(1_000))),
    "thousands of keys": _text(f"data: {{source: gates, {_MANY}}}\nlayers: [Flatten]\n"),
    "thousands of layers": _layers(f"[{'Flatten, ' * 20_000}]"),
    "five megabytes": _text("# " + "x" * 5 * 2**20),
    "long number": _text(f"seed: {'9' * 1_000_000}\n"),
    "two documents": _appended("\n---\na: 1\n"),
    "not utf-8": lambda run, canary: run.resolved.write_bytes(b"\xff\xfe"),
    "control character": _appended("# \N{LATIN SMALL LETTER E WITH ACUTE}\x01\n"),
    "Lambda": _layers('[{Lambda: {function: "CODE"}}]'),
    "dotted layer": _layers("[{keras.layers.Lambda: {function: os.system}}]"),
    "module as layer": _layers("[{os.system: {command: id}}]"),
    "dotted activation": _layers("[{Dense: {units: 1, activation: os.system}}]"),
    "dotted initializer": _layers("[{Dense: {units: 1, kernel_initializer: builtins.eval}}]"),
    "path as name": _appended("name: ../../../canary/secret\n"),
    "source out of the folder": _text("data: {source: ../../canary}\nlayers: [Flatten]\n"),
    "rows without end": _text("data: {source: moons, rows: 1000000000}\nlayers: [Flatten]\n"),
    "signals without end": _text("data: {source: waves, rows: 1000000, steps: 10000}\nlayers: [Flatten]\n"),
    "units without end": _layers("[{Dense: {units: 1000000000000}}]"),
}

ATTACKS: Mapping[str, Attack] = {
    **{
        f"config: {name}": Attack(do, "resolved.yaml", (EVALUATE, SHOW, RESUME))
        for name, do in CONFIGS.items()
    },
    "record: deep": Attack(_json("run.json", _DEEP), "run.json", (EVALUATE, PREDICT)),
    "record: keys twice": Attack(
        _json("run.json", "{" + ",".join(f'"{n}":0' for n in range(80_000)) + ',"79999":0}'), "run.json"
    ),
    "record: long number": Attack(_json("run.json", f'{{"seed": {"9" * 900_000}}}'), "run.json"),
    "record: too large": Attack(_json("run.json", " " * 2**21), "run.json", (EVALUATE, PREDICT, SHOW)),
    "record: half a character": Attack(
        lambda run, canary: forging.reseal(run.record, data_fingerprint="\ud800"),
        "resolved.yaml",
        (EVALUATE, SHOW, RESUME),
    ),
    "record: wide answers": Attack(
        lambda run, canary: forging.reseal(run.record, output_shape=[10**12]), "run.json", (EVALUATE, PREDICT)
    ),
    "record: linked": Attack(_linked("run.json"), "run.json", (EVALUATE, PREDICT, SHOW, RESUME)),
    "model: other data": Attack(
        lambda run, canary: forging.with_facts(run, classes=["a", "b", "c"]), "model.json"
    ),
    "model: giant rows": Attack(
        lambda run, canary: forging.with_facts(run, shape=[10**12]), "model.json", (EVALUATE, PREDICT)
    ),
    "model: no numbers to scale by": Attack(
        _preprocessed({"step": "scale", "mean": [], "deviation": []}), "model.json", (EVALUATE, PREDICT)
    ),
    "model: a step of another kind of data": Attack(
        _preprocessed({"step": "resize", "height": 10**6, "width": 10**6, "channels": 1}),
        "model.json",
        (EVALUATE, PREDICT),
    ),
    "model: a step that does not exist": Attack(
        _preprocessed({"step": "os.system"}), "model.json", (EVALUATE, PREDICT)
    ),
    "model: classes without end": Attack(
        lambda run, canary: forging.with_facts(run, classes=list(map(str, range(60_000)))),
        "run.json",
        (PREDICT,),
    ),
    "model: linked": Attack(_linked("model.json"), "model.json", (EVALUATE, PREDICT, SHOW)),
    "litert: table in itself": Attack(_flat, "model.tflite", (EVALUATE, PREDICT)),
    "litert: cut off": Attack(_half_a_model, "model.tflite", (EVALUATE, PREDICT)),
    "litert: no buffers": Attack(_without_buffers, "model.tflite", (EVALUATE, PREDICT)),
    "litert: linked": Attack(_linked("model.tflite"), "model.tflite", (EVALUATE, PREDICT)),
    "weights: .keras": Attack(_keras, "best.safetensors", (EVALUATE, PREDICT, EXPORT, EXPLAIN)),
    "weights: .h5": Attack(
        _best(b"\x89HDF\r\n\x1a\n" + bytes(4096)), "best.safetensors", (EVALUATE, EXPORT, EXPLAIN)
    ),
    "weights: pickled": Attack(_pickled, "best.safetensors", (EVALUATE, PREDICT, EXPORT, EXPLAIN)),
    "weights: giant header": Attack(
        _best((90 * 2**20).to_bytes(8, "little") + b"{" + b" " * (90 * 2**20 - 1)),
        "best.safetensors",
        (EVALUATE, EXPLAIN),
    ),
    "weights: endless header": Attack(_best(b"\xff" * 4096), "best.safetensors", (EVALUATE, EXPLAIN)),
    "weights: sparse": Attack(_sparse, "best.safetensors", (EVALUATE, EXPLAIN)),
    "weights: other shape": Attack(
        _tensors(object=np.zeros((1, 1_000_000), np.float32)), "best.safetensors", (EVALUATE, EXPORT, EXPLAIN)
    ),
    "weights: other type": Attack(
        _tensors(object=np.zeros((2, 4), np.uint8)), "best.safetensors", (EVALUATE, EXPLAIN)
    ),
    "weights: not finite": Attack(
        _tensors(object=np.full((2, 4), np.nan, np.float32)), "best.safetensors", (EVALUATE, EXPLAIN)
    ),
    "weights: of a smaller network": Attack(
        lambda run, canary: forging.with_config(
            run,
            "layers=[{Dense: {units: 400000}}, {Dense: {units: 3, activation: softmax}}]",
        ),
        "best.safetensors",
        (EVALUATE, EXPLAIN),
    ),
    "weights: folder linked": Attack(_linked_folder, "checkpoints", (RESUME, EXPORT, EXPLAIN)),
    "last: config that is none": Attack(
        lambda run, canary: forging.with_place(run.last, config=_DEEP), "last.safetensors", (RESUME,)
    ),
    "last: epoch to come": Attack(
        lambda run, canary: forging.with_place(run.last, epoch=2**62), "last.safetensors", (RESUME,)
    ),
    "last: step to come": Attack(
        lambda run, canary: forging.with_place(run.last, epoch=0, step=10**12), "last.safetensors", (RESUME,)
    ),
    "metrics: huge": Attack(_json("metrics.csv", _TABLE), "metrics.csv", (SHOW,)),
    "metrics: linked": Attack(_linked("metrics.csv"), "metrics.csv", (SHOW,)),
    "lock: linked": Attack(_linked(".lock"), ".lock", (RESUME,)),
    "lock: linked, running": Attack(running_with_linked_lock, ".lock", (RESUME,)),
    "data: pickled": Attack(pickled_arrays, "which are never unpickled", (EVALUATE,), (3,)),
}


def code_in_every_field(run: RunFolder) -> Iterator[tuple[str, Do]]:
    """An attack for each value of the resolved config: code in its place."""
    document = load_resolved(run.resolved).document
    lines = run.resolved.read_text().splitlines()
    for key, node in _values(document, ""):
        row, column = (int(part) - 1 for part in str(node.position).rsplit(":", 2)[1:])

        def do(run: RunFolder, canary: Path, row: int = row, column: int = column) -> None:
            changed = [*lines]
            changed[row] = f'{lines[row][:column]}"{code_for(canary)}"'
            run.resolved.write_text("\n".join(changed) + "\n")

        yield key, do


def _values(node: object, key: str) -> Iterator[tuple[str, ScalarNode]]:
    if isinstance(node, Node):
        for entry in node.entries:
            yield from _values(entry.value, f"{key}.{entry.key}".lstrip("."))
    elif isinstance(node, SequenceNode):
        for index, item in enumerate(node.items):
            yield from _values(item, f"{key}[{index}]")
    elif isinstance(node, ScalarNode):
        yield key, node
