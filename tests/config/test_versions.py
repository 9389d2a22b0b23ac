"""Which versions of the config language are read."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mlpcli.config import versions
from mlpcli.config.merge import merge
from mlpcli.config.nodes import Mapping, Node
from mlpcli.config.reader import read_text
from mlpcli.errors import ConfigError


def document(text: str) -> Mapping:
    node = read_text(text, "c.yaml", Path())
    assert isinstance(node, Mapping)
    return node


def keys_after(text: str) -> list[str]:
    return [entry.key for entry in versions.migrate(document(text)).entries]


@pytest.mark.parametrize("text", ["version: 1", "seed: 3"])
def test_present_version_is_left_alone(text: str) -> None:
    assert versions.migrate(document(text)) == document(text)


@pytest.mark.parametrize("version", ["0", "2", "-1", "1.0", "true", "'1'", "null", "[1]"])
def test_other_versions_are_refused(version: str) -> None:
    with pytest.raises(ConfigError) as caught:
        versions.migrate(document(f"seed: 3\nversion: {version}"))
    (problem,) = caught.value.problems
    assert (problem.where, problem.subject) == ("c.yaml:2:10", "version")
    assert "this mlpcli reads version 1" in problem.message
    assert problem.fix == "write version: 1, or upgrade: pip install --upgrade mlpcli"


def test_old_version_goes_through_every_migration_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    def adding(text: str) -> Callable[[Mapping], Node]:
        return lambda old: merge(old, document(text))

    monkeypatch.setattr(versions, "VERSION", 3)
    monkeypatch.setattr(versions, "_MIGRATIONS", {1: adding("second: 1"), 2: adding("third: 1")})
    assert keys_after("version: 1") == ["version", "second", "third"]
    assert keys_after("version: 2") == ["version", "third"]
