import importlib
import json
import pkgutil
from collections.abc import Iterator
from dataclasses import asdict, is_dataclass, replace
from typing import Any, get_args

import numpy as np
import pytest

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.data import preprocessing
from mlpcli.data.preprocessing import (
    DateParts,
    DrawingConvention,
    Impute,
    OneHot,
    Pixels,
    Preprocessing,
    Resize,
    RobustScale,
    Scale,
    Shift,
    Step,
)
from mlpcli.data.preprocessing.base import HostStep, NetworkStep
from mlpcli.data.preprocessing.impute import Filled
from mlpcli.data.preprocessing.one_hot import Categories
from mlpcli.data.preprocessing.text_columns import Table, Texts
from mlpcli.data.tables.schema import TableColumn, TableSchema
from mlpcli.errors import DataError
from mlpcli.runs.typed_json import build
from tests.facts import CIFAR, IRIS, MNIST, WAVES

SIZED = Resize(28, 28, 1)
CODED = OneHot((None, Categories(("a", "b"), True)))
FRAME = DrawingConvention(28, 28, "bright", 20, "mass", (13.5, 14.0), (1.0, 1.5, 3.0, 4.0), (-0.3, 0.3), 0.0)
TABLE = TableSchema(
    (TableColumn("age", "number"), TableColumn("sex", "category")), ("y",), ("age", "sex", "y"), True
)
CODES = replace(IRIS, one_hot=(3,))
EVERY: dict[type[Step], Step] = {
    DateParts: DateParts((("days", "week"), ()), (False, True)),
    Impute: Impute((Filled(1.5, True), None)),
    OneHot: CODED,
    Pixels: Pixels(),
    Resize: SIZED,
    RobustScale: RobustScale((1.0, 2.0), (0.5, 3.0)),
    Scale: Scale((1.0, 2.0), (0.5, 3.0)),
    Shift: Shift((1e9, 0.0), (False, True)),
}


def defined() -> Iterator[Any]:
    """Every class that is a step, in every module of the room."""
    for found in pkgutil.iter_modules(preprocessing.__path__, f"{preprocessing.__name__}."):
        for one in vars(importlib.import_module(found.name)).values():
            if isinstance(one, type) and issubclass(one, HostStep | NetworkStep) and is_dataclass(one):
                yield one


def test_every_step_is_registered() -> None:
    assert set(defined()) == set(get_args(Step)) == set(EVERY)


@pytest.mark.parametrize("step", EVERY.values(), ids=lambda step: step.step)
def test_a_step_comes_back_from_its_json(step: Step) -> None:
    whole = Preprocessing((step,), 0.25)
    assert build(Preprocessing, json.loads(json.dumps(asdict(whole)))) == whole


@pytest.mark.parametrize("step", EVERY.values(), ids=lambda step: step.step)
def test_a_step_takes_no_other_fields(step: Step) -> None:
    for changed in (asdict(step) | {"module": "os"}, asdict(step) | {"step": "os.system"}, {}, [], "scale"):
        with pytest.raises(ValueError, match=r"^steps\[0\]"):
            build(Preprocessing, {"steps": [changed], "border": None})


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.__name__)
def test_a_step_has_one_place(kind: type[Step]) -> None:
    assert issubclass(kind, HostStep) != issubclass(kind, NetworkStep)


def test_what_is_on_the_host_and_what_in_the_network_is_known() -> None:
    whole = Preprocessing((SIZED, Pixels()))
    assert (whole.host, whole.in_network) == ((SIZED,), (Pixels(),))


def test_nothing_on_the_host_follows_the_network() -> None:
    with pytest.raises(ValueError, match="steps: expected all steps in the network after those on the host"):
        Preprocessing((Pixels(), SIZED))


def test_there_are_few_steps() -> None:
    with pytest.raises(ValueError, match="steps: expected at most 16, found 17"):
        Preprocessing((Pixels(),) * 17)


def test_the_frame_of_drawings_comes_back_from_its_json() -> None:
    whole = Preprocessing((SIZED,), 0.0, FRAME)
    assert build(Preprocessing, json.loads(json.dumps(asdict(whole)))) == whole


def test_runs_from_before_the_frame_was_measured_are_read() -> None:
    old = {"steps": [{"step": "resize", "height": 28, "width": 28, "channels": 1}], "border": 0.0}
    assert build(Preprocessing, old) == Preprocessing((SIZED,), 0.0, None)


@pytest.mark.parametrize("border", [-0.1, 1.5])
def test_a_border_is_black_to_white(border: float) -> None:
    with pytest.raises(ValueError, match="border: expected 0 to 1"):
        Preprocessing(border=border)


def test_a_table_becomes_numbers_step_by_step() -> None:
    table = Table((np.array([1.0, np.nan]), Texts.of(["b", "a"])))
    filled = Impute.fit(table)
    coded = OneHot.fit(filled.apply(table), 9)
    rows = Preprocessing((filled, coded)).on_host(table)
    assert rows.dtype == np.float32
    assert rows.tolist() == [[1, 0, 0, 1], [1, 1, 1, 0]]


