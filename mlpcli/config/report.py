"""The `report` section."""

from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from mlpcli.config.types.section import Section


class Report(Section):
    """What is on the page of the run."""

    animate: bool = Field(
        False,
        description="keep the weights of about 40 epochs, and show on the page how the regions of the "
        "network's answers changed from epoch to epoch; for data of two numbers",
    )


def _written_as(value: Any) -> str:
    return "report" if isinstance(value, dict | Section) else "boolean"


PageOrNone = Annotated[
    Annotated[bool, Tag("boolean")] | Annotated[Report, Tag("report")], Discriminator(_written_as)
]
"""Whether there is a page, and what is on it."""


def is_animated(report: bool | Report) -> bool:
    """Whether the page shows how the network came about."""
    return isinstance(report, Report) and report.animate
