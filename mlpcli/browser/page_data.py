"""What the panels of a page need to know of a run, as plain values beside its network."""

from collections.abc import Mapping
from typing import Any

from mlpcli.inference.model_description import ModelDescription


def page_data(description: ModelDescription, network: Mapping[str, Any]) -> dict[str, Any]:
    """The data for `openPage` of panels/page.js; `network` is as `network_data` has it.

    `kind`, `shape`, `classes` and `targets` are those of DataFacts.
    """
    facts = description.facts
    return {
        "network": network,
        "kind": facts.kind,
        "shape": list(facts.shape),
        "classes": list(facts.classes),
        "targets": facts.targets,
    }
