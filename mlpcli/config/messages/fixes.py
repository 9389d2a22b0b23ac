"""The edits of common fixes, and examples of what a key can hold."""

from pathlib import Path

from mlpcli.config.messages.example_values import EXAMPLES, OF_KIND, PATHS
from mlpcli.config.messages.finding import Fix
from mlpcli.config.messages.known_keys import default_of
from mlpcli.config.yaml.edits import Put, Remove
from mlpcli.config.yaml.nodes import KeyPath, Plain, to_plain
from mlpcli.config.yaml.notation import one_line
from mlpcli.config.yaml.reader import read_text


def parsed(text: str) -> Plain:
    """The value that a text in YAML stands for."""
    return to_plain(read_text(text, "", Path()))


def write(path: KeyPath, value: Plain, text: str = "", *, is_example: bool = False) -> Fix:
    """Write `value` at `path`; the text says so unless another one is given."""
    key = "" if isinstance(path[-1], int) else f"{path[-1]}: "
    return Fix(text or f"write {key}{one_line(value)}", (Put(path, value),), is_example=is_example)


def remove(path: KeyPath, text: str = "remove it") -> Fix:
    """Take out what is at `path`."""
    return Fix(text, (Remove(path),))


def example_text(key: str, loc: KeyPath) -> str:
    """The usual example of a value for `key` at pydantic's path, as a text; empty if there is none."""
    owner = str(loc[-2]) if len(loc) > 1 else ""
    return PATHS.get(owner, EXAMPLES[key]) if key == "path" else EXAMPLES.get(key, "")


def example(key: str, loc: KeyPath) -> Plain:
    """A value that `key` can hold, if one is known: the usual example, or the default at pydantic's path."""
    if usual := example_text(key, loc):
        return parsed(usual)
    default = default_of(loc)
    return default if isinstance(default, bool | int | float | str) else None


def example_of(kind: str) -> Plain:
    """An example of a kind of class, with its arguments."""
    return parsed(OF_KIND[kind].rpartition(", or ")[2])
