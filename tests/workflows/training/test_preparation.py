"""What is read and checked before a training, and how often."""

from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mlpcli.data.files.dataset_downloads import DownloadError
from mlpcli.data.files.numpy_files import StoredArray
from mlpcli.network.plan import make_plan
from mlpcli.workflows import validate
from mlpcli.workflows.progress_watcher import SilentWatcher
from mlpcli.workflows.training.preparation import prepare

CONFIG = "data: {source: SOURCE}\nlayers: [Flatten, {Dense: {units: 10, activation: softmax}}]\n"


@pytest.fixture
def plans(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the datasets for which a config was checked."""
    names: list[str] = []

    def noted(config: Any, facts: Any) -> Any:
        names.append(facts.name)
        return make_plan(config, facts)

    monkeypatch.setattr(validate, "make_plan", noted)
    return names


def config_of(source: str, folder: Path) -> Path:
    path = folder / "config.yaml"
    path.write_text(CONFIG.replace("SOURCE", source))
    return path


def test_every_array_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plans: list[str]) -> None:
    rows = {"x_train": np.ones((60, 3)), "x_test": np.ones((20, 3))}
    rows |= {"y_train": np.arange(60) % 10, "y_test": np.arange(20) % 10}
    np.savez(tmp_path / "a.npz", **rows)
    read, times = StoredArray.read, Counter[str | None]()

    def counted(stored: StoredArray) -> Any:
        times[stored.key] += 1
        return read(stored)

    monkeypatch.setattr(StoredArray, "read", counted)
    prepared = prepare([config_of("arrays, path: a.npz", tmp_path)], (), SilentWatcher())
    assert times == dict.fromkeys(rows, 1)
    assert plans == ["a.npz"]
    assert prepared.checked.plan.facts == prepared.dataset.facts


def test_a_config_is_checked_again_for_the_fallback_of_its_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plans: list[str]
) -> None:
    def unreachable(name: str, *arguments: Any) -> Path:
        raise DownloadError(name, tmp_path / "mnist.npz", "no network")

    monkeypatch.setattr("mlpcli.data.sources.downloaded_rows.ensure", unreachable)
    prepared = prepare([config_of("mnist, fallback: digits", tmp_path)], (), SilentWatcher())
    assert plans == ["mnist", "digits"]
    assert prepared.checked.config.data.source_name() == "digits"
    assert prepared.checked.plan.facts == prepared.dataset.facts