def test_rows_without_steps_on_the_host_stay_as_they_are() -> None:
    rows = np.ones((2, 4), np.float32)
    assert Preprocessing((Scale((0.5,), (2.0,)),)).on_host(rows) is rows


def test_plain_numbers_are_no_table() -> None:
    with pytest.raises(DataError, match="the network takes the rows of a table"):
        Preprocessing((EVERY[Impute],)).on_host(np.ones((2, 4), np.float32))


def test_every_first_layer_has_a_name_of_its_own() -> None:
    whole = Preprocessing((Scale((1.0,), (2.0,)), Scale((1.0,), (2.0,))))
    assert [layer.name for layer in whole.first_layers] == ["", "scale", "1", "scale1"]


@pytest.mark.parametrize(
    ("facts", "whole"),
    [
        (MNIST, Preprocessing((SIZED, Pixels()), 0.0)),
        (MNIST, Preprocessing((SIZED,), 0.0, FRAME)),
        (replace(MNIST, pixels=False), Preprocessing(border=0.5)),
        (replace(MNIST, shape=(28, 28, 2)), Preprocessing((Pixels(),), 0.5)),
        (IRIS, Preprocessing()),
        (CODES, Preprocessing((CODED, Scale((0.0,) * 4, (1.0,))), table=TABLE)),
        (CODES, Preprocessing((Impute((Filled(0.0, False), None)), CODED), table=TABLE)),
        (WAVES, Preprocessing((Scale((1.0,), (2.0,)),))),
    ],
)
def test_steps_that_fit_the_data_are_taken(facts: DataFacts, whole: Preprocessing) -> None:
    whole.check(facts)


@pytest.mark.parametrize(
    ("facts", "whole", "message"),
    [
        (MNIST, Preprocessing((Pixels(),)), "steps: they do not output images of 28 x 28 x 1"),
        (CIFAR, Preprocessing((SIZED,)), "steps: output 28 x 28 x 1, but the network takes 32 x 32 x 3"),
        (MNIST, Preprocessing((Resize(10**9, 10**9, 1), SIZED)), r"steps\[0\]: outputs 1,0.* takes 784"),
        (MNIST, Preprocessing((SIZED, Resize(30, 30, 1), SIZED)), r"steps\[1\]: outputs 900 "),
        (MNIST, Preprocessing((EVERY[Impute], SIZED), table=TABLE), "steps: they do not output images"),
        (IRIS, Preprocessing((SIZED,)), "steps: they do not output 4 numbers"),
        (WAVES, Preprocessing((EVERY[OneHot],), table=TABLE), "steps: they do not output signals"),
        (
            IRIS,
            Preprocessing((EVERY[Impute],), table=TABLE),
            "steps: output 3 columns, 1 of them texts, .* takes 4",
        ),
        (
            CODES,
            Preprocessing((CODED, EVERY[Impute]), table=TABLE),
            r"steps\[1\]: columns: expected those that the step before",
        ),
        (
            CODES,
            Preprocessing((CODED, CODED), table=TABLE),
            r"steps\[1\]: columns: expected those that the step before",
        ),
        (IRIS, Preprocessing((CODED,)), "table: expected with steps that take the cells of a table"),
        (IRIS, Preprocessing(table=TABLE), "table: expected with steps that take the cells of a table"),
        (IRIS, Preprocessing((CODED,), table=TABLE), "steps: one_hot: expected the widths that the facts"),
        (replace(CODES, one_hot=(4,)), Preprocessing((CODED,), table=TABLE), "steps: one_hot: "),
        (
            CODES,
            Preprocessing((OneHot((None,) * 5),), table=TABLE),
            "table: columns: expected those that the first step takes",
        ),
        (
            replace(IRIS, shape=(3,)),
            Preprocessing((Impute((Filled(0.0, True), None)), Impute((Filled(0.0, True),) * 2)), table=TABLE),
            r"steps\[1\]: columns: expected those",
        ),
        (
            replace(CODES, shape=(2,), one_hot=()),
            Preprocessing((Impute((Filled(0.0, True), None)),), table=TABLE),
            r"steps\[0\]: outputs 3 numbers per row",
        ),
        (
            CODES,
            Preprocessing((CODED, EVERY[Scale]), table=TABLE),
            r"steps\[1\]: mean: expected 1 or 4 numbers, found 2",
        ),
        (IRIS, Preprocessing((Scale((1e39,), (1.0,)),)), r"steps\[0\]: the network .* beyond float32"),
        (IRIS, Preprocessing((Scale((float("nan"),), (1.0,)),)), "beyond float32"),
        (IRIS, Preprocessing((Scale((0.0,), (5e-324,)),)), "beyond float32"),
        (IRIS, Preprocessing((RobustScale((0.0,), (1e-40,)),)), "beyond float32"),
        (IRIS, Preprocessing(border=0.5), "border: expected null if the data is not images"),
        (CIFAR, Preprocessing(drawing=FRAME), "drawing: outputs 28 x 28 x 1, but .* takes images of 32"),
        (IRIS, Preprocessing(drawing=FRAME), "drawing: outputs 28 x 28 x 1, but .* takes 4 numbers"),
    ],
)
def test_steps_of_other_data_are_refused(facts: DataFacts, whole: Preprocessing, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        whole.check(facts)
