from pathlib import Path

import pytest

from mlpcli.data.tables.kinds import look_at_all
from mlpcli.data.tables.read_table import read_table
from mlpcli.data.tables.schema import MISSING, NumberFormat
from mlpcli.starters.target_column import candidates


def likeliest(tmp_path: Path, header: str, name: str = "rows.csv") -> str:
    lines = [
        ",".join(f"{(row * 7 + column) % 3 + row / 100 * (column == 1)}" for column in range(3))
        for row in range(60)
    ]
    (tmp_path / name).write_text("\n".join([header, *lines]))
    file = read_table(tmp_path / name)
    return candidates(file, look_at_all(file.frame, NumberFormat(), MISSING), MISSING)[0].name


@pytest.mark.parametrize(
    ("header", "meant"),
    [
        ("a,b,c", "c"),
        ("target,b,c", "target"),
        ("a,Class,c", "Class"),
        ("a,b,Sale_Price", "Sale_Price"),
        ("is_fraud,amount,c", "is_fraud"),
        ("species,b,c", "species"),
        ("label,b,species", "label"),
    ],
)
def test_names_say_more_than_places(header: str, meant: str, tmp_path: Path) -> None:
    assert likeliest(tmp_path, header) == meant


def test_a_column_called_like_the_file_is_what_the_file_is_about(tmp_path: Path) -> None:
    assert likeliest(tmp_path, "mpg,b,c", "auto-mpg.csv") == "mpg"
