from pathlib import Path

import pytest

from mlpcli.config.load import loads
from mlpcli.config.sources.images import ImageFolder
from mlpcli.starters.choices_of_user import said
from mlpcli.starters.image_folder import folder_starter
from tests.data.loading import load
from tests.data.pictures.picture_folders import fill


@pytest.mark.parametrize(
    ("classes", "rows", "overrides", "shares"),
    [
        ("abcde", 1, [], (0, 0)),
        ("abcde", 2, [], (0, 0.2)),
        ("abcde", 2, ["data.test=0"], (0.1, 0)),
        ("ab", 2, [], (0, 0.2)),
        ("abcde", 3, [], (0.1, 0.2)),
    ],
)
def test_what_it_holds_back_can_be_drawn(
    tmp_path: Path, classes: str, rows: int, overrides: list[str], shares: tuple[float, float]
) -> None:
    text = folder_starter(fill(tmp_path, classes, rows), str(tmp_path), said(overrides)).text
    data = loads(text, "new.yaml").config.data
    assert isinstance(data, ImageFolder)
    assert (data.validation, data.test) == shares
    assert len(load(data, 0).train) > 0
    assert ("checkpoint" in text) == (shares[0] > 0)
