"""All that a page is made of, as it was read or is in memory after a training."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mlpcli.config.config import Config
from mlpcli.config.dataset_facts import DataFacts
from mlpcli.data.preprocessing import Preprocessing
from mlpcli.inference.prediction import Predictor
from mlpcli.inference.prediction_records import value_names
from mlpcli.network.plan import Plan
from mlpcli.reporting.facts.absent import Absent
from mlpcli.reporting.facts.answered_rows import MOST_ROWS, AnsweredRows
from mlpcli.reporting.facts.evaluations import EvaluatedSplit
from mlpcli.reporting.plane_evidence import PlaneEvidence
from mlpcli.runs.record import RunRecord


@dataclass(frozen=True)
class AnsweringNetwork:
    """A network that answers rows: what a row costs, in multiply-adds of LiteRT, and for how many rows there
    is time at `most`."""

    predictor: Predictor
    cost: int
    most: int = MOST_ROWS


@dataclass(frozen=True)
class Finding:
    """Something that went wrong, in one sentence with numbers: what else was `seen`, how it comes about, what
    to try, and the `lines` to type for it."""

    headline: str
    seen: Sequence[str]
    why: str
    advice: str
    lines: Sequence[str]


@dataclass(frozen=True)
class Evidence:
    """A run: its `record`, its resolved `config`, its `plan` and its `preprocessing`.

    `epochs` are the rows of metrics.csv, empty before the first epoch. `rows` are those of the test split, or
    of another if there is none, with probabilities of classes, and `network` answers changed ones.
    `given` are the lines of the config as it was given, and `resolved` those of the resolved one. `commands`
    are what to type, each with a comment. `drawing` is the network as an SVG element, empty without one.
    `plane` is None unless rows are two numbers. `findings` are what may have gone wrong, the worst first.
    `undrawn` says why the drawing has no weights, None if it has all there are.
    """

    record: RunRecord
    config: Config
    plan: Plan
    preprocessing: Preprocessing
    epochs: Sequence[Mapping[str, float]] | Absent
    evaluations: Mapping[str, EvaluatedSplit] | Absent
    rows: AnsweredRows | Absent
    network: AnsweringNetwork | Absent
    given: Sequence[str] | Absent
    resolved: Sequence[str]
    commands: Sequence[tuple[str, str]] = field(default=())
    drawing: str = ""
    plane: PlaneEvidence | Absent | None = None
    undrawn: Absent | None = None
    findings: Sequence[Finding] = ()

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of the classes, empty for a regression."""
        return self.plan.facts.classes

    @property
    def target_names(self) -> tuple[str, ...]:
        """As `names_of_targets`."""
        return names_of_targets(self.plan.facts, self.preprocessing)


def names_of_targets(facts: DataFacts, prepared: Preprocessing) -> tuple[str, ...]:
    """The names of the numbers to predict, as predictions have them where the data names none; for forecasts
    one for each step ahead."""
    if prepared.series and prepared.series.steps > 1:
        steps = range(1, prepared.series.steps + 1)
        return tuple(f"{name} +{step}" for step in steps for name in prepared.series.targets)
    named = prepared.series or prepared.table
    if named and len(named.targets) == facts.targets:
        return named.targets
    return ("target",) if facts.targets == 1 else value_names(facts.targets)
