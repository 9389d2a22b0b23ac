"""Keys of other tools that are about the optimizer, wherever they stand."""

from collections.abc import Iterator, Mapping
from typing import Any

from mlpcli.config.messages.finding import Finding, Fix
from mlpcli.config.messages.known_keys import keys_of, owners_of
from mlpcli.config.optimizers import ONE_OPTIMIZER, OPTIMIZERS
from mlpcli.config.training import Training
from mlpcli.config.translation.class_forms import class_forms
from mlpcli.config.translation.classes import argument_named, class_named, snake_case, with_arguments
from mlpcli.config.translation.falling_rates import FIRST_RATE, falling_rate
from mlpcli.config.translation.keras_calls import call_in
from mlpcli.config.translation.mappings import as_class
from mlpcli.config.translation.misplaced import OF_ALL, OF_TRAINING, take_out
from mlpcli.config.translation.pytorch import lost_of
from mlpcli.config.translation.scripts.former_keras import former_decay
from mlpcli.config.translation.scripts.schedules import SCHEDULES
from mlpcli.config.yaml.edits import Put, Remove
from mlpcli.config.yaml.nodes import KeyPath, MappingNode, Plain, plain_at, to_plain
from mlpcli.config.yaml.notation import one_line

RATES = frozenset({"lr", "learning_rate", "learning_rate_init", "step_size", "lr0", "eta", "eta0"})
_NAMES = ("solver", "optim", "opt", "optimiser", "optimizer_name", "optimizer_type")
ALL_NAMES = ("optimizer", *_NAMES)
CLIPPING = frozenset(
    {
        "gradient_clip_val",
        "gradient_clip",
        "gradient_clipping",
        "gradient_clip_norm",
        "grad_clip_norm",
        "grad_norm_clip",
        "grad_clip",
        "max_grad_norm",
        "clip_grad_norm",
        "clip_grad",
    }
)
# What a rate that changes begins with, in a mapping of its own.
_OF_SCHEDULES = ("initial_lr", "initial_learning_rate", "base_lr")
_FIRST_RATES = frozenset({*RATES, *_OF_SCHEDULES, "initial", "init", "start", "base", "value", "max"})
_OF_SGD = frozenset({"momentum", "nesterov"})
SCHEDULERS = frozenset({"scheduler", "lr_scheduler", "lr_schedule", "schedule", "sched"})
COUPLED = ", without its coupling to the gradients"
"""What is said of a decay that is apart from the gradients here, and not where it comes from."""
BEGINS_SCHEDULE = "the schedule of the optimizer begins with it"
"""Why a rate is taken out that is not lost."""


def rate(path: KeyPath, key: str, value: Any, document: Plain) -> Fix | None:
    """A learning rate that stands beside the optimizer."""
    if key not in RATES or path[:-1] not in OF_ALL:
        return None
    name = optimizer_in(document)
    if name is None:
        return Fix("remove it, or write it below the optimizer", (Remove(path),))
    if _has_schedule(document):
        return Fix(f"remove it: {BEGINS_SCHEDULE}", (take_out(path, document),))
    first, others = first_rate(value)
    value = value if first is None else first
    without = f", without {', '.join(others)}" if others else ""
    return Fix(
        f"write it below the optimizer: optimizer: {{{name}: {{learning_rate: {one_line(value)}}}}}{without}",
        (take_out(path, document), Put(("optimizer", name, "learning_rate"), value)),
    )


def first_rate(value: Any) -> tuple[Plain, list[str]]:
    """The rate that `{initial: 0.1, decay: 0.9}` begins with, and what else is in it; None without one."""
    if not isinstance(value, dict):
        return None, []
    first = next((key for key in value if snake_case(key) in _FIRST_RATES), "")
    if type(value.get(first)) not in (int, float):
        return None, []
    return value[first], [f"{key}: {one_line(item)}" for key, item in value.items() if key != first]


def _has_schedule(document: Plain) -> bool:
    """Whether a schedule that is known stands beside the optimizer."""
    if falling_rate(document) is not None:
        return True
    found = (plain_at(document, (*place, one)) for place in OF_TRAINING for one in SCHEDULERS)
    return any(schedule_named(one)[0] in SCHEDULES for one in found if one is not None)


def schedule_named(value: Any) -> tuple[str, Mapping[str, Any]]:
    """A schedule by its name, with its arguments; empty for anything else."""
    if isinstance(value, str):
        return value, {}
    if not isinstance(value, dict):
        return "", {}
    if form := next(class_forms(value), None):
        return form.name, form.named
    below = next(iter(value.values())) if len(value) == 1 else None
    return (next(iter(value)), below or {}) if isinstance(below, dict | None) and value else ("", {})


