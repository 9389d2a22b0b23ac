"""One part of a script."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    """Lines under a title, with the imports and the functions that they need."""

    title: str
    code: str
    imports: frozenset[str] = frozenset()
    functions: tuple[str, ...] = ()
