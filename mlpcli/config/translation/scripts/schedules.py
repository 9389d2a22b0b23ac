"""PyTorch's schedules of the learning rate, as those of a config: by epoch, or by batch if they step so.

A schedule that cannot be read leaves the rate as it is, and is named.
"""

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from mlpcli.config.optimizers import OPTIMIZERS
from mlpcli.config.translation.classes import Unreadable
from mlpcli.config.translation.keras_calls import value_of
from mlpcli.config.translation.pasted_code import arguments_by_name, last_name
from mlpcli.config.translation.scripts.calls import BATCH
from mlpcli.config.translation.scripts.counts import count_in
from mlpcli.config.translation.scripts.steps import in_epochs, steps_of
from mlpcli.config.translation.scripts.values import Pace, Reading, Scope, Unread, unread
from mlpcli.config.yaml.nodes import Plain

_ORDERS: Mapping[str, tuple[str, ...]] = {
    "StepLR": ("", "step_size", "gamma"),
    "MultiStepLR": ("", "milestones", "gamma"),
    "ExponentialLR": ("", "gamma"),
    "LinearLR": ("", "start_factor", "end_factor", "total_iters"),
    "PolynomialLR": ("", "total_iters", "power"),
    "CosineAnnealingLR": ("", "T_max", "eta_min"),
    "CosineAnnealingWarmRestarts": ("", "T_0", "T_mult", "eta_min"),
    "OneCycleLR": (
        *("", "max_lr", "total_steps", "epochs", "steps_per_epoch", "pct_start", "anneal_strategy"),
        *("cycle_momentum", "base_momentum", "max_momentum", "div_factor", "final_div_factor", "three_phase"),
    ),
}
# Where it goes on from, and what is printed.
_SILENT = frozenset({"", "optimizer", "last_epoch", "verbose", "base_momentum", "max_momentum"})
SCHEDULES = frozenset(_ORDERS)
"""The schedules that are read."""


def add_schedule(reading: Reading, call: ast.Call, scope: Scope) -> None:
    """Give the optimizer the schedule that a call makes, or name it."""
    if last_name(call.func) not in _ORDERS:
        return
    optimizer = reading.settings.get("optimizer")
    try:
        name, arguments = named_optimizer(optimizer)
        schedule = _Schedule(call, scope, _rate(name, arguments), reading)
        rate, missing = _RULES[last_name(call.func)](schedule), schedule.unread()
        if last_name(call.func) == "CosineAnnealingLR" and isinstance(steps := schedule.steps("T_max"), str):
            said = Unread(f"the rise of the rate after {steps}", call.lineno)
            reading.fall = float(steps.split()[0]), said
    except (Unreadable, ValueError, ArithmeticError):
        reading.notes.append(unread(call))
        return
    reading.settings["optimizer"] = {name: {**arguments, "learning_rate": rate}}
    reading.notes += [*missing, *_without_counterpart(call)]


def _without_counterpart(call: ast.Call) -> Iterator[Unread]:
    """What a schedule that is read does besides: OneCycleLR rises along a cosine, and cycles the momentum."""
    if last_name(call.func) != "OneCycleLR":
        return
    yield Unread("the rise along a cosine, here along a line", call.lineno)
    cycles = next((one.value for one in call.keywords if one.arg == "cycle_momentum"), None)
    if not isinstance(cycles, ast.Constant) or cycles.value is not False:
        yield Unread("the momentum that OneCycleLR cycles", call.lineno)


def named_optimizer(optimizer: object) -> tuple[str, dict[str, Plain]]:
    """The name of an optimizer and its arguments. Raises Unreadable for anything else."""
    if isinstance(optimizer, str):
        return optimizer, {}
    if not isinstance(optimizer, dict) or len(optimizer) != 1:
        raise Unreadable
    ((name, arguments),) = optimizer.items()
    return name, dict(arguments or {})


def _rate(name: str, arguments: Mapping[str, Plain]) -> float:
    default = OPTIMIZERS[name].model_fields["learning_rate"].default if name in OPTIMIZERS else None
    rate = arguments.get("learning_rate", default)
    if not isinstance(rate, int | float) or isinstance(rate, bool):
        raise Unreadable
    return rate


@dataclass(frozen=True)
class _Schedule:
    """A call that makes a schedule for an optimizer that has the rate `rate`."""

    call: ast.Call
    scope: Scope
    rate: float
    reading: Reading

    @property
    def pace(self) -> Pace:
        return self.reading.pace

    def given(self) -> dict[str, ast.expr]:
        """The arguments by their names."""
        return arguments_by_name(self.call, _ORDERS[last_name(self.call.func)])

    def number(self, name: str, default: float | None = None) -> float:
        """A number that is given. Raises Unreadable for anything else."""
        node = self.given().get(name)
        value = value_of(node, self.scope.plain) if node else default
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise Unreadable
        return value

    def steps(self, name: str) -> Plain:
        """A number of steps, or of epochs if each is a step. Raises Unreadable for none."""
        if self.pace.is_by_batch and (counted := self.counted(name)):
            return _times(counted, self.pace.every)
        number = self.number(name)
        if number < 1 or number != int(number):
            raise Unreadable
        return self.after(int(number))

    def counted(self, name: str) -> int | str | None:
        """A number of batches, or of epochs, that is counted from the rows; None for any other."""
        node = self.given().get(name)
        count = count_in(node, self.scope) if node else None
        batch = self.reading.others[BATCH].value if BATCH in self.reading.others else None
        return steps_of(count.text, self.reading, batch) if count else None

    def after(self, number: int) -> Plain:
        """So many steps of the schedule, as batches or as epochs."""
        number *= self.pace.every
        return number if self.pace.is_by_batch else in_epochs(number)

    def unread(self) -> list[Unread]:
        """The arguments that have no counterpart."""
        known = {*_ORDERS[last_name(self.call.func)], *_SILENT}
        return [
            Unread(f"{name}={unread(node, is_layer=False).text}", self.call.lineno)
            for name, node in self.given().items()
            if name not in known
        ]