def clipping(path: KeyPath, key: str, value: Any, document: Plain) -> Fix | None:
    """The largest norm of all gradients together, as Lightning and others have it beside the optimizer."""
    name = optimizer_in(document)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if key not in CLIPPING or path[:-1] not in OF_TRAINING or name is None or not is_number:
        return None
    return Fix(
        f"write it below the optimizer: optimizer: {{{name}: {{global_clipnorm: {one_line(value)}}}}}",
        (take_out(path, document), Put(("optimizer", name, "global_clipnorm"), value)),
    )


def argument(path: KeyPath, key: str, value: Any, document: Plain) -> Fix | None:
    """Another argument of the optimizer that stands beside it: `momentum: 0.9`."""
    name = optimizer_in(document)
    if path[:-1] not in OF_TRAINING or name is None:
        return None
    meant = _momentum(name) if _is_momentum(key, document) else argument_named(key, keys_of((name,)))
    if argument_named(key, list(Training.model_fields)) != key:
        return None
    if meant not in keys_of((name,)):
        owners = owners_of(key, name)
        why = f"{key} belongs to {', '.join(owners)}, not to {name}"
        return Fix(f"remove it: {why}", (take_out(path, document),)) if owners else None
    coupled = COUPLED if _is_coupled(meant, name, document) else ""
    given: dict[str, Plain] = {meant: value}
    if name == "SGD" and _is_momentum(key, document) and value:
        given["nesterov"] = True
    return Fix(
        f"write it below the optimizer: optimizer: {{{name}: {one_line(given)}}}{coupled}",
        (take_out(path, document), *(Put(("optimizer", name, one), item) for one, item in given.items())),
    )


def _momentum(name: str) -> str:
    """What Ultralytics gives its momentum to, also where it is the first beta."""
    return "momentum" if "momentum" in keys_of((name,)) else "beta_1"


def _is_momentum(key: str, document: Plain) -> bool:
    """Whether a key is Ultralytics' momentum, which is Nesterov's for SGD."""
    return key == "momentum" and any(_of_ultralytics(document))


def _of_ultralytics(document: Plain) -> Iterator[dict[str, Plain]]:
    """The sections that have a rate as Ultralytics calls it."""
    for section in (plain_at(document, place) for place in OF_TRAINING):
        if isinstance(section, dict) and FIRST_RATE in section:
            yield section


def _is_coupled(key: str, name: str, document: Plain) -> bool:
    """Whether a decay is Ultralytics', which adds it to the gradients for most optimizers: apart, here."""
    return any(key in lost_of(name, section) for section in _of_ultralytics(document))


def solver(path: KeyPath, key: str, value: Any, document: Plain) -> Fix | None:
    """The optimizer by another key, or below `training`: `solver: sgd`."""
    is_other = key in _NAMES and path[:-1] in OF_TRAINING
    if not is_other and (key != "optimizer" or path[:-1] != ("training",)):
        return None
    if plain_at(document, ("optimizer",)) is not None:
        return Fix("remove it: optimizer is there already", (take_out(path, document),))
    meant = optimizer_meant(value)
    if meant is None and not is_other:
        return None
    if meant is None:
        return Fix("remove it: there is no such optimizer here; Adam is the default", (Remove(path),))
    name = next(iter(meant)) if isinstance(meant, dict) else str(meant)
    below = meant[name] if isinstance(meant, dict) else {}
    # What stands beside it is told to go below it, in any order.
    arguments = {**_beside(document, name), **(below if isinstance(below, dict) else {})}
    whole: Plain = {name: arguments} if arguments else name
    where = "" if is_other else "it at the left margin, next to data: and layers: "
    return Fix(
        f"write {where}optimizer: {one_line(whole)}", (take_out(path, document), Put(("optimizer",), whole))
    )


def decay(path: KeyPath, key: str, value: Any, document: Plain) -> Fix | None:
    """Keras's former `decay`, beside the rate that it lowers."""
    if key != "decay" or len(path) != 3 or path[0] != "optimizer" or type(value) not in (int, float):
        return None
    if value == 0:
        return Fix("remove it: without it, the rate stays as it is", (Remove(path),))
    given = plain_at(document, path[:-1])
    schedule = former_decay(str(path[1]), given if isinstance(given, dict) else {}, value)
    if schedule is None:
        return Fix("remove it: learning_rate has a schedule", (Remove(path),))
    edits = (Remove(path), Put((*path[:-1], "learning_rate"), schedule))
    return Fix(f"write a schedule: learning_rate: {one_line(schedule)}", edits)


