import pytest

from mlpcli.reporting.facts.importance import Effect
from mlpcli.reporting.page.sections.reasons import matters_most


@pytest.mark.parametrize(
    ("means", "title"),
    [
        ((0.3, 0.1), "f0 matters most: mixed up, it costs 30.0 points of accuracy"),
        (
            (0.3, 0.29, 0.1),
            "f0 and f1 matter most, about as much: mixed up, each costs about 30.0 points of accuracy",
        ),
        (
            (0.3, 0.29, 0.29, 0.1),
            "3 features matter most, about as much: mixed up, each costs about 30.0 points of accuracy",
        ),
        ((0.03, 0.0), "No single feature matters much"),
    ],
)
def test_no_feature_is_put_before_others_by_less_than_the_noise(means: tuple[float, ...], title: str) -> None:
    effects = [Effect(f"f{at}", mean, 0.02) for at, mean in enumerate(means)]
    assert matters_most(effects, True) == title
