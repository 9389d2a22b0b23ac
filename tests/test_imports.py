"""Who imports whom and reaches how far: the rooms, TensorFlow, and what a cold start must not pay for."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "mlpcli"

_BELOW_WORKFLOWS = {
    "arguments",
    "baselines",
    "browser",
    "comparison",
    "config",
    "data",
    "diagnosis",
    "errors",
    "explanation",
    "export_formats",
    "inference",
    "loggers",
    "network",
    "readable",
    "reporting",
    "runs",
    "serving",
    "keras_script",
    "names",
    "processes",
    "shell_words",
    "starters",
    "training",
    "version",
}
# From a room, or a module at the top, to those that it may import besides itself.
MAY_IMPORT = {
    "errors": set[str](),
    "arguments": set(),
    # Once it is asked of a layer what a format lacks.
    "export_formats": {"config", "errors"},
    "processes": {"errors"},
    "python_code": set(),
    "names": set(),
    "shell_words": set(),
    "config": {"arguments", "errors", "names", "shell_words"},
    "version": set(),
    "runs": {"arguments", "errors", "names", "shell_words", "version", "processes"},
    "data": {"config", "errors", "python_code", "runs", "processes"},
    "network": {"config", "errors"},
    "inference": {"arguments", "config", "data", "errors", "network", "runs", "processes"},
    "baselines": {"config", "data", "inference", "network", "processes"},
    "comparison": {"baselines", "config", "inference", "network", "readable", "runs"},
    "serving": {"arguments", "config", "data", "errors", "inference", "readable", "runs", "version"},
    "explanation": {"config", "data", "errors", "inference", "network", "readable"},
    "diagnosis": {"baselines", "config", "data", "explanation", "inference", "network"},
    "loggers": {"config", "errors", "runs"},
    "readable": set(),
    "reporting": {
        "baselines",
        "comparison",
        "config",
        "data",
        "errors",
        "inference",
        "network",
        "readable",
        "runs",
        "version",
    },
    "browser": {
        "config",
        "data",
        "explanation",
        "inference",
        "network",
        "readable",
        "reporting",
        "runs",
        "version",
        "processes",
    },
    "keras_script": {"config", "data", "errors", "network", "python_code", "shell_words"},
    "training": {"config", "data", "errors", "export_formats", "inference", "network", "runs", "processes"},
    "starters": {"config", "data", "errors", "readable"},
    "workflows": _BELOW_WORKFLOWS,
    # The package itself offers the workflows, each loaded when it is first used.
    "cli": (_BELOW_WORKFLOWS | {"workflows", "__init__"}) - {"training"},
    "__init__": {"version", "workflows", "processes"},
    "__main__": {"cli"},
}
HEAVY = ("tensorflow", "keras", "sklearn", "matplotlib")
# What a room cannot do without.
NEEDED = {"reporting": ("matplotlib",)}
MODULES = {
    ".".join(("mlpcli", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}


def room(module: str) -> str:
    """`config` for mlpcli.config.load; the package itself is `__init__`."""
    return (*module.split("."), "__init__")[1]


# All at once, because there are hundreds of modules: a failure names the module.
ROOMS = {name: [module for module in MODULES if room(module) == name] for name in sorted(map(room, MODULES))}


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def imports(module: str, whole: bool = True) -> Iterator[str]:
    """The modules that `module` imports, anywhere or only when it is imported itself.

    Imports for type checkers alone do not count: nothing is imported.
    """
    for node in _nodes(tree(module), whole):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: relative import"
            base = node.module or ""
            for alias in node.names:
                yield f"{base}.{alias.name}" if f"{base}.{alias.name}" in MODULES else base


def _nodes(tree: ast.AST, whole: bool) -> Iterator[ast.AST]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        if not whole and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        yield node
        yield from _nodes(node, whole)


def top_level(module: str) -> set[str]:
    """The packages that `module` imports from, `numpy` for numpy.typing."""
    return {name.split(".")[0] for name in imports(module)}


def calls(module: str) -> Iterator[str]:
    """What `module` calls by a plain name."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id


