from pathlib import Path

import pytest

from mlpcli.data.files.data_home import data_home


def test_environment_names_the_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("MLPCLI_DATA_HOME", str(tmp_path))
    assert data_home() == tmp_path


def test_tilde_is_the_users_home(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("MLPCLI_DATA_HOME", "~/datasets")
    assert data_home() == tmp_path / "datasets"


@pytest.mark.parametrize("value", [None, ""])
def test_default_is_the_cache_folder(monkeypatch, value):
    monkeypatch.delenv("MLPCLI_DATA_HOME", raising=False)
    if value is not None:
        monkeypatch.setenv("MLPCLI_DATA_HOME", value)
    assert "mlpcli" in data_home().parts
    assert data_home() != Path.cwd()
