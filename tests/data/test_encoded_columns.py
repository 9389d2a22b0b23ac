from pathlib import Path

from mlpcli.config.sources import Table
from mlpcli.data.encoded_columns import encoded_columns, subtracted_constants
from mlpcli.data.preprocessing import Pixels, Preprocessing
from mlpcli.data.series.schema import SeriesSchema
from tests.data.loading import load
from tests.data.tables.files import written

ROWS = "".join(
    f"{n or ''},2020-0{n % 9 + 1}-01 1{n % 10}:00,{'abc'[n % 3]},{n % 2},{n % 2}\n" for n in range(30)
)


def test_every_number_of_a_row_has_a_name(tmp_path: Path) -> None:
    path = written(tmp_path, "age,born,town,member,y\n" + ROWS)
    columns = {"member": "boolean"}
    section = Table(
        source="table", path=path, target="y", max_categories=2, columns=columns, validation=0, test=0
    )
    dataset = load(section, 0)
    names = encoded_columns(dataset.preprocessing)
    assert names == (
        "age",
        "age missing",
        "born days",
        "born day sin",
        "born day cos",
        "born year sin",
        "born year cos",
        "member",
        "town=a",
        "town=b",
        "town other",
    )
    assert len(names) == dataset.facts.count


def test_the_channels_of_a_series_have_the_names_of_their_columns() -> None:
    series = SeriesSchema(("time", "pressure", "level"), True, ("pressure", "level"), ("level",), 3, 1)
    assert encoded_columns(Preprocessing((), series=series)) == ("pressure", "level")


def test_columns_less_a_constant_are_named(tmp_path: Path) -> None:
    cells = (f"{n % 3},{10**9 + n % 7},2020-03-01 10:00:{n:02},{'ab'[n % 2]},{n % 2}\n" for n in range(28))
    rows = "".join(cells)
    path = written(tmp_path, "a,far,at,town,y\n" + rows)
    dataset = load(Table(source="table", path=path, target="y", validation=0, test=0), 0)
    constants = subtracted_constants(dataset.preprocessing)
    assert list(constants) == ["far", "at days"]
    assert constants["far"] == 10**9 + 3


def test_other_data_has_no_columns() -> None:
    assert encoded_columns(Preprocessing((Pixels(),))) == ()
