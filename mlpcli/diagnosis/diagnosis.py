"""What a diagnosis says."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["severe", "moderate", "answer"]
"""`severe`: the network is of little use, or its score is wrong; `moderate`: it could be better; `answer`:
nothing is wrong, but it is often asked about."""
SEVERITIES: tuple[Severity, ...] = ("severe", "moderate", "answer")


@dataclass(frozen=True)
class Diagnosis:
    """An illness of a training.

    `headline` is one sentence with numbers, `evidence` what else was seen, `why` how it comes about, and
    `advice` what to try. `changes` are the `KEY=VALUE` of `--set` that do it, to the run's resolved config;
    none if no setting helps. `resume_to` is the number of
    epochs to which the same run could go on instead; `is_of_data` says that the data is to be looked at.
    """

    name: str
    severity: Severity
    headline: str
    evidence: tuple[str, ...]
    why: str
    advice: str
    changes: tuple[str, ...] = ()
    resume_to: int | None = None
    is_of_data: bool = False


@dataclass(frozen=True)
class NotLookedAt:
    """What could not be examined, and why not."""

    what: str
    reason: str
