"""The part of the script that reads the data, and holds back the rows that the run held back."""

from collections.abc import Iterator

from mlpcli.config.config import Config
from mlpcli.data.sources import open_source
from mlpcli.data.sources.source import Treatment
from mlpcli.network.plan import Plan
from mlpcli.python_code import Call, Name, assigned
from mlpcli.script.functions import HOLD_BACK, HOLD_BACK_BY_CLASS
from mlpcli.script.section import Section

_ALL, _TRAIN = ("x", "y"), ("x_train", "y_train")
_BALANCED = """\
counts = np.bincount(y_train, minlength=len(CLASSES))
weights = len(y_train) / (len(CLASSES) * np.maximum(counts, 1))
class_weight = dict(enumerate(weights.tolist()))
"""
_NUMPY = frozenset({"import numpy as np"})
_ENCODED = {
    "column": "y_{split} = y_{split}.reshape(-1, 1)\n",
    "one_hot": "y_{split} = keras.utils.to_categorical(y_{split}, len(CLASSES))\n",
}


def data_section(config: Config, plan: Plan, splits: frozenset[str]) -> Section:
    """All `splits` as `x_train`, `y_train`, `x_val`, `y_val`, `x_test` and `y_test`; and `class_weight`.

    Raises DataError where arrays cannot be read.
    """
    source = open_source(config.data)
    read = source.script()
    classes = list(plan.facts.classes)
    held = "".join(_held_back(source.treatment, splits, read.apart))
    weights = _class_weight(config, classes)
    code = assigned("CLASSES", classes) + "\n" if classes else ""
    code += read.code + held + weights
    encoding = _ENCODED.get(plan.objective.encoding, "")
    code += "".join(encoding.format(split=name) for name in _names(splits))
    functions = read.functions
    if "hold_back" in held:
        functions += (HOLD_BACK_BY_CLASS if classes else HOLD_BACK,)
    imports = read.imports | _NUMPY
    if "keras." in encoding:
        imports |= {"import keras"}
    return Section("The data", code, imports, functions)


def _names(splits: frozenset[str]) -> list[str]:
    named = {"train": "train", "validation": "val", "test": "test"}
    return [short for name, short in named.items() if name in splits]


def _held_back(wanted: Treatment, splits: frozenset[str], apart: bool) -> Iterator[str]:
    """The lines that draw test rows, and then validation rows of what is left."""
    rest = _TRAIN if apart else _ALL
    if not apart and "test" in splits:
        yield _drawn("test", rest, wanted.test, 0)
        rest = _TRAIN
    if "validation" in splits:
        yield _drawn("val", rest, wanted.validation, 1)
    elif rest is _ALL:
        yield "x_train, y_train = x, y\n"


def _drawn(name: str, rest: tuple[str, str], share: float, number: int) -> str:
    arguments = {"share": share, "seed": [Name("SEED"), number]}
    drawn = Call("hold_back", list(map(Name, rest)), arguments)
    return assigned(f"x_train, y_train, x_{name}, y_{name}", drawn) + "\n"


def _class_weight(config: Config, classes: list[str]) -> str:
    wanted = config.training.class_weight
    if wanted is None:
        return ""
    if wanted == "balanced":
        return _BALANCED
    weights = {index: wanted.get(name, 1.0) for index, name in enumerate(classes)}
    return assigned("class_weight", weights) + "\n"
