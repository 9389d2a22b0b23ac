"""Which versions of the config language are read."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mlpcli.config import migrations
from mlpcli.config.yaml.merge_overrides import merge
from mlpcli.config.yaml.nodes import MappingNode, Node
from mlpcli.config.yaml.reader import read_text


def document(text: str) -> MappingNode:
    node = read_text(text, "c.yaml", Path())
    assert isinstance(node, MappingNode)
    return node


def keys_after(text: str) -> list[str]:
    return [entry.key for entry in migrations.migrate(document(text)).entries]


@pytest.mark.parametrize("text", ["version: 1", "version: 1.0", "seed: 3"])
def test_present_version_is_left_alone(text: str) -> None:
    assert migrations.migrate(document(text)) == document(text)
    assert migrations.wrong_version(document(text)) is None


@pytest.mark.parametrize("version", ["0", "2", "-1", "1.5", "true", "'1'", "null", "[1]"])
def test_other_versions_are_refused(version: str) -> None:
    finding = migrations.wrong_version(document(f"seed: 3\nversion: {version}"))
    assert finding is not None
    assert finding.path == ("version",)
    assert "this mlpcli reads version 1" in finding.message
    assert finding.remedy.text == "write version: 1, or upgrade: pip install --upgrade mlpcli"


def test_old_version_goes_through_every_migration_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    def adding(text: str) -> Callable[[MappingNode], Node]:
        return lambda old: merge(old, document(text))

    monkeypatch.setattr(migrations, "VERSION", 3)
    monkeypatch.setattr(migrations, "_MIGRATIONS", {1: adding("second: 1"), 2: adding("third: 1")})
    assert keys_after("version: 1") == ["version", "second", "third"]
    assert keys_after("version: 2") == ["version", "third"]
