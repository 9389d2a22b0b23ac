"""The counts of a confusion matrix can be read on every shade."""

import re
from importlib.resources import files

import numpy as np
import pytest

from mlpcli.reporting.page.templates_and_colours import colours


def _luminance(rgb: list[float]) -> float:
    parts = np.array(rgb) / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def _hex(text: str) -> list[float]:
    return [int(text[at : at + 2], 16) for at in (0, 2, 4)]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("kind", ["shade", "wrong"])
def test_counts_have_enough_contrast(theme: int, kind: str) -> None:
    css = colours()
    style = (files("mlpcli.reporting.page") / "style.css").read_text(encoding="utf-8")
    page, ink = (_hex(re.findall(rf"--{name}: #([0-9a-f]{{6}})", css)[theme]) for name in ("page", "ink"))
    strongest = [float(one) for one in re.findall(rf"--{kind}-rgb: ([\d, ]+)", css)[theme].split(",")]
    ((_, share),) = re.findall(rf"rgba\(var\(--({kind})-rgb\), calc\((\.\d+) \*", style)
    for shade in np.linspace(0, float(share), 21):
        mixed = [shade * over + (1 - shade) * under for over, under in zip(strongest, page, strict=True)]
        darker, lighter = sorted((_luminance(mixed), _luminance(ink)))
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5
