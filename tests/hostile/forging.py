"""What a stranger who knows this tool can do: files with the digests and keys that they should have."""

import json
import struct
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ai_edge_litert.schema_py_generated import Model

from mlpcli.config.load import load_resolved
from mlpcli.config.resolved_yaml import to_yaml
from mlpcli.config.run_identity import identity_of
from mlpcli.data.dataset import Array
from mlpcli.inference.litert.litert_predictor import digest_of
from mlpcli.runs import record
from mlpcli.runs.checksummed_json import write_sealed
from mlpcli.runs.folder import RunFolder
from mlpcli.training.checkpoints import checkpoint_file
from mlpcli.training.checkpoints.checkpoint_file import Checkpoint


def reseal(path: Path, **changes: object) -> None:
    """Change keys of run.json or model.json, whatever the values are."""
    value = json.loads(path.read_bytes())
    value.pop("digest")
    write_sealed(path, value | changes)


def with_facts(folder: RunFolder, **changes: object) -> None:
    """A model.json that tells of other data."""
    facts = json.loads(folder.model.read_bytes())["facts"]
    reseal(folder.model, facts=facts | changes)


def without_litert(folder: RunFolder) -> None:
    """Commands rebuild the network from its config and its checkpoint."""
    reseal(folder.record, litert_digest=None)


def with_model(folder: RunFolder, content: bytes) -> None:
    """Another model.tflite that run.json tells of."""
    folder.litert.write_bytes(content)
    reseal(folder.record, litert_digest=digest_of(content))


def that_writes_its_input(content: bytes) -> bytes:
    """A model whose last operator names the model's input as its output.

    That crashes LiteRT where rows have more dimensions than answers.
    """
    graph = Model.GetRootAs(content, 0).Subgraphs(0)
    operator = graph.Operators(graph.OperatorsLength() - 1)
    # The third field of the table `Operator` in TensorFlow's schema.fbs.
    outputs = operator._tab.Vector(operator._tab.Offset(8))
    changed = bytearray(content)
    struct.pack_into("<i", changed, outputs, graph.Inputs(0))
    return bytes(changed)


def with_config(folder: RunFolder, *overrides: str) -> None:
    """Another config, of which all files of the run have the key."""
    config = load_resolved(folder.resolved, overrides).config
    key = identity_of(config, record.read(folder).data_fingerprint).key
    folder.resolved.write_text(to_yaml(config))
    reseal(folder.record, key=key, litert_digest=None)
    reseal(folder.model, key=key)
    for path in (folder.last, folder.best):
        found = checkpoint_file.read(path)
        checkpoint_file.write(path, replace(found, place=replace(found.place, key=key)))


def with_tensors(path: Path, changes: Mapping[str, Array]) -> None:
    """Other tensors in a checkpoint."""
    found = checkpoint_file.read(path)
    checkpoint_file.write(path, Checkpoint(found.place, {**found.tensors, **changes}))


def with_place(path: Path, **changes: Any) -> None:
    """Another place in a checkpoint."""
    found = checkpoint_file.read(path)
    checkpoint_file.write(path, replace(found, place=replace(found.place, **changes)))


def kernel(path: Path) -> str:
    """The name of the first layer's kernel in a checkpoint."""
    return next(
        name
        for name in sorted(checkpoint_file.read(path).tensors)
        if name.startswith("weights/") and "kernel" in name
    )
