"""The data doctor finds what was put into the data, and nothing in data that is well."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mlpcli.config.load import loads
from mlpcli.data.doctor.examine import examine
from mlpcli.data.doctor.report import DataReport
from tests.starters.data_files import arrays, photos, waves

STACK = "layers: [{Dense: {units: 1}}]\n"


def report(data: str) -> DataReport:
    return examine(loads(f"data: {data}\n{STACK}", "c.yaml").config.data, 0)


def table(path: Path, columns: dict[str, Sequence[object]]) -> DataReport:
    rows = zip(*columns.values(), strict=True)
    lines = [",".join(columns), *(",".join(map(str, row)) for row in rows)]
    path.write_text("\n".join(lines) + "\n")
    return report(f"{{source: table, path: {path}, target: y}}")


def told(found: DataReport) -> list[tuple[str, str]]:
    return [(one.severity, one.what) for one in found.findings]


def healthy(rows: int = 200) -> dict[str, Sequence[object]]:
    generator = np.random.default_rng(0)
    a, b = generator.normal(size=(2, rows)).round(4)
    y = np.where(a + b + generator.normal(size=rows) > 0, "yes", "no")
    return {"a": a.tolist(), "b": b.tolist(), "y": y.tolist()}


def test_data_that_is_well_has_no_findings(tmp_path: Path) -> None:
    found = table(tmp_path / "rows.csv", healthy())
    assert found.findings == ()
    assert found.can_train
    assert (found.rows, found.shape, found.task) == (
        {"train": 144, "validation": 16, "test": 40},
        (2,),
        "binary",
    )
    assert sum(found.classes.values()) == 144


def test_columns_are_described(tmp_path: Path) -> None:
    columns = healthy()
    columns["a"] = [*columns["a"][:199], ""]
    found = table(tmp_path / "rows.csv", columns).columns
    assert [(one.name, one.role, one.kind, one.missing) for one in found] == [
        ("a", "feature", "number", 1),
        ("b", "feature", "number", 0),
        ("y", "target", "boolean", 0),
    ]
    low, high = min(columns["b"]), max(columns["b"])  # type: ignore[type-var]
    assert found[1].values.startswith(f"{low:.6g} to {high:.6g}, median ")
    assert found[2].values.count("%") == 2


def test_a_row_of_totals_and_an_odd_date_are_told_once(tmp_path: Path) -> None:
    columns = healthy()
    days = [f"20{n % 20 + 10}-03-04" for n in range(199)]
    columns |= {"born": ["0203-03-04", *days], "part": ["north", "south"] * 100}
    last = {"part": "Total", "y": "no"}
    columns = {name: [*values, last.get(name, "")] for name, values in columns.items()}
    found = [one for one in table(tmp_path / "rows.csv", columns).findings if one.severity != "note"]
    assert [(one.what, one.fix) for one in found] == [
        (
            "rows.csv: line 202 looks like a total ('Total'), not like data",
            "remove line 202, unless it is a row of data",
        ),
        (
            "born has a date centuries from the others: '0203-03-04' in line 2",
            'correct it; or write missing_values: ["0203-03-04"] if it stands for a missing one',
        ),
    ]


def test_a_column_that_is_another_one_is_told(tmp_path: Path) -> None:
    columns = healthy()
    found = table(tmp_path / "rows.csv", {"c": columns["a"], **columns})
    assert told(found) == [("warning", "a says the same in every row as c")]
    assert found.findings[0].fix == "leave one of them out: exclude: [a]"


def test_a_column_that_is_mostly_missing_is_told(tmp_path: Path) -> None:
    columns = healthy()
    holes = [value if row % 4 == 0 else "" for row, value in enumerate(columns["a"])]
    assert told(table(tmp_path / "rows.csv", {"c": holes, **columns})) == [
        ("warning", "c is missing in 75.0% of the rows")
    ]


@pytest.mark.parametrize("leak", [lambda y: 5.5 if y == "yes" else -2.25, lambda y: f"was {y}"])
def test_a_column_that_gives_the_class_away_is_told(leak: object, tmp_path: Path) -> None:
    columns = healthy()
    found = table(tmp_path / "rows.csv", {"c": list(map(leak, columns["y"])), **columns})  # type: ignore[arg-type]
    assert told(found) == [("warning", "c alone tells y nearly without a mistake: was it known before?")]


def test_a_column_that_gives_the_number_away_is_told(tmp_path: Path) -> None:
    generator = np.random.default_rng(1)
    a, b = generator.normal(size=(2, 300))
    target = a + generator.normal(size=300)
    found = table(tmp_path / "rows.csv", {"a": a, "b": b, "euros": target * 0.9 + 3, "y": target})
    assert ("warning", "euros alone tells y nearly without a mistake: was it known before?") in told(found)
    assert not any("a alone" in text for _, text in told(found))


def test_rows_in_two_splits_are_counted(tmp_path: Path) -> None:
    columns = healthy(50)
    found = table(tmp_path / "rows.csv", {name: list(values) * 4 for name, values in columns.items()})
    texts = [text for severity, text in told(found) if severity == "warning"]
    assert any(" of 40 test rows (" in text and text.endswith("are training rows too") for text in texts)


def test_rows_of_few_possible_values_are_in_two_splits_by_chance(tmp_path: Path) -> None:
    drawn = np.random.default_rng(0).integers(0, 2, (6, 300))
    columns = {f"q{place}": np.where(answers, "yes", "no") for place, answers in enumerate(drawn[:5])}
    found = told(table(tmp_path / "rows.csv", {**columns, "y": np.where(drawn[5], "ill", "well")}))
    assert not any(severity == "warning" for severity, _ in found)
    texts = [text for _, text in found if "training rows" in text]
    assert len(texts) == 3 and all(
        text.endswith(", as rows of so few possible values are by chance") for text in texts
    )


def test_rows_of_other_categories_or_targets_are_not_the_same(tmp_path: Path) -> None:
    columns: dict[str, object] = healthy(200)
    rows = range(200)
    texts = {"a": [f"sku {row}" if row % 4 else "common" for row in rows], "b": [row % 5 for row in rows]}
    found = table(tmp_path / "rows.csv", {**columns, **texts, "y": [row * 0.37 for row in rows]})
    assert not any("are training rows too" in text for _, text in told(found))


def test_rare_classes_come_with_the_line_that_weighs_them(tmp_path: Path) -> None:
    columns = healthy(300)
    columns["y"] = ["rare" if row % 25 == 0 else value for row, value in enumerate(columns["y"])]
    rare = next(one for one in table(tmp_path / "rows.csv", columns).findings if "rare classes" in one.what)
    assert rare.severity == "note"
    assert rare.fix == "training: {class_weight: balanced} gives each class the same weight"


def test_what_would_stop_a_training_is_an_error(tmp_path: Path) -> None:
    columns = healthy()
    columns["y"] = ["yes"] * 200
    found = table(tmp_path / "rows.csv", columns)
    assert not found.can_train
    assert [severity for severity, _ in told(found)] == ["error"]
    # The columns are described all the same.
    assert [one.name for one in found.columns] == ["a", "b", "y"]


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    found = report(f"{{source: table, path: {tmp_path / 'none.csv'}, target: y}}")
    assert not found.can_train
    assert found.columns == ()


def test_images_in_two_splits_and_broken_ones_are_found(tmp_path: Path) -> None:
    photos(tmp_path / "photos")
    source = f"{{source: images, path: {tmp_path / 'photos'}}}"
    assert report(source).can_train
    Image.open(tmp_path / "photos" / "cats" / "0.png").save(tmp_path / "photos" / "cats" / "again.png")
    assert any("the same picture as another" in text for _, text in told(report(source)))
    (tmp_path / "photos" / "dogs" / "3.png").write_bytes(b"no image")
    broken = report(source)
    assert not broken.can_train
    assert "dogs/3.png" in broken.findings[0].what


def test_arrays_and_generated_rows_are_examined_too(tmp_path: Path) -> None:
    arrays(tmp_path / "rows.npz", 100)
    found = report(f"{{source: arrays, path: {tmp_path / 'rows.npz'}}}")
    assert ("warning", "there are 100 features for 43 training rows") in told(found)
    assert report("{source: moons}").rows["train"] > 0


def test_categories_in_several_spellings_are_noted(tmp_path: Path) -> None:
    columns = healthy()
    columns["town"] = [("Bern", "Genf", "bern", "Basel")[row % 4] for row in range(200)]
    found = table(tmp_path / "rows.csv", columns)
    assert told(found) == [
        ("note", "town may hold the same category in several spellings: 'Bern' and 'bern'")
    ]


def test_classes_in_several_spellings_are_warned_of_with_what_maps_them(tmp_path: Path) -> None:
    columns = healthy()
    kinds = ("open", "shut", "A", "A-", "Open", "OPEN")
    columns["y"] = [kinds[row * 7 % 11 % 6] for row in range(200)]
    found = table(tmp_path / "rows.csv", columns)
    assert told(found) == [
        ("warning", "y may hold the same class in several spellings: 'OPEN' and 'Open' and 'open'")
    ]
    assert found.findings[0].fix == "if they are the same, write labels: {Open: OPEN, open: OPEN}"


def series(path: Path, columns: dict[str, Sequence[object]], more: str = "") -> DataReport:
    rows = zip(*columns.values(), strict=True)
    path.write_text("\n".join([",".join(columns), *(",".join(map(str, row)) for row in rows)]) + "\n")
    return report(f"{{source: series, path: {path}, target: y, window: 4{more}}}")


def sensors(rows: int = 100) -> dict[str, Sequence[object]]:
    generator = np.random.default_rng(0)
    a, y = generator.normal(size=(2, rows)).round(4)
    times = [f"2024-01-{row // 24 + 1:02} {row % 24:02}:00" for row in range(rows)]
    return {"time": times, "a": a.tolist(), "y": y.tolist()}


def test_series_that_are_well_have_no_findings(tmp_path: Path) -> None:
    found = series(tmp_path / "rows.csv", sensors(), ", time: time")
    assert found.findings == ()
    assert (found.rows, found.shape) == ({"train": 68, "validation": 4, "test": 16}, (4, 2))
    assert [(one.name, one.role, one.kind, one.different) for one in found.columns] == [
        ("time", "time", "date", 100),
        ("a", "feature", "number", 100),
        ("y", "target", "number", 100),
    ]
    assert found.columns[0].values == "2024-01-01 00:00 to 2024-01-05 03:00"


def test_channels_that_tell_nothing_are_told(tmp_path: Path) -> None:
    columns = sensors()
    holes = [value if row % 3 else "" for row, value in enumerate(columns["a"])]
    found = series(
        tmp_path / "rows.csv",
        {**columns, "stuck": [7] * 100, "twin": columns["a"], "b": holes},
        ", missing: forward",
    )
    assert [(one.what, one.fix) for one in found.findings if one.severity == "warning"] == [
        (
            "stuck is 7 in every row, which tells nothing",
            "leave it out: exclude: [stuck]; or look after the sensor",
        ),
        (
            "b is missing in 34.0% of the rows, and so in nearly every window",
            "leave it out: exclude: [b]; or write missing: forward",
        ),
        ("twin says the same in every row as a", "leave one of them out: exclude: [twin]"),
    ]


def test_gaps_in_time_are_told(tmp_path: Path) -> None:
    columns = {name: [*values[:40], *values[43:]] for name, values in sensors().items()}
    (gap,) = series(tmp_path / "rows.csv", columns, ", time: time").findings
    assert (gap.severity, "there are gaps in time" in gap.what) == ("note", True)


def test_what_stops_a_training_on_series_is_an_error_beside_its_columns(tmp_path: Path) -> None:
    columns = sensors()
    found = series(tmp_path / "rows.csv", {**columns, "a": ["?", *columns["a"][1:]]})
    assert not found.can_train
    assert [(one.name, one.missing) for one in found.columns] == [("time", 0), ("a", 1), ("y", 0)]


def test_rows_in_another_order_than_their_times_are_an_error_beside_the_columns(tmp_path: Path) -> None:
    columns = sensors()
    mixed = {name: [cells[row * 7 % 100] for row in range(100)] for name, cells in columns.items()}
    found = series(tmp_path / "rows.csv", mixed)
    assert [one.name for one in found.columns] == [*columns]
    assert "rows are not in the order of time" in found.findings[0].what


def test_signals_are_described_together(tmp_path: Path) -> None:
    waves(tmp_path / "waves.tsv")
    rows = (tmp_path / "waves.tsv").read_text().splitlines()
    rows[3] = "\t".join(["1", *["0.5"] * 32])
    (tmp_path / "waves.tsv").write_text("\n".join(rows) + "\n")
    found = report(f"{{source: series, path: {tmp_path / 'waves.tsv'}}}")
    assert [(one.name, one.role, one.kind) for one in found.columns] == [
        ("column_1", "target", "number"),
        ("column_2 to column_33", "feature", "number"),
    ]
    assert sum(found.classes.values()) == found.rows["train"]
    assert ("warning", "signals that are constant, by their rows: 4") in told(found)


@pytest.mark.parametrize(
    ("first", "count", "median"),
    [
        (2**60 + 1, 61, str(2**60 + 31)),
        (2**63 + 1, 60, f"{2**63 + 30}.5"),
        (-(2**60) - 59, 60, f"-{2**60 + 29}.5"),
    ],
)
def test_whole_numbers_beyond_float64_are_shown_exactly(
    first: int, count: int, median: str, tmp_path: Path
) -> None:
    rows = "".join(f"{first + row},{row % 7},{'pq'[row % 2]}\n" for row in range(count)) + ",3,p\n"
    path = tmp_path / "t.csv"
    path.write_text(f"id,x,y\n{rows}")
    ids = report(f"{{source: table, path: {path}, target: y}}").columns[0]
    assert (ids.missing, ids.different) == (1, count)
    assert ids.values == f"{first} to {first + count - 1}, median {median}"
