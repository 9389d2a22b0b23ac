from dataclasses import replace

import numpy as np

from mlpcli.diagnosis.illnesses.lost_learning_rate import learning_rate_lost
from tests.diagnosis.ill import ILL
from tests.diagnosis.made import DIABETES, evidence


def test_a_rate_is_told_from_where_it_began_not_from_the_end_of_the_first_epoch() -> None:
    decay = "{ExponentialDecay: {initial_learning_rate: 0.01, decay_steps: 10, decay_rate: 0.5}}"
    config = evidence(DIABETES.replace("0.001", decay)).config
    ill = replace(ILL["learning_rate_lost"](), config=config)
    assert ill.curves is not None
    rates = 0.006 * 0.42 ** np.arange(20.0)
    found = learning_rate_lost(replace(ill, curves=replace(ill.curves, rates=rates)))
    assert found is not None
    assert "has lowered the learning rate from 0.01 to " in found.headline
