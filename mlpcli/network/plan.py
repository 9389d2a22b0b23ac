"""The plan: everything that is known about a training run before TensorFlow is imported."""

from dataclasses import dataclass

from mlpcli.config.config import Config
from mlpcli.config.dataset_facts import DataFacts
from mlpcli.config.messages.finding import Finding
from mlpcli.config.metrics import figure_of
from mlpcli.config.training import MONITORING, Mode
from mlpcli.config.types.with_arguments import name_of
from mlpcli.network.class_weights import by_class
from mlpcli.network.config_checks import contradicted_modes, disagreements, holds_back, notices, reported
from mlpcli.network.ensemble_checks import ensemble_misfits
from mlpcli.network.loss_and_metrics import METRICS, Objective, choose, numbers_taken_as_classes
from mlpcli.network.stack import BrokenStack, Stack, walk_through
from mlpcli.network.table_columns import with_columns
from mlpcli.network.trainable_weights import nothing_learns


@dataclass(frozen=True)
class Plan:
    """The data's facts, the stack, the objective, and notices for the user."""

    facts: DataFacts
    stack: Stack
    objective: Objective
    notices: tuple[Finding, ...]


def make_plan(config: Config, facts: DataFacts) -> Plan:
    """Check the config against the data's facts. Raises BrokenStack with everything that does not fit."""
    config = with_columns(config, facts)
    if numbers := numbers_taken_as_classes(config, facts):
        raise BrokenStack([numbers])
    stack = walk_through(config.layers, facts.shape)
    if misfits := list(ensemble_misfits(config.layers, facts)):
        raise BrokenStack(misfits)
    objective, findings = choose(config.layers, stack.output_shape, config.training, facts)
    if objective:
        findings.extend(disagreements(config, facts, reported(config, objective.metrics)))
    # Skipped after other findings, to avoid conflicting advice about the last activation.
    if config.training.epochs and not findings:
        findings.extend(nothing_learns(config.layers, stack))
    if findings or objective is None:
        raise BrokenStack(findings)
    known = {name: better(name, objective) for name in reported(config, objective.metrics)}
    found = (*notices(config, stack), *contradicted_modes(config.training, known))
    return Plan(facts, stack, objective, found)


def resolve(config: Config, plan: Plan) -> Config:
    """The config with every `auto` resolved, so that it fully describes how to repeat the training run."""
    config = with_columns(config, plan.facts)
    training = config.training
    monitored = {}
    for section in MONITORING:
        if monitoring := getattr(training, section):
            name = monitoring.monitor
            if name == "auto":
                name = "val_loss" if holds_back(config) else "loss"
            mode = better(name, plan.objective) if monitoring.mode == "auto" else monitoring.mode
            monitored[section] = monitoring.model_copy(update={"monitor": name, "mode": mode})
    found: dict[str, object] = {"loss": plan.objective.loss, "metrics": plan.objective.metrics}
    if training.class_weight and training.class_weight != "balanced":
        found["class_weight"] = by_class(training.class_weight, plan.facts.classes)
    return config.model_copy(update={"training": training.model_copy(update={**found, **monitored})})


def better(figure: str, objective: Objective) -> Mode:
    """Whether less (`min`) or more (`max`) of a figure is better."""
    name = figure.removeprefix("val_")
    kinds = {figure_of(metric): name_of(metric) for metric in objective.metrics}
    return "min" if name == "loss" else METRICS[kinds[name]][0]
