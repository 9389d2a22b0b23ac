"""Datasets bundled with scikit-learn: always available, without a download."""

import inspect
from dataclasses import replace
from typing import TYPE_CHECKING

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.config.sources import bundled as schemas
from mlpcli.data.sources.make_facts import facts_of, numbered
from mlpcli.data.sources.open_source import CLASSES, QUANTITIES, OpenSource, Reading

if TYPE_CHECKING:
    from mlpcli.data.dataset import SourceRows, Split
    from mlpcli.data.files.http import Opener, Progress

_TABLES = {
    "iris": facts_of("iris", "vector", (4,), ("setosa", "versicolor", "virginica")),
    "wine": facts_of("wine", "vector", (13,), ("class_0", "class_1", "class_2")),
    "breast_cancer": facts_of("breast_cancer", "vector", (30,), ("malignant", "benign")),
    "diabetes": facts_of("diabetes", "vector", (10,)),
}
# Their published numbers of rows, and the largest size of a number in them.
_SIZES = {"iris": (150, 7.9), "wine": (178, 1680.0), "breast_cancer": (569, 4254.0), "diabetes": (442, 0.2)}
# The lowest and the highest number to predict of diabetes, the progression of the illness.
_PROGRESSION = (25.0, 346.0)
_DIGITS = 1_797
_READ = "x, y = load_{name}(return_X_y=True)\n"
_BRIGHTNESS = 'x = np.rint(x.reshape(-1, 8, 8) * (255 / 16)).astype("uint8")\n'
_COPIED = """\
x_train = distorted_copies(x_train, {copies}, [SEED, 2])
y_train = np.tile(y_train, {times})
"""
_ENLARGED = """\
# With MNIST's margin of a seventh.
size = ({inner}, {inner})
images = [Image.fromarray(image).resize(size, Image.BICUBIC) for image in x]
x = np.pad(images, [(0, 0), ({margin}, {margin}), ({margin}, {margin})])
"""


class Table(OpenSource):
    """Vectors in float32 with class numbers, or with one quantity for diabetes."""

    @property
    def facts(self) -> DataFacts:
        return _TABLES[self.section.source_name()]

    @property
    def training_count(self) -> int:
        return self.left_of(_SIZES[self.facts.name][0])

    @property
    def largest_input(self) -> float:
        return _SIZES[self.facts.name][1]

    @property
    def target_range(self) -> tuple[float, float] | None:
        return None if self.facts.classes else _PROGRESSION

    def read(self, seed: int, progress: "Progress | None", opener: "Opener") -> "SourceRows":
        import numpy as np

        from mlpcli.data.dataset import SourceRows, Split
        from mlpcli.data.sources.bundled_files import read_bundled

        inputs, targets = read_bundled(self.facts.name)
        if self.facts.classes:
            targets = targets.astype(np.int32)
        else:
            targets = targets.astype(np.float32).reshape(-1, 1)
        return SourceRows(Split(np.ascontiguousarray(inputs, np.float32), targets), None)

    def script(self) -> Reading:
        name = self.facts.name
        code = _READ.format(name=name) + (CLASSES if self.facts.classes else QUANTITIES)
        return Reading(code, frozenset({f"from sklearn.datasets import load_{name}"}))


class Digits(OpenSource):
    """1,797 images `[size, size, 1]`, white on black, with brightness 0 to 16 scaled to 0 to 255.

    Digits, which fill all of their 8x8 pixels, are enlarged with MNIST's margin of a seventh on every side. A
    small MLP trained on such 28x28 images gets 46 % of MNIST's test digits right; without the margin, 24 %;
    with 29 distorted copies, and MNIST's digits fitted to the frame of these, 86 %.
    """

    section: schemas.Digits

    @property
    def facts(self) -> DataFacts:
        return facts_of("digits", "image", (self.section.size, self.section.size, 1), numbered(10))

    @property
    def training_count(self) -> int:
        return self.left_of(_DIGITS) * (self.section.copies + 1)

    @property
    def _margin(self) -> int:
        return min(self.section.size // 7, (self.section.size - 8) // 2)

    def read(self, seed: int, progress: "Progress | None", opener: "Opener") -> "SourceRows":
        import numpy as np
        from PIL import Image

        from mlpcli.data.dataset import SourceRows, Split
        from mlpcli.data.sources.bundled_files import read_bundled

        inputs, targets = read_bundled("digits")
        small = np.rint(inputs.reshape(-1, 8, 8) * (255 / 16)).astype(np.uint8)
        rows = np.zeros((len(small), *self.facts.shape), dtype=np.uint8)
        inside = slice(self._margin, self.section.size - self._margin)
        size = (inside.stop - inside.start,) * 2
        for row, image in zip(rows, small, strict=True):
            row[inside, inside, 0] = Image.fromarray(image).resize(size, Image.Resampling.BICUBIC)
        return SourceRows(Split(rows, targets.astype(np.int32)), None)

    def training_rows(self, rows: "Split", seed: int) -> "Split":
        copies = self.section.copies
        if not copies:
            return rows
        import numpy as np

        from mlpcli.data.dataset import Split
        from mlpcli.data.sources.distortion import distorted_copies

        inputs = distorted_copies(rows.inputs[:], copies, [seed, 2])
        return Split(inputs, np.tile(rows.targets[:], copies + 1))

    def script(self) -> Reading:
        code = _READ.format(name="digits") + _BRIGHTNESS
        imports = {"import numpy as np", "from sklearn.datasets import load_digits"}
        if self.section.size != 8:
            code += _ENLARGED.format(inner=self.section.size - 2 * self._margin, margin=self._margin)
            imports.add("from PIL import Image")
        reading = Reading(code + "x = x[..., None]\n", frozenset(imports))
        return self._with_copies(reading) if self.section.copies else reading

    def _with_copies(self, reading: Reading) -> Reading:
        from mlpcli.data.sources.distortion import distorted_copies

        copies = self.section.copies
        return replace(
            reading,
            functions=(inspect.getsource(distorted_copies),),
            after_splits=_COPIED.format(copies=copies, times=copies + 1),
        )
