"""What a page is made of. Texts are plain: the template escapes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from mlpcli.reporting.figures.inline_svg import Drawing

# Names that are not wider than a count, and so few that all have room.
_SHORT, _FEW = 6, 4


@dataclass(frozen=True)
class Text:
    """A paragraph; `is_notice` for what should not be overlooked."""

    kind: ClassVar[str] = "text"
    text: str
    is_notice: bool = False


@dataclass(frozen=True)
class Missing:
    """In the place of what could not be made, and why."""

    kind: ClassVar[str] = "missing"
    reason: str


@dataclass(frozen=True)
class Figure:
    """A headline figure: its name, its value, and what to compare it with."""

    name: str
    value: str
    beside: Sequence[str] = ()


@dataclass(frozen=True)
class Figures:
    kind: ClassVar[str] = "figures"
    figures: Sequence[Figure]


@dataclass(frozen=True)
class Grid:
    """A table; all columns but the first `texts` are numbers. The last `totals` rows are set apart."""

    kind: ClassVar[str] = "grid"
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    texts: int = 1
    caption: str = ""
    totals: int = 0


@dataclass(frozen=True)
class Cell:
    """A cell of a matrix: its text, and how dark it is, 0 to 1; `is_right` on the diagonal."""

    text: str
    shade: float
    is_right: bool


@dataclass(frozen=True)
class Matrix:
    """A matrix of counts by `names`, true classes down and predicted ones across."""

    kind: ClassVar[str] = "matrix"
    title: str
    names: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    note: str = ""

    @property
    def is_wide(self) -> bool:
        """Whether the names across are to be turned, because they need more room than the counts."""
        return max(map(len, self.names)) > _SHORT and len(self.names) > _FEW


@dataclass(frozen=True)
class Drawings:
    kind: ClassVar[str] = "drawings"
    drawings: Sequence[Drawing]


@dataclass(frozen=True)
class Card:
    """A row in a gallery: `title`, `facts` below it, and the row itself, as a picture's address with another
    over it, as an SVG, or as pairs of names and values."""

    title: str
    facts: Sequence[str] = ()
    picture: str = ""
    over: str = ""
    svg: str = ""
    pairs: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Gallery:
    """Cards beside each other; `is_small` for many small drawings without much to read."""

    kind: ClassVar[str] = "gallery"
    title: str
    cards: Sequence[Card]
    note: str = ""
    is_small: bool = False

    @property
    def look(self) -> str:
        """The class of its style: cards of names and values beside each other need more room."""
        return "small" if self.is_small else "wide" if any(card.pairs for card in self.cards) else ""


@dataclass(frozen=True)
class Bar:
    """A bar of a `length` from -1 to 1, with its name and its value."""

    name: str
    length: float
    value: str


@dataclass(frozen=True)
class Bars:
    kind: ClassVar[str] = "bars"
    title: str
    bars: Sequence[Bar]
    note: str = ""


@dataclass(frozen=True)
class Code:
    """Lines to copy; with a `title` they are folded away below it."""

    kind: ClassVar[str] = "code"
    lines: Sequence[str]
    title: str = ""


@dataclass(frozen=True)
class Picture:
    """An SVG of its own, as wide as the page."""

    kind: ClassVar[str] = "picture"
    svg: str


Block = Text | Missing | Figures | Grid | Matrix | Drawings | Gallery | Bars | Code | Picture


@dataclass(frozen=True)
class Section:
    """A part of the page with a title of its own, and an `id` to link to."""

    id: str
    title: str
    blocks: Sequence[Block]
