"""The curve of an activation as a small plot."""

import numpy as np

from mlpcli.config.types.with_arguments import WithArguments, name_of
from mlpcli.explanation.diagram.svg import element, group, tooltip
from mlpcli.explanation.words.activations import OF_ALL_VALUES, formula_and_effect
from mlpcli.inference.arithmetic.activations import activate

WIDTH, HEIGHT = 44.0, 26.0
_REACH = 4.0
_POINTS = 65
# What grows without limit is cut here.
_MOST = 4.0
_BARS = (0.25, 1.0, 0.45, 0.15)


def curve(chosen: str | WithArguments, x: float, y: float) -> str:
    """The activation from -4 to 4, in a plot whose upper left corner is at `x` and `y`.

    Of activations whose outputs depend on all values, such as softmax, bars that stand for shares.
    """
    formula, effect = formula_and_effect(chosen)
    told = tooltip(f"{name_of(chosen)}: {formula}; it {effect}")
    if name_of(chosen) in OF_ALL_VALUES:
        return group([told, _bars(x, y)])
    z = np.linspace(-_REACH, _REACH, _POINTS, dtype=np.float32)
    values = np.clip(activate(chosen, z).astype(float), -_MOST, _MOST)
    low, high = min(0.0, float(values.min())), max(0.0, float(values.max()))
    scale = HEIGHT / ((high - low) or 1.0)
    zero = y + high * scale
    across = x + (z.astype(float) + _REACH) * WIDTH / (2 * _REACH)
    points = " ".join(
        f"{left:.1f},{zero - value * scale:.1f}" for left, value in zip(across, values, strict=True)
    )
    return group(
        [
            told,
            element("line", x1=x, x2=x + WIDTH, y1=zero, y2=zero, class_="nn-axis"),
            element("line", x1=x + WIDTH / 2, x2=x + WIDTH / 2, y1=y, y2=y + HEIGHT, class_="nn-axis"),
            element("polyline", points=points, class_="nn-curve"),
        ]
    )


def _bars(x: float, y: float) -> str:
    step = WIDTH / len(_BARS)
    bars = [
        element(
            "rect",
            x=x + step * (place + 0.2),
            y=y + HEIGHT * (1 - share),
            width=step * 0.6,
            height=HEIGHT * share,
            class_="nn-bar",
        )
        for place, share in enumerate(_BARS)
    ]
    base = element("line", x1=x, x2=x + WIDTH, y1=y + HEIGHT, y2=y + HEIGHT, class_="nn-axis")
    return group([*bars, base])
