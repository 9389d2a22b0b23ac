"""Synthetic datasets drawn by the seed, with balanced classes."""

import inspect
from abc import abstractmethod
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.config.sources import generated as schemas
from mlpcli.data.sources.make_facts import facts_of, numbered
from mlpcli.data.sources.open_source import CLASSES, OpenSource, Reading
from mlpcli.python_code import Call, Name, assigned

if TYPE_CHECKING:
    from mlpcli.data.dataset import Array, SourceRows
    from mlpcli.data.files.http import Opener, Progress


class _Generated(OpenSource):
    """Rows in float32 with class numbers."""

    section: schemas.Generated

    @property
    def training_count(self) -> int:
        return self.left_of(self.section.rows)

    def read(self, seed: int, progress: "Progress | None", opener: "Opener") -> "SourceRows":
        import numpy as np

        from mlpcli.data.dataset import SourceRows, Split

        inputs, labels = self._draw(seed)
        return SourceRows(Split(np.ascontiguousarray(inputs, np.float32), labels.astype(np.int32)), None)

    @abstractmethod
    def _draw(self, seed: int) -> "tuple[Array, Array]":
        """Inputs `[rows, ...]` and class numbers `[rows]`."""


class _BySklearn(_Generated):
    """Points of a scikit-learn function, drawn without it; `keys` maps its argument names to keys of the
    section."""

    function: ClassVar[str]
    keys: ClassVar[Mapping[str, str]]

    @property
    def _arguments(self) -> dict[str, object]:
        return {name: getattr(self.section, key) for name, key in self.keys.items()}

    def _draw(self, seed: int) -> "tuple[Array, Array]":
        from numpy.random import MT19937, RandomState

        from mlpcli.data.sources import point_clouds

        # scikit-learn accepts only seeds below 2**32.
        state = RandomState(MT19937(seed))
        make = getattr(point_clouds, self.function)
        inputs, labels = make(self.section.rows, **self._arguments, random_state=state)
        return inputs, labels

    def script(self) -> Reading:
        arguments = {**self._arguments, "random_state": Name("RandomState(MT19937(SEED))")}
        code = assigned("x, y", Call(self.function, [self.section.rows], arguments))
        imports = ("numpy.random import MT19937, RandomState", f"sklearn.datasets import {self.function}")
        return Reading(f"{code}\n{CLASSES}", frozenset(f"from {line}" for line in imports))


class Blobs(_BySklearn):
    """Normally distributed clusters of points."""

    section: schemas.Blobs
    function = "make_blobs"
    keys = {"centers": "centers", "cluster_std": "spread"}

    @property
    def facts(self) -> DataFacts:
        centers = self.section.centers
        return facts_of("blobs", "vector", (len(centers[0]),), numbered(len(centers)))


class Moons(_BySklearn):
    """Two interleaving half circles."""

    facts = facts_of("moons", "vector", (2,), numbered(2))
    function = "make_moons"
    keys = {"noise": "noise"}


class Circles(_BySklearn):
    """A small circle inside a large one."""

    facts = facts_of("circles", "vector", (2,), numbered(2))
    function = "make_circles"
    keys = {"noise": "noise", "factor": "factor"}


class _ByFunction(_Generated):
    """Rows from a function of this module, called with the section's keys; a script includes its source."""

    function: ClassVar[Callable[..., Any]]

    @property
    def _arguments(self) -> dict[str, object]:
        names = inspect.signature(self.function).parameters
        return {name: getattr(self.section, name) for name in names if name != "seed"}

    def _draw(self, seed: int) -> "tuple[Array, Array]":
        inputs, labels = self.function(**self._arguments, seed=seed)
        return inputs, labels

    def script(self) -> Reading:
        call = Call(self.function.__name__, keywords={**self._arguments, "seed": Name("SEED")})
        code = f"{assigned('x, y', call)}\n{CLASSES}"
        return Reading(code, frozenset({"import numpy as np"}), (_untyped(self.function),))


def _untyped(function: Callable[..., Any]) -> str:
    """The source of a function without its types and its NumPy import, which a script has at the top."""
    _, quotes, body = inspect.getsource(function).partition('    """')
    names = ", ".join(inspect.signature(function).parameters)
    return f"def {function.__name__}({names}):\n{quotes}" + body.replace("    import numpy as np\n\n", "")


def spirals(rows: int, arms: int, turns: float, noise: float, seed: int) -> "tuple[Array, Array]":
    """Points on spiral arms, and the number of each point's arm.

    Archimedean spirals: radius proportional to angle, from 0.1, where the arms
    separate, to 1.
    """
    import numpy as np

    random = np.random.default_rng(seed)
    labels = random.permutation(np.arange(rows) % arms)
    radius = random.uniform(0.1, 1, rows)
    angle = 2 * np.pi * (turns * radius + labels / arms)
    points = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    return points + random.normal(0, noise, points.shape), labels


class Spirals(_ByFunction):
    """Spiral arms, one per class."""

    section: schemas.Spirals
    function = staticmethod(spirals)

    @property
    def facts(self) -> DataFacts:
        return facts_of("spirals", "vector", (2,), numbered(self.section.arms))


def waves(rows: int, steps: int, noise: float, seed: int) -> "tuple[Array, Array]":
    """Signals [rows, steps, 1] of 2 to 6 cycles, and the class number of each.

    Phases and amplitudes are random. Pure noise has the same amplitudes as the others,
    so that amplitude alone does not identify it.
    """
    import numpy as np

    random = np.random.default_rng(seed)
    labels = random.permutation(np.arange(rows) % 4)
    cycles, phase = random.uniform(2, 6, (rows, 1)), random.uniform(0, 1, (rows, 1))
    amplitude = random.uniform(0.5, 1.5, (rows, 1))
    position = cycles * np.arange(steps) / steps + phase
    sine = np.sin(2 * np.pi * position)
    square = np.where(position % 1 < 0.5, 1.0, -1.0)
    sawtooth = 2 * (position % 1) - 1
    pure_noise = random.standard_normal(sine.shape)
    signals = np.choose(labels[:, None], (sine, square, sawtooth, pure_noise))
    signals = amplitude * signals + random.normal(0, noise, sine.shape)
    return signals[:, :, None], labels


class Waves(_ByFunction):
    """One-channel signals, classified by waveform."""

    section: schemas.Waves
    function = staticmethod(waves)

    @property
    def facts(self) -> DataFacts:
        return facts_of("waves", "signal", (self.section.steps, 1), ("sine", "square", "sawtooth", "noise"))
