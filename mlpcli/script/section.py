"""Parts of a script."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    """Lines under a title, with the imports and the functions that they need."""

    title: str
    code: str
    imports: frozenset[str] = frozenset()
    functions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """Lines that read rows, with the imports and the functions that they need.

    `apart` says that training and test rows come apart.
    """

    code: str
    imports: frozenset[str]
    functions: tuple[str, ...] = ()
    apart: bool = False
