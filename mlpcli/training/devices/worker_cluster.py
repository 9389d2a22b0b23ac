"""A multi-worker job, as described by the environment variable TF_CONFIG. Does not need TensorFlow."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mlpcli.errors import UsageError

TF_CONFIG = "TF_CONFIG"
_EXAMPLE = (
    '{"cluster": {"worker": ["host1:2222", "host2:2222"]}, "task": {"type": "worker", "index": 0}}, '
    "or unset TF_CONFIG to train in this process alone"
)
# TensorFlow numbers the workers in this order, and the first one is the chief.
_TRAINING = ("chief", "worker")


@dataclass(frozen=True)
class Cluster:
    """The addresses (`host:port`) of all training tasks, the chief first, and the index of this process."""

    addresses: tuple[str, ...]
    index: int

    @property
    def is_chief(self) -> bool:
        """Whether this process writes the run: the task `chief`, or worker 0 if there is no chief."""
        return self.index == 0

    @property
    def is_local(self) -> bool:
        """Whether the addresses of all workers are on this machine."""
        return {address.rpartition(":")[0] for address in self.addresses} == {"localhost"}


def cluster_of(environment: Mapping[str, str]) -> Cluster | None:
    """The job described by TF_CONFIG; None without it, or if this process is the only worker.

    Raises UsageError if TF_CONFIG is not JSON, lacks cluster or task, or names a task that is not in the
    cluster or does not train.
    """
    text = environment.get(TF_CONFIG, "").strip()
    if not text:
        return None
    try:
        described = json.loads(text)
    except ValueError as error:
        raise _unusable(f"is not JSON: {error}") from None
    cluster, task = _section(described, "cluster"), _section(described, "task")
    kind, index = task.get("type"), task.get("index")
    if kind not in _TRAINING:
        raise _unusable(f"names the task type {kind!r}, expected chief or worker")
    jobs = {job: _addresses(cluster, job) for job in _TRAINING if job in cluster}
    if type(index) is not int or not 0 <= index < len(jobs.get(kind, ())):
        raise _unusable(f"names task {kind} {index!r}, which its cluster does not list")
    addresses = tuple(address for job in jobs.values() for address in job)
    if len(addresses) == 1:
        return None
    before = len(jobs.get("chief", ())) if kind == "worker" else 0
    return Cluster(addresses, before + index)


def local_tf_config(ports: list[int], index: int) -> str:
    """The TF_CONFIG of worker `index` of a job on this machine, with one port per worker."""
    workers = [f"localhost:{port}" for port in ports]
    return json.dumps({"cluster": {"worker": workers}, "task": {"type": "worker", "index": index}})


def _section(described: Any, key: str) -> Mapping[str, Any]:
    section = described.get(key) if isinstance(described, dict) else None
    if not isinstance(section, dict):
        raise _unusable(f"has no {key}")
    return section


def _addresses(cluster: Mapping[str, Any], job: str) -> list[str]:
    addresses = cluster[job]
    if not isinstance(addresses, list) or not all(isinstance(one, str) and ":" in one for one in addresses):
        raise _unusable(f"lists something other than host:port addresses under {job}")
    return addresses


def _unusable(what: str) -> UsageError:
    return UsageError(f"TF_CONFIG {what}", f"write it as {_EXAMPLE}")
