import json
import math

from mlpcli.workflows.scoring import Evaluation, to_json


def test_figures_that_are_not_finite_are_null_in_json() -> None:
    evaluation = Evaluation("run", "test", 1, {"loss": math.inf, "r2": 0.5}, {}, (), {"r2": math.nan})
    found = json.loads(json.dumps(to_json(evaluation), allow_nan=False))
    assert found["metrics"] == {"loss": None, "r2": 0.5}
    assert found["baseline"] == {"r2": None}