def _times(steps: int | str, factor: float) -> Plain:
    """So many times as many steps, or epochs."""
    if isinstance(steps, str):
        return in_epochs(float(steps.split()[0]) * factor)
    return int(steps * factor)


def tidy(number: float) -> float:
    """A number without what arithmetic adds to its last digits."""
    return float(f"{number:.6g}")


def _decay(schedule: _Schedule, steps: Plain, rate: float) -> Plain:
    start = {"initial_learning_rate": schedule.rate, "decay_steps": steps, "decay_rate": rate}
    return {"ExponentialDecay": {**start, "staircase": True}}


def _step(schedule: _Schedule) -> Plain:
    return _decay(schedule, schedule.steps("step_size"), schedule.number("gamma", 0.1))


def _exponential(schedule: _Schedule) -> Plain:
    return _decay(schedule, schedule.after(1), schedule.number("gamma"))


def _multi_step(schedule: _Schedule) -> Plain:
    node = schedule.given().get("milestones")
    each = value_of(node, schedule.scope.plain) if node else None
    places = [one for one in each if type(one) is int and one > 0] if isinstance(each, list) else []
    if schedule.pace.is_by_batch or not places or places != each:
        raise Unreadable
    rate, gamma = schedule.rate, schedule.number("gamma", 0.1)
    rates: dict[str, Plain] = {"epoch 1": rate}
    for count, place in enumerate(sorted(set(places)), start=1):
        rates[f"epoch {place * schedule.pace.every + 1}"] = tidy(rate * gamma**count)
    return rates


def _linear(schedule: _Schedule) -> Plain:
    first, last = schedule.number("start_factor", 1 / 3), schedule.number("end_factor", 1)
    steps = schedule.steps("total_iters") if "total_iters" in schedule.given() else _few(schedule)
    return _polynomial_of(schedule, first, last, steps, 1)


def _polynomial(schedule: _Schedule) -> Plain:
    steps = schedule.steps("total_iters") if "total_iters" in schedule.given() else _few(schedule)
    return _polynomial_of(schedule, 1, 0, steps, schedule.number("power", 1))


def _few(schedule: _Schedule) -> Plain:
    """The steps of both that PyTorch takes without being told."""
    return schedule.after(5)


def _polynomial_of(schedule: _Schedule, first: float, last: float, steps: Plain, power: float) -> Plain:
    start: dict[str, Plain] = {"initial_learning_rate": tidy(schedule.rate * first), "decay_steps": steps}
    end: dict[str, Plain] = {"end_learning_rate": tidy(schedule.rate * last)}
    return {"PolynomialDecay": {**start, **end, **({} if power == 1 else {"power": power})}}


def _share(schedule: _Schedule) -> dict[str, Plain]:
    """The rate at the end, as the share of the first one that a cosine ends at."""
    least = schedule.number("eta_min", 0)
    return {"alpha": tidy(least / schedule.rate)} if least else {}


def _cosine(schedule: _Schedule) -> Plain:
    start: dict[str, Plain] = {"initial_learning_rate": schedule.rate, "decay_steps": schedule.steps("T_max")}
    return {"CosineDecay": {**start, **_share(schedule)}}


def _restarts(schedule: _Schedule) -> Plain:
    start: dict[str, Plain] = {
        "initial_learning_rate": schedule.rate,
        "first_decay_steps": schedule.steps("T_0"),
        "t_mul": schedule.number("T_mult", 1),
    }
    return {"CosineDecayRestarts": {**start, **_share(schedule)}}


def _one_cycle(schedule: _Schedule) -> Plain:
    """A rise of the rate, here along a line, and half a cosine down."""
    given = schedule.given()
    strategy = given.get("anneal_strategy")
    if "three_phase" in given or (strategy and ast.unparse(strategy) != "'cos'"):
        raise Unreadable
    highest, share = schedule.number("max_lr"), schedule.number("pct_start", 0.3)
    first = highest / schedule.number("div_factor", 25)
    whole = _whole(schedule)
    return {
        "CosineDecay": {
            "initial_learning_rate": tidy(first),
            "warmup_target": highest,
            "warmup_steps": _part(whole, share),
            "decay_steps": _part(whole, 1 - share),
            "alpha": tidy(first / schedule.number("final_div_factor", 10_000) / highest),
        }
    }


def _whole(schedule: _Schedule) -> Plain:
    """The steps of a whole cycle."""
    if "total_steps" in schedule.given():
        return schedule.steps("total_steps")
    epochs = schedule.number("epochs")
    if counted := schedule.counted("steps_per_epoch"):
        return _times(counted, epochs * schedule.pace.every)
    return int(epochs * schedule.number("steps_per_epoch")) * schedule.pace.every


def _part(whole: Plain, share: float) -> Plain:
    if isinstance(whole, str):
        return in_epochs(float(whole.split()[0]) * share)
    return max(1, round(whole * share)) if isinstance(whole, int) else whole


_RULES: Mapping[str, Callable[[_Schedule], Plain]] = {
    "StepLR": _step,
    "MultiStepLR": _multi_step,
    "ExponentialLR": _exponential,
    "LinearLR": _linear,
    "PolynomialLR": _polynomial,
    "CosineAnnealingLR": _cosine,
    "CosineAnnealingWarmRestarts": _restarts,
    "OneCycleLR": _one_cycle,
}
