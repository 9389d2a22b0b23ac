"""Which models are fitted for data of which size, and on how many of its rows.

The bounds count operations, not seconds, so that every machine fits the same models on the same rows. They
allow up to about five seconds on one core. Measured with scikit-learn 1.7: 5,000 rows of MNIST take logistic
regression 0.7 s; the 100 iterations of gradient boosting take 2.7 s for 32,000 rows of 105 features and two
classes, 1.7 s for 1,437 rows of 64 features and ten classes, and 29 s for 2,000 rows of MNIST.
"""

from collections.abc import Collection, Mapping

from mlpcli.baselines.baseline import BOOSTING, LINEAR, LOGISTIC
from mlpcli.config.dataset_facts import DataFacts

_OPERATIONS = 50_000_000
# 32 MB as float32, and twice that while they are standardized.
_NUMBERS = 8_000_000
# Solving for the weights of a linear regression costs more than one operation per number if there are many.
_FEATURES_PER_OUTPUT = 200
_BOOSTING_OPERATIONS = 7_000_000
# A tree costs as much as that many rows, whatever the number of rows, for the histograms of its features.
_ROWS_PER_TREE = 8_000
# Fewer rows than these give a model that says little, if there are more.
_LEAST = 1_000
# scikit-learn's trees have 20 rows in every leaf: with fewer than 40 none has a branch.
_LEAST_TO_SPLIT = 40
# As many rows are scored, which bounds the standard error of an accuracy to half a percent, or 0.7 percent
# where trees for many classes are slow.
_SCORED = 20_000
_LEAST_SCORED = 5_000


def rows_to_fit(rows: int, facts: DataFacts) -> Mapping[str, int]:
    """How many of the training `rows` each model is fitted on, by name; without those that are not fitted."""
    most = {LINEAR if facts.task == "regression" else LOGISTIC: _linear(facts), BOOSTING: _boosting(facts)}
    found = {name: min(rows, count) for name, count in most.items() if count >= min(rows, _LEAST)}
    if rows < _LEAST_TO_SPLIT:
        found.pop(BOOSTING, None)
    return found


def rows_to_score(rows: int, facts: DataFacts, fits: Collection[str]) -> int:
    """How many of the `rows` of a split the models called `fits` are scored on."""
    trees = _outputs(facts) if BOOSTING in fits else 1
    return min(rows, max(_LEAST_SCORED, _SCORED // trees), _NUMBERS // facts.count)


def _linear(facts: DataFacts) -> int:
    outputs = _outputs(facts)
    if facts.task == "regression":
        outputs = max(outputs, facts.count // _FEATURES_PER_OUTPUT)
    return min(_OPERATIONS // (facts.count * outputs), _NUMBERS // facts.count)


def _boosting(facts: DataFacts) -> int:
    """Every iteration grows a tree per output."""
    return _BOOSTING_OPERATIONS // (facts.count * _outputs(facts)) - _ROWS_PER_TREE


def _outputs(facts: DataFacts) -> int:
    """The numbers that a model computes for a row."""
    return {"regression": facts.targets, "binary": 1}.get(facts.task, len(facts.classes))
