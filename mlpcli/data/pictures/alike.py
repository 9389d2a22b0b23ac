"""Finds pictures that are nearly the same: saved again, scaled, or a little brighter.

Plain functions of NumPy alone, because a script includes them as they are.
"""

import numpy as np


def thumbnails(x: np.ndarray) -> np.ndarray:
    """Pictures uint8 `[rows, height, width, channels]` averaged to `[rows, 16, 16, channels]`."""

    def areas(length: int) -> np.ndarray:
        # The share of each pixel in each of 16 equal parts of a side.
        edges, pixels = np.linspace(0, length, 17)[:, None], np.arange(length)
        inside = np.minimum(edges[1:], pixels + 1) - np.maximum(edges[:-1], pixels)
        shares: np.ndarray = (np.maximum(inside, 0) * (16 / length)).astype("float32")
        return shares

    down, across = areas(x.shape[1]), areas(x.shape[2])
    small = np.empty((len(x), 16, 16, x.shape[3]), "uint8")
    for start in range(0, len(x), 1024):
        part = x[start : start + 1024].transpose(0, 3, 1, 2).astype("float32")
        small[start : start + 1024] = np.rint(down @ part @ across.T).transpose(0, 2, 3, 1)
    return small


def pairs_alike(x: np.ndarray) -> np.ndarray:
    """The pairs of rows `[pairs, 2]` of `x` `[rows, height, width, channels]` that look the same."""
    return thumbnails_alike(thumbnails(x))


def thumbnails_alike(small: np.ndarray) -> np.ndarray:
    """The same of their thumbnails.

    Candidates have nearly the same perceptual hash, whose 128 bits say which of two neighbouring areas is
    brighter: they lie close together when sorted by it, from one of four places on. So do those whose bits
    say which is clearly brighter, because on a plain ground a little noise turns all others. Averaged in
    16x16 areas, to mean 0 and deviation 1, they must then differ by less than 0.2, or less the more of them
    is flat: two drawings on plain paper are more alike than two photos.
    """
    rows = len(small)
    grey = small.sum(axis=3, dtype="int32")
    wide, tall = grey.reshape(rows, 8, 2, 16).sum(axis=2), grey.reshape(rows, 16, 8, 2).sum(axis=3)
    steps = (wide[:, :, 1::2] - wide[:, :, ::2], tall[:, 1::2] - tall[:, ::2])
    step = np.concatenate([one.reshape(rows, 64) for one in steps], axis=1)
    most = 0.2 * (np.abs(step) > small.shape[3]).mean(axis=1)
    found = [np.empty((0, 2), int)]
    for clearly, first in [(least, first) for least in (0, 4 * small.shape[3]) for first in range(0, 16, 4)]:
        bits = np.packbits(step > clearly, axis=1)
        words, turned = bits.view("uint64"), np.roll(bits, -first, axis=1).view(">u8").astype("uint64")
        # Of the same hash, rows of the same brightness lie beside each other.
        order = np.lexsort((grey.sum(axis=(1, 2)), turned[:, 1], turned[:, 0]))
        for distance in range(1, 5):
            one, other = order[:-distance], order[distance:]
            differ = np.bitwise_count(words[one] ^ words[other]).sum(axis=1)
            # Of a picture that is mostly flat few bits are set, and few may differ.
            near = 3 * differ <= np.minimum(48, np.bitwise_count(words[one] | words[other]).sum(axis=1))
            found.append(np.stack([one[near], other[near]], axis=1))
    pairs = np.unique(np.sort(np.concatenate(found), axis=1), axis=0)
    is_alike = np.zeros(len(pairs), dtype=bool)
    for start in range(0, len(pairs), 4096):
        a, b = pairs[start : start + 4096].T
        flat = [small[rows].reshape(len(rows), -1).astype("float32") for rows in (a, b)]
        means = [rows.mean(axis=1, keepdims=True) for rows in flat]
        one, other = (
            (rows - mean) / np.maximum(rows.std(axis=1, keepdims=True), 1)
            for rows, mean in zip(flat, means, strict=True)
        )
        apart = np.sqrt(((one - other) ** 2).mean(axis=1))
        is_near = np.abs(means[0] - means[1])[:, 0] <= 24
        is_alike[start : start + 4096] = is_near & (apart <= np.minimum(most[a], most[b]))
    return pairs[is_alike]


def groups_of(pairs: np.ndarray, y: np.ndarray) -> np.ndarray:
    """For each row of the classes `y`, the first row that is connected to it by `pairs` of its class."""
    first = np.arange(len(y))
    a, b = pairs[y[pairs[:, 0]] == y[pairs[:, 1]]].T
    while (first[a] != first[b]).any():
        lowest = np.minimum(first[a], first[b])
        np.minimum.at(first, a, lowest)
        np.minimum.at(first, b, lowest)
    return first
