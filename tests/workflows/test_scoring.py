import json
import math
from types import SimpleNamespace

import numpy as np

from mlpcli.data.dataset import Split
from mlpcli.workflows.scoring import Evaluation, score, to_json
from tests.facts import CANCER


def test_figures_that_are_not_finite_are_null_in_json() -> None:
    evaluation = Evaluation("run", "test", 1, {"loss": math.inf, "r2": 0.5}, {}, (), {"r2": math.nan})
    found = json.loads(json.dumps(to_json(evaluation), allow_nan=False))
    assert found["metrics"] == {"loss": None, "r2": 0.5}
    assert found["baseline"] == {"r2": None}


def test_the_area_under_the_curve_is_exact_whatever_a_scorer_says() -> None:
    split = Split(np.zeros((4, 30), np.float32), np.array([0, 0, 1, 1], np.int32))
    outputs = np.array([[0.5001], [0.5002], [0.5003], [0.5004]], np.float32)
    scorer = SimpleNamespace(measure=lambda split: ({"loss": 0.7, "auc": 0.5}, outputs))
    dataset = SimpleNamespace(facts=CANCER, train=split)
    assert score(scorer, dataset, "test", split, "run").metrics["auc"] == 1.0  # type: ignore[arg-type]
