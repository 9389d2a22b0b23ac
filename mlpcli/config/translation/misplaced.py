"""Where settings of the training and of the data stand, if not where they belong, and how they leave."""

from collections.abc import Sequence

from mlpcli.config.yaml.edits import Remove
from mlpcli.config.yaml.nodes import KeyPath, Plain, plain_at

OF_TRAINING: Sequence[KeyPath] = ((), ("training",))
"""Where what is about the training stands in configs of other tools, the optimizer and its schedule too."""
OF_ALL: Sequence[KeyPath] = (*OF_TRAINING, ("data",))


def take_out(path: KeyPath, document: Plain) -> Remove:
    """What takes out a key of a section; the section too, if nothing else is in it."""
    section = plain_at(document, path[:-1])
    is_all = path[:-1] == ("training",) and isinstance(section, dict) and [*section] == [path[-1]]
    return Remove(path[:-1] if is_all else path)
