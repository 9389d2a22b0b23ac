"""Fits the preprocessing of a dataset on its training rows."""

from dataclasses import replace

import numpy as np

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.data.dataset import Array
from mlpcli.data.preprocessing import (
    Pixels,
    Preprocessing,
    Resize,
    RobustScale,
    Scale,
    Step,
    TargetUnits,
    takes_pictures,
)
from mlpcli.data.preprocessing.drawings.convention import measure
from mlpcli.data.preprocessing.image_border import fit_border
from mlpcli.data.preprocessing.resize import KEEPS, White
from mlpcli.data.sources.open_source import Treatment
from mlpcli.data.stores.disk_rows import AnyRows, DiskRows
from mlpcli.data.stores.gathered import GatheredRows
from mlpcli.data.stores.moments import Moments

# What is measured on a sample of the training rows: quartiles, borders and ink of images.
SAMPLE_BYTES = 32 * 2**20


def fit_preprocessing(
    wanted: Treatment, facts: DataFacts, inputs: Array, scale: Scale | None = None
) -> Preprocessing:
    """The preprocessing that a config wants, fitted on the training `inputs`, or on a sample of them.

    `scale` is the standardization if all rows were measured elsewhere.
    """
    steps: list[Step] = []
    if takes_pictures(facts):
        steps.append(Resize.fit(inputs, KEEPS[wanted.fit] if wanted.fit else None))
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


def as_images_were(fitted: Preprocessing, white: White, reframed: bool = False) -> Preprocessing:
    """The same, for images of more than 8 bits of which these values are white, and of which some were
    `reframed`."""

    def of_step(step: Step) -> Step:
        if not isinstance(step, Resize):
            return step
        return replace(step, white=white.grey, white_of_floats=white.floats, reframed=reframed)

    return replace(fitted, steps=tuple(map(of_step, fitted.steps)))


def measured_in_blocks(inputs: GatheredRows, wanted: Treatment) -> tuple[Array, Scale | None]:
    """A random sample of the training rows, to fit the preprocessing on, and the standardization of all of
    them if the config wants their mean and deviation."""
    count = min(len(inputs), max(SAMPLE_BYTES // inputs.row_bytes, 16))
    sample = inputs[np.sort(np.random.default_rng(0).choice(len(inputs), count, replace=False))]
    if not wanted.standardize or wanted.standardize == "robust":
        return sample, None
    moments = Moments()
    for block in inputs.blocks():
        moments.add(block)
    return sample, scale_of(moments)


def scale_of(moments: Moments) -> Scale:
    """The standardization of rows with these moments."""
    return Scale.of(moments.mean, moments.deviation, moments.lowest == moments.highest)


def target_units(wanted: Treatment, facts: DataFacts, targets: AnyRows) -> TargetUnits | None:
    """The units of the training rows' `targets`, if the config wants them standardized or bounded."""
    standardize, clamp = wanted.standardize_targets, wanted.clamp_predictions
    if facts.task != "regression" or not (standardize or clamp):
        return None
    if not isinstance(targets, DiskRows):
        return TargetUnits.fit(targets[:], standardize, clamp)
    moments = Moments()
    for block in targets.blocks():
        moments.add(block)
    return TargetUnits.of(
        moments.mean, moments.deviation, moments.lowest, moments.highest, standardize, clamp
    )
