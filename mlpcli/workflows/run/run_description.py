"""What a run says of its network: model.json."""

from collections.abc import Iterator

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.inference import model_description
from mlpcli.inference.model_description import ModelDescription
from mlpcli.runs.folder import RunFolder
from mlpcli.runs.record import RunRecord
from mlpcli.runs.untrusted_files import broken


def read_description(folder: RunFolder, record: RunRecord) -> ModelDescription:
    """The content of a run's model.json.

    Raises RunError if it is broken, belongs to another run, or contradicts the run's record, whose task
    and output shape fit the loss. Every command that reads a run calls this.
    """
    described = model_description.read(folder.model, record.dataset)
    if described.key != record.key:
        raise broken(folder.model, "belongs to another run")
    for key in _disagreements(described.facts, record):
        raise broken(folder.model, f"and {folder.record.name} disagree: facts: {key}")
    return described


def _disagreements(facts: DataFacts, record: RunRecord) -> Iterator[str]:
    """The keys of `facts` that contradict the network of `record`."""
    if facts.name != record.dataset:
        yield "name"
    if facts.shape != record.input_shape:
        yield "shape"
    if facts.task != record.task:
        yield "task"
    if record.output_shape not in _possible_outputs(facts):
        yield "targets" if facts.task == "regression" else "classes"


def _possible_outputs(facts: DataFacts) -> set[tuple[int, ...]]:
    if facts.task == "regression":
        return {(facts.targets,)}
    return {(len(facts.classes),)} | ({(1,)} if facts.task == "binary" else set())
