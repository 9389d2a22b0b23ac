"""A run as a Keras script that trains the same network on the same rows, without this tool."""

import shlex
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from mlpcli.config.config import Config
from mlpcli.data.preprocessing import Preprocessing
from mlpcli.network.plan import Plan
from mlpcli.script.data import data_section
from mlpcli.script.model import model_section
from mlpcli.script.training import evaluation_section, training_section

_HEAD = '''\
"""{title}: a Keras network, from its data to its figures.

Run it with: {command}
It needs: pip install {packages}
"""
'''
# By the names that they are imported by.
_PACKAGES = {"sklearn": "scikit-learn", "PIL": "pillow"}


def write_script(
    config: Config, plan: Plan, preprocessing: Preprocessing, rows: Mapping[str, int], name: str
) -> str:
    """The text of the script, for a file of that `name`.

    `config` is the resolved one, `preprocessing` the run's, and `rows` counts those of each split. Names and
    paths stand in it as Python literals alone. Raises DataError where a config's arrays cannot be read: how
    they are stored decides how a script reads them.
    """
    sections = (
        data_section(config, plan, frozenset(rows)),
        model_section(config, plan, preprocessing),
        training_section(config, plan, rows),
        evaluation_section(rows),
    )
    settings = "".join(_settings(config))
    imports = frozenset().union(*(section.imports for section in sections))
    if "tf." in settings:
        imports |= {"import tensorflow as tf"}
    functions = [text for section in sections for text in section.functions]
    parts = [
        _HEAD.format(title=_inert(config.name), command=_command(name), packages=_packages(imports)),
        _sorted(imports) + "\n" + f"SEED = {config.seed}\n" + settings,
        *functions,
        *(f"# {section.title}\n\n{section.code}" for section in sections),
    ]
    return _joined(parts, functions)


def _command(name: str) -> str:
    # Python would take a name that begins with a dash for an option.
    return _inert(f"python {shlex.quote(f'./{name}' if name.startswith('-') else name)}")


def _inert(text: str) -> str:
    """The text inside of a docstring, where it neither ends that nor means anything else."""
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text)


def _settings(config: Config) -> Iterator[str]:
    if config.training.deterministic:
        yield "tf.config.experimental.enable_op_determinism()\n"
    if config.training.device == "cpu":
        yield 'tf.config.set_visible_devices([], "GPU")\n'


def _packages(imports: Iterable[str]) -> str:
    """What pip calls the packages that the script imports."""
    imported = {line.split()[1].partition(".")[0] for line in imports}
    more = (package for module, package in _PACKAGES.items() if module in imported)
    return " ".join(("tensorflow", "numpy", *more))


def _sorted(imports: Iterable[str]) -> str:
    """The imports as isort has them: Python's own first, and whole modules before names of modules."""
    blocks: list[list[str]] = [[], []]
    for line in sorted(imports, key=lambda line: (line.startswith("from"), line.casefold())):
        blocks[line.split()[1].partition(".")[0] not in sys.stdlib_module_names].append(f"{line}\n")
    return "\n".join("".join(block) for block in blocks if block)


def _joined(parts: Sequence[str], functions: Sequence[str]) -> str:
    """The parts with a blank line between them, two around functions."""
    text = parts[0]
    for before, part in pairwise(parts):
        text += "\n\n" if before in functions or part in functions else "\n"
        text += part
    return text