def chains(module: str) -> Iterator[str]:
    """What `module` reaches for by names with dots between them: `start.place.epoch`."""
    for node in ast.walk(tree(module)):
        base = node
        while isinstance(base, ast.Attribute):
            base = base.value
        if isinstance(node, ast.Attribute) and isinstance(base, ast.Name):
            yield ast.unparse(node)


def test_every_room_is_in_the_table() -> None:
    assert {room(module) for module in MODULES} <= set(MAY_IMPORT)


@pytest.mark.parametrize("name", ROOMS)
def test_rooms_import_only_what_lies_below(name: str) -> None:
    own = {
        module: {room(one) for one in imports(module) if one.split(".")[0] == "mlpcli"}
        for module in ROOMS[name]
    }
    assert {module: found for module, found in own.items() if found - {name} - MAY_IMPORT[name]} == {}


@pytest.mark.parametrize("name", sorted(ROOMS.keys() - {"training"}))
def test_only_training_names_tensorflow(name: str) -> None:
    assert [module for module in ROOMS[name] if {"tensorflow", "keras", "tf_keras"} & top_level(module)] == []


@pytest.mark.parametrize("name", sorted(ROOMS.keys() - {"reporting"}))
def test_only_the_page_draws_with_matplotlib(name: str) -> None:
    assert [module for module in ROOMS[name] if "matplotlib" in top_level(module)] == []


def test_only_the_server_itself_is_made_of_uvicorn() -> None:
    found = {module for module in MODULES if {"uvicorn", "httptools", "uvloop"} & top_level(module)}
    assert found == {"mlpcli.serving.connections", "mlpcli.serving.server"}


@pytest.mark.parametrize("name", sorted(ROOMS.keys() - {"cli"}))
def test_only_the_command_line_prints(name: str) -> None:
    assert [module for module in ROOMS[name] if "print" in calls(module)] == []


@pytest.mark.parametrize("name", ROOMS)
def test_nothing_is_reached_over_more_than_three_dots(name: str) -> None:
    found = {module: [chain for chain in chains(module) if chain.count(".") > 3] for module in ROOMS[name]}
    assert {module: far for module, far in found.items() if far} == {}


def test_a_run_is_identified_where_it_begins_and_where_it_is_opened() -> None:
    # Everywhere else its identity is handed on: computed anew it could be another.
    found = {module for module in MODULES if "identity_of" in calls(module)}
    assert found == {"mlpcli.workflows.training.preparation", "mlpcli.workflows.run.open_run"}


def test_no_module_imports_itself_in_a_circle() -> None:
    # Raises CycleError, which names the circle.
    tuple(TopologicalSorter({module: set(imports(module, whole=False)) for module in MODULES}).static_order())


# A process for each room that needs a heavy library, and one for all that need none.
_STARTED = [{name} for name in NEEDED] + [ROOMS.keys() - NEEDED.keys() - {"training"}]


@pytest.mark.parametrize("names", _STARTED, ids=[*NEEDED, "others"])
def test_rooms_start_without_tensorflow(names: set[str]) -> None:
    needed = {library for name in names for library in NEEDED.get(name, ())}
    lines = ["import sys", f"heavy = set({HEAVY}) - set({sorted(needed)})"]
    for module in MODULES:
        if room(module) in names and module != "mlpcli.__main__":
            lines += [f"import {module}", f"if heavy & set(sys.modules): sys.exit('{module}')"]
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)],
        capture_output=True,
        text=True,
        cwd=PACKAGE.parent,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_help_pays_for_nothing_that_reads_runs() -> None:
    paid = {"mlpcli.runs.folder", "hashlib", "pydantic", "numpy"}
    lines = f"import sys, mlpcli.cli.app; print(*(set(sys.modules) & {paid}))"
    done = subprocess.run(
        [sys.executable, "-c", lines], capture_output=True, text=True, check=True, cwd=PACKAGE.parent
    )
    assert done.stdout.split() == []
