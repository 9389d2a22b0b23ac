"""A run as a Keras script that trains the same network on the same rows, without this tool."""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from mlpcli.config.config import Config
from mlpcli.data.preprocessing import Preprocessing
from mlpcli.data.sources.open_source import OpenSource
from mlpcli.keras_script.data import data_values
from mlpcli.keras_script.model import model_values
from mlpcli.keras_script.training import training_values
from mlpcli.network.plan import Plan
from mlpcli.python_code import assigned, written
from mlpcli.shell_words import path_word

_IMPORTS = frozenset({"import keras", "import numpy as np", "from keras import layers"})
# Packages by the names of their modules.
_PACKAGES = {"polars": "polars", "sklearn": "scikit-learn", "PIL": "pillow"}


def write_script(
    config: Config,
    source: OpenSource,
    plan: Plan,
    preprocessing: Preprocessing,
    rows: Mapping[str, int],
    name: str,
) -> str:
    """The text of the script, for a file of that `name`.

    `config` is the resolved one, `source` its source, `preprocessing` the run's, and `rows` the number of
    rows of each split. Names and paths appear in it only as Python literals. Raises DataError if the user's
    files cannot be read, because the code that reads them depends on what is in them.
    """
    environment = Environment(
        loader=PackageLoader("mlpcli", "keras_script"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals |= {"assigned": assigned, "written": written, "inert": _inert}
    reading = source.script()
    imports = _IMPORTS | reading.imports
    if config.training.deterministic or config.training.device == "cpu":
        imports |= {"import tensorflow as tf"}
    return environment.get_template("script.py.jinja").render(
        title=config.name,
        command=f"python {path_word(Path(name))}",
        packages=_packages(imports),
        imports=_sorted(imports),
        seed=config.seed,
        training=config.training,
        reading=reading,
        **data_values(config, plan, rows, source.treatment, reading),
        **model_values(config, plan, preprocessing),
        **training_values(config, plan, preprocessing, rows),
    )


def _inert(text: str) -> str:
    """The text escaped for a docstring, which it can neither end nor change."""
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text)


def _packages(imports: Iterable[str]) -> str:
    """The pip names of the packages that the script imports."""
    imported = {line.split()[1].partition(".")[0] for line in imports}
    more = (package for module, package in _PACKAGES.items() if module in imported)
    return " ".join(("tensorflow", "numpy", *more))


def _sorted(imports: Iterable[str]) -> str:
    """The imports in isort's order: standard library first, `import` before `from ... import`."""
    blocks: list[list[str]] = [[], []]
    for line in sorted(imports, key=lambda line: (line.startswith("from"), line.casefold())):
        blocks[line.split()[1].partition(".")[0] not in sys.stdlib_module_names].append(f"{line}\n")
    return "\n".join("".join(block) for block in blocks if block)
