"""The config to start from for a folder of images per class."""

from pathlib import Path

from mlpcli.config.sources.images import ImageFolder
from mlpcli.config.yaml.nodes import Plain
from mlpcli.config.yaml.notation import one_line
from mlpcli.data.sources.images import OpenImages, open_images
from mlpcli.starters.choices_of_user import NOTHING, Said
from mlpcli.starters.image_network import image_network
from mlpcli.starters.starter import Starter, heading, settings

_MOST_NAMED = 6


def folder_starter(path: Path, written: str, said: Said = NOTHING) -> Starter:
    """The config that trains on a folder of images; `written` is its path as the config has it, and what is
    `said` need not be found by looking.

    Raises UsageError for what cannot be said, and DataError for a folder that cannot be trained on.
    """
    opened = open_images(said.section(ImageFolder, source="images", path=path))
    facts, found = opened.facts, opened.found
    count = sum(len(found.files(split)) for split in found.splits)
    classes = ", ".join(found.classes[:_MOST_NAMED]) + (", ..." if len(found.classes) > _MOST_NAMED else "")
    seen = f"{facts.name}: {count:,} images of {len(found.classes)} classes: {classes}"
    about = f"Tells {len(found.classes)} classes of images apart: {classes}. {count:,} files in {facts.name}."
    text = f"{heading(about)}\n{_data(opened, written, said)}\n"
    text += image_network(facts, opened.training_count, opened.section.validation > 0)
    return Starter(text, (seen, *opened.notices))


def _data(opened: OpenImages, written: str, said: Said) -> str:
    height, width, channels = opened.facts.shape
    size: Plain = height if height == width else [height, width]
    lines = [("source: images", ""), (f"path: {one_line(written)}", "a folder of images per class")]
    lines.append((f"size: {one_line(size)}", "larger images tell more, and take longer"))
    lines.append((f"color: {'gray' if channels == 1 else 'rgb'}", "what the images have"))
    if "validation" not in opened.found.splits:
        lines.append(("validation: 0.1", "share of the training images that finds the best epoch"))
    if "test" not in opened.found.splits:
        lines.append(("test: 0.2", "share of all images for the final score"))
    return f"data:\n{settings(said.lines(lines))}"
