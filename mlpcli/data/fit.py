"""Fits the preprocessing of a dataset on its training rows."""

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.data.dataset import Array
from mlpcli.data.preprocessing import Pixels, Preprocessing, Resize, RobustScale, Scale, Step, takes_pictures
from mlpcli.data.preprocessing.drawings.convention import measure
from mlpcli.data.preprocessing.image_border import fit_border
from mlpcli.data.sources.open_source import Treatment


def fit_preprocessing(
    wanted: Treatment, facts: DataFacts, inputs: Array, scale: Scale | None = None
) -> Preprocessing:
    """The preprocessing that a config wants, fitted on the training `inputs`, or on a sample of them.

    `scale` is the standardization if all rows were measured elsewhere.
    """
    steps: list[Step] = []
    if takes_pictures(facts):
        steps.append(Resize.fit(inputs))
    if facts.pixels and wanted.rescale:
        steps.append(Pixels())
    elif wanted.standardize and facts.kind != "image":
        robust = wanted.standardize == "robust"
        steps.append(RobustScale.fit(inputs) if robust else scale or Scale.fit(inputs))
    return Preprocessing(
        tuple(steps),
        border=fit_border(inputs) if facts.kind == "image" else None,
        drawing=measure(inputs) if takes_pictures(facts) else None,
    )
