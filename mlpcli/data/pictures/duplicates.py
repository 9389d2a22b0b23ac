"""Which of the images that were read are the same picture."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlpcli.data.pictures.alike import thumbnails, thumbnails_alike
from mlpcli.data.stores.disk_rows import AnyRows, blocks_of

# Pairs that a notice names: they are examples of what to look for.
_MOST_NAMED = 3


@dataclass(frozen=True)
class Duplicates:
    """Pairs of rows, as lists of two, that are the same picture or nearly so.

    `training` are pairs of training rows, as `pairs_alike` finds them; `across` are pairs of different
    splits, the one that is trained on first; `several` are pairs of different classes in one split.
    `same_files` counts the second rows of `across` whose file is the same as the first.
    """

    training: list[list[int]]
    across: list[list[int]]
    several: list[list[int]]
    same_files: int


def find_duplicates(
    pixels: AnyRows,
    digests: Sequence[str],
    labels: NDArray[np.int32],
    split_of: NDArray[np.int32],
) -> Duplicates:
    """The pairs among rows whose files have these `digests`, `labels`, and numbers of splits; training rows
    are the first, of split 0."""
    small = np.concatenate([thumbnails(block) for block in blocks_of(pixels)])
    training = thumbnails_alike(small[: np.count_nonzero(split_of == 0)])
    pairs = thumbnails_alike(small) if split_of.any() else training
    is_across = split_of[pairs[:, 0]] != split_of[pairs[:, 1]]
    differ = labels[pairs[:, 0]] != labels[pairs[:, 1]]
    across = pairs[is_across].tolist()
    return Duplicates(
        training.tolist(),
        across,
        pairs[~is_across & differ].tolist(),
        len({other for one, other in across if digests[one] == digests[other]}),
    )


def duplicate_notices(
    found: Duplicates, name_of: Callable[[int], str], labels: NDArray[np.int32], is_drawn: bool
) -> tuple[str, ...]:
    """What the user should know of them; `is_drawn` says whether splits are drawn from the training rows."""
    notices = []
    if found.across:
        second = len({other for _, other in found.across})
        same = f", {found.same_files:,} of them the same file" if found.same_files else ""
        notices.append(
            f"{_count(second)} of one split {_are(second)} in another too{same}, which makes the score "
            f"better than it is: {_named(found.across, name_of)}. Remove them from one of the two"
        )
    if found.several:
        notices.append(
            f"the same picture is in several classes: {_named(found.several, name_of)}. Remove it from the "
            "wrong one"
        )
    alike = [pair for pair in found.training if labels[pair[0]] == labels[pair[1]]]
    if alike:
        second = len({other for _, other in alike})
        stays = "they stay" if second > 1 else "it stays"
        together = f"; {stays} on the side of a split where that is" if is_drawn else ""
        notices.append(
            f"{_count(second)} of a class {_are(second)} the same picture as another, or nearly so: "
            f"{_named(alike, name_of)}{together}"
        )
    return tuple(notices)


def _count(rows: int) -> str:
    return f"{rows:,} image{'s' if rows > 1 else ''}"


def _are(rows: int) -> str:
    return "are" if rows > 1 else "is"


def _named(pairs: Sequence[Sequence[int]], name_of: Callable[[int], str]) -> str:
    """The first few images, each once, as the count before them has it."""
    like = {other: one for one, other in reversed(pairs)}
    some = sorted(like)[:_MOST_NAMED]
    names = [f"{name_of(other)} is like {name_of(like[other])}" for other in some]
    more = len(like) - len(names)
    return ", ".join(names) + (f" and {more:,} more" if more else "")
