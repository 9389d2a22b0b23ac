"""Functions that a script brings along, as their text: a script needs nothing of this tool."""

# What data/split.py draws; a test holds the two equal.
HOLD_BACK_BY_CLASS = '''\
def hold_back(x, y, share, seed):
    """Draw a share of the rows to hold back, of every class in proportion.

    Returns the inputs and the targets that are left, and those held back.
    """
    random = np.random.PCG64(seed)
    held = round(share * len(y))
    classes, sizes = np.unique(y, return_counts=True)
    order = np.argsort(random.random_raw(len(classes)), kind="stable")
    classes, sizes = classes[order], sizes[order]
    # Largest remainders, with a row of every class on both sides if possible.
    fewest = np.full(len(sizes), int(held >= len(sizes)))
    most = sizes - int(len(y) - held >= len(sizes))
    counts = np.clip(held * sizes // len(y), fewest, most)
    while missing := held - counts.sum():
        below = held * sizes - counts * len(y)
        if missing > 0:
            counts[np.where(counts < most, below, -np.inf).argmax()] += 1
        else:
            counts[np.where(counts > fewest, below, np.inf).argmin()] -= 1
    keys = random.random_raw(len(y))
    is_held = np.zeros(len(y), dtype=bool)
    for number, count in zip(classes, counts):
        rows = np.flatnonzero(y == number)
        is_held[rows[np.argsort(keys[rows], kind="stable")[:count]]] = True
    return x[~is_held], y[~is_held], x[is_held], y[is_held]
'''

HOLD_BACK = '''\
def hold_back(x, y, share, seed):
    """Draw a share of the rows to hold back.

    Returns the inputs and the targets that are left, and those held back.
    """
    random = np.random.PCG64(seed)
    random.random_raw()  # One number is drawn for each class, and here is but one.
    order = np.argsort(random.random_raw(len(y)), kind="stable")
    is_held = np.zeros(len(y), dtype=bool)
    is_held[order[: round(share * len(y))]] = True
    return x[~is_held], y[~is_held], x[is_held], y[is_held]
'''
