import json
from typing import Any

import pytest

from mlpcli.errors import UsageError
from mlpcli.training.devices.worker_cluster import Cluster, cluster_of, local_tf_config

WORKERS = {"worker": ["a:1", "b:1"]}
FIX = (
    'write it as {"cluster": {"worker": ["host1:2222", "host2:2222"]}, '
    '"task": {"type": "worker", "index": 0}}, or unset TF_CONFIG to train in this process alone'
)


def cluster(jobs: Any, kind: str, index: Any) -> Cluster | None:
    return cluster_of({"TF_CONFIG": json.dumps({"cluster": jobs, "task": {"type": kind, "index": index}})})


@pytest.mark.parametrize("environment", [{}, {"TF_CONFIG": ""}, {"TF_CONFIG": " \n"}])
def test_without_tf_config_there_is_no_job(environment: dict[str, str]) -> None:
    assert cluster_of(environment) is None


def test_a_job_of_one_is_none() -> None:
    assert cluster({"worker": ["a:1"]}, "worker", 0) is None


@pytest.mark.parametrize("index", [0, 1])
def test_without_a_chief_worker_0_is_the_chief(index: int) -> None:
    found = cluster(WORKERS, "worker", index)
    assert found == Cluster(("a:1", "b:1"), index)
    assert found.is_chief == (index == 0)


@pytest.mark.parametrize(("kind", "index", "number"), [("chief", 0, 0), ("worker", 0, 1), ("worker", 1, 2)])
def test_a_chief_is_counted_before_the_workers(kind: str, index: int, number: int) -> None:
    jobs = {**WORKERS, "chief": ["c:1"], "evaluator": ["e:1"]}
    assert cluster(jobs, kind, index) == Cluster(("c:1", "a:1", "b:1"), number)


def test_what_is_written_for_local_workers_is_read_back() -> None:
    found = cluster_of({"TF_CONFIG": local_tf_config([1, 2], 1)})
    assert found == Cluster(("localhost:1", "localhost:2"), 1)
    assert found.is_local
    assert not Cluster(("a:1", "localhost:2"), 0).is_local


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{", "is not JSON: "),
        ("[]", "has no cluster"),
        ('{"task": {}}', "has no cluster"),
        ('{"cluster": {}}', "has no task"),
        ('{"cluster": {}, "task": {}}', "names the task type None, expected chief or worker"),
        ('{"cluster": {}, "task": {"type": "ps"}}', "names the task type 'ps', expected chief or worker"),
        (
            '{"cluster": {"worker": ["a:1"]}, "task": {"type": "worker", "index": 1}}',
            "names task worker 1, which its cluster does not list",
        ),
        (
            '{"cluster": {"worker": ["a:1"]}, "task": {"type": "worker", "index": "0"}}',
            "names task worker '0', which its cluster does not list",
        ),
        (
            '{"cluster": {"worker": "a:1"}, "task": {"type": "worker", "index": 0}}',
            "lists something other than host:port addresses under worker",
        ),
    ],
)
def test_an_unusable_tf_config_is_a_usage_error(text: str, what: str) -> None:
    with pytest.raises(UsageError) as caught:
        cluster_of({"TF_CONFIG": text})
    assert caught.value.message.startswith(f"TF_CONFIG {what}")
    assert caught.value.fix == FIX
