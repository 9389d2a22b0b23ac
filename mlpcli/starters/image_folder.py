"""The config to start from for a folder of images per class."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from mlpcli.config.sources.images import ImageFolder
from mlpcli.config.yaml.nodes import Plain
from mlpcli.config.yaml.notation import one_line
from mlpcli.data.sources.images import OpenImages, open_images
from mlpcli.data.split import split_indices
from mlpcli.errors import DataError
from mlpcli.starters.choices_of_user import NOTHING, Said
from mlpcli.starters.image_network import image_network
from mlpcli.starters.starter import SEED, WITHOUT_VALIDATION, Starter, heading, settings

_MOST_NAMED = 6
_SHARES = {"test": 0.2, "validation": 0.1}
_WHY = {
    "test": "share of all images for the final score",
    "validation": "share of the training images that finds the best epoch",
}
_WHY_NOT = {"test": "a class has too few images to hold one back", "validation": WITHOUT_VALIDATION}


def folder_starter(path: Path, written: str, said: Said = NOTHING) -> Starter:
    """The config that trains on a folder of images; `written` is its path as the config has it, and what is
    `said` need not be found by looking.

    Raises UsageError for what cannot be said, and DataError for a folder that cannot be trained on.
    """
    opened = open_images(said.section(ImageFolder, source="images", path=path))
    shares = _drawn(opened, said)
    opened = replace(opened, section=opened.section.model_copy(update=shares))
    facts, found = opened.facts, opened.found
    count = sum(len(found.files(split)) for split in found.splits)
    classes = ", ".join(found.classes[:_MOST_NAMED]) + (", ..." if len(found.classes) > _MOST_NAMED else "")
    seen = f"{facts.name}: {count:,} images of {len(found.classes)} classes: {classes}"
    about = f"Tells {len(found.classes)} classes of images apart: {classes}. {count:,} files in {facts.name}."
    text = f"{heading(about)}\n{_data(opened, written, shares, said)}\n"
    text += image_network(facts, opened.training_count, opened.section.validation > 0)
    return Starter(text, (seen, *opened.notices), images=opened)


def _drawn(opened: OpenImages, said: Said) -> dict[str, float]:
    """The shares to hold back for splits that have no folder, 0 where that leaves a class without images;
    and those that are said."""
    found = opened.found
    labels = np.repeat(np.arange(len(found.classes)), [len(one) for one in found.splits["train"].values()])
    shares = {}
    for split, share in _SHARES.items():
        if split in found.splits:
            continue
        if split in said.keys:
            share = getattr(opened.section, split)
        try:
            labels = labels[split_indices(len(labels), labels, share, SEED)[0]]
            shares[split] = share
        except DataError:
            shares[split] = share if split in said.keys else 0.0
    return shares


def _data(opened: OpenImages, written: str, shares: Mapping[str, float], said: Said) -> str:
    height, width, channels = opened.facts.shape
    size: Plain = height if height == width else [height, width]
    lines = [("source: images", ""), (f"path: {one_line(written)}", "a folder of images per class")]
    lines.append((f"size: {one_line(size)}", "larger images tell more, and take longer"))
    lines.append((f"color: {'gray' if channels == 1 else 'rgb'}", "what the images have"))
    for split in sorted(shares, reverse=True):
        share = shares[split]
        lines.append((f"{split}: {share:g}", (_WHY if share else _WHY_NOT)[split]))
    return f"data:\n{settings(said.lines(lines))}"
