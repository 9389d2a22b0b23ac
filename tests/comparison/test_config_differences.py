from pathlib import Path

import pytest

from mlpcli.comparison.config_differences import config_differences
from mlpcli.config.yaml.nodes import Plain
from tests.comparison.runs import HIDDEN, MOONS, compared


def differences(*runs: dict[str, object]) -> dict[str, dict[str, Plain]]:
    found = config_differences([compared("ABC"[at], **changes) for at, changes in enumerate(runs)])  # type: ignore[arg-type]
    assert len({one.key for one in found}) == len(found)
    return {one.key: dict(one.values) for one in found}


def test_equal_configs_differ_in_nothing() -> None:
    assert differences({}, {}) == {}


@pytest.mark.parametrize(
    ("change", "key", "values"),
    [
        ({"seed": 1}, "seed", {"A": 0, "B": 1}),
        ({"more": "training: {batch_size: 8}"}, "training.batch_size", {"A": 32, "B": 8}),
        (
            {"more": "optimizer: {Adam: {learning_rate: 0.1}}"},
            "optimizer.Adam.learning_rate",
            {"A": 0.001, "B": 0.1},
        ),
        (
            {"more": "optimizer: {SGD: {momentum: 0.9}}"},
            "optimizer",
            {"A": "Adam", "B": {"SGD": {"momentum": 0.9}}},
        ),
        ({"data": "source: moons, noise: 0.2"}, "data.noise", {"A": 0.1, "B": 0.2}),
        ({"layers": ["Dense: {units: 4, activation: tanh}"]}, "layers.0.Dense.activation", None),
        ({"layers": [HIDDEN, "Dropout: 0.2"]}, "layers.1", {"B": {"Dropout": {"rate": 0.2}}}),
        ({"layers": []}, "layers.0", {"A": {"Dense": {"units": 4, "activation": "relu"}}}),
    ],
    ids=str,
)
def test_a_difference_is_one_key_with_its_values(
    change: dict[str, object], key: str, values: dict[str, Plain] | None
) -> None:
    found = differences({}, change)
    assert list(found) == [key]
    assert values is None or found[key] == values


def test_a_layer_is_numbered_as_in_the_first_run_that_has_it() -> None:
    found = differences({"layers": ["Dropout: 0.1", HIDDEN]}, {"layers": [HIDDEN]}, {"layers": ["Dense: 9"]})
    assert list(found) == ["layers.0", "layers.1.Dense.activation", "layers.1.Dense.units"] or list(
        found
    ) == [
        "layers.0",
        "layers.1.Dense.units",
        "layers.1.Dense.activation",
    ]
    assert found["layers.1.Dense.units"] == {"A": 4, "B": 4, "C": 9}


def test_of_another_source_only_what_it_sets_is_told() -> None:
    facts = {"facts": MOONS}
    found = differences(
        {"data": "source: moons", **facts}, {"data": "source: spirals, rows: 50, turns: 2.0", **facts}
    )
    assert found == {
        "data.source": {"A": "moons", "B": "spirals"},
        "data.noise": {"A": 0.1, "B": 0.05},
        "data.rows": {"A": 1000, "B": 50},
        "data.turns": {"B": 2.0},
    }


def test_the_same_file_by_another_path_is_no_difference(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path, target_is_directory=True)
    ways = [f"{tmp_path}/a.csv", f"{tmp_path}/link/a.csv", f"{tmp_path}/no/../a.csv"]
    runs = [{"data": f"source: table, target: y, path: {way}"} for way in ways]
    assert differences(*runs) == {}
    other = {"data": f"source: table, target: y, path: {tmp_path}/b.csv"}
    assert list(differences(runs[0], runs[1], other)) == ["data.path"]