def betas(path: KeyPath, key: str, value: Any, document: Plain) -> Fix | None:
    """PyTorch's two betas in one."""
    if key != "betas" or len(path) != 3 or not isinstance(value, list) or len(value) != 2:
        return None
    text = f"write beta_1: {one_line(value[0])} and beta_2: {one_line(value[1])}"
    puts = (Put((*path[:-1], f"beta_{place}"), one) for place, one in enumerate(value, start=1))
    return Fix(text, (Remove(path), *puts))


def optimizer_meant(value: Any) -> Plain:
    """An optimizer by name, as a class with arguments, or as a call; None if it is not one."""
    if isinstance(value, str):
        return call_in(value, "optimizer") or class_named(value, "optimizer") or None
    if isinstance(value, dict) and len(value) == 1 and class_named(next(iter(value)), "optimizer"):
        ((name, below),) = value.items()
        arguments = below if isinstance(below, dict) else {}
        return with_arguments(class_named(name, "optimizer"), (), arguments)
    return as_class("optimizer", value) if isinstance(value, dict) else None


def foreign_optimizer(document: MappingNode) -> Iterator[Finding]:
    """An optimizer whose class stands below a key: told before what is about it, which needs its name."""
    value = plain_at(to_plain(document), ("optimizer",))
    form = next(class_forms(value), None) if isinstance(value, dict) else None
    meant = optimizer_meant(value) if form else None
    if not form or meant is None:
        return
    name, below = next(iter(meant.items())) if isinstance(meant, dict) else (str(meant), {})
    lost = lost_of(name, below) if form.of_pytorch and isinstance(below, dict) else []
    coupled = COUPLED if "weight_decay" in lost else ""
    message = f"found the keys {', '.join(value)} side by side, expected one optimizer"
    if len(value) == 1:
        message = f"there is no optimizer called {form.key}"
    yield Finding(
        ("optimizer",),
        message,
        Fix(f"write optimizer: {one_line(meant)}{coupled}", (Put(("optimizer",), meant),)),
    )


def optimizer_in(document: Plain) -> str | None:
    """The optimizer of a config, by whatever key; the usual one without one, None if it is not known."""
    value = _written(document)
    value = _usual(document) if value is None else value
    name = next(iter(value)) if isinstance(value, dict) and len(value) == 1 else value
    return name if isinstance(name, str) and ONE_OPTIMIZER.other_names.get(name, name) in OPTIMIZERS else None


def _written(document: Plain) -> Plain:
    """The optimizer that is written by whatever key; None if there is none."""
    value: Plain = plain_at(document, ("optimizer",))
    if value is not None:
        return value
    others = (item for place in OF_TRAINING for key, item in _keys_in(document, place) if key in ALL_NAMES)
    return next((found for found in map(optimizer_meant, others) if found is not None), None)


def beside_schedule(document: Plain) -> dict[str, Plain] | None:
    """The optimizer with all its arguments, whose rate a schedule changes; None if it is not known."""
    name = optimizer_in(document)
    if name is None:
        return None
    rates = [plain_at(document, (*place, key)) for place in OF_ALL for key in sorted(RATES)]
    written = optimizer_meant(_written(document))
    own = written[name] if isinstance(written, dict) and isinstance(written.get(name), dict) else {}
    kept = {key: item for key, item in own.items() if key not in SCHEDULERS} if isinstance(own, dict) else {}
    given = next(({"learning_rate": one} for one in rates if type(one) in (int, float)), {})
    return {name: {**kept, **_beside(document, name), **given}}


def _usual(document: Plain) -> str:
    """The optimizer that is meant if none is named: Adam, or SGD if something is said of its momentum."""
    keys = {key for place in OF_TRAINING for key, _ in _keys_in(document, place)}
    return "Adam" if _OF_SGD.isdisjoint(keys) else "SGD"


def _keys_in(document: Plain, place: KeyPath) -> list[tuple[str, Any]]:
    """The keys of a section in the letters of those here, with their values."""
    section = plain_at(document, place)
    return [(snake_case(key), item) for key, item in section.items()] if isinstance(section, dict) else []


def _beside(document: Plain, name: str) -> dict[str, Plain]:
    """The arguments of an optimizer that stand in the places for which it is told to go below it."""
    found: dict[str, Plain] = {}
    for place in OF_TRAINING:
        for key, value in _keys_in(document, place):
            rules = (rule((*place, key), key, value, document) for rule in (rate, argument, clipping))
            fix = next(filter(None, rules), None)
            found |= {
                str(edit.path[-1]): edit.value
                for edit in (fix.edits if fix else ())
                if isinstance(edit, Put) and edit.path[:-1] == ("optimizer", name)
            }
    return found
