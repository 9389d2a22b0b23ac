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

# What data/bundled.py does with Pillow, whose arithmetic this is; a test holds the two equal.
ENLARGED = '''\
def enlarged(images, size):
    """Images of 8x8 pixels as size x size, bicubic, in whole numbers as Pillow computes it."""
    position = (np.arange(size) + 0.5) * 8 / size
    t = abs(np.arange(8) + 0.5 - position[:, None])
    near, far = (1.5 * t - 2.5) * t * t + 1, ((-0.5 * t + 2.5) * t - 4) * t + 2
    weights = np.where(t < 1, near, np.where(t < 2, far, 0))
    weights = np.rint(weights / weights.sum(axis=1, keepdims=True) * 2**22).astype(int)
    images = np.clip((images @ weights.T + 2**21) >> 22, 0, 255)
    return np.clip((weights @ images + 2**21) >> 22, 0, 255).astype("uint8")
'''

# What data/generated.py draws; a test holds them equal.
SPIRALS = '''\
def spirals(rows, arms, turns, noise):
    """Points on spiral arms, and the number of each point's arm."""
    random = np.random.default_rng(SEED)
    labels = random.permutation(np.arange(rows) % arms)
    radius = random.uniform(0.1, 1, rows)
    angle = 2 * np.pi * (turns * radius + labels / arms)
    points = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    return points + random.normal(0, noise, points.shape), labels
'''

WAVES = '''\
def waves(rows, steps, noise):
    """Signals [rows, steps, 1] of 2 to 6 cycles, and the number of each one's class."""
    random = np.random.default_rng(SEED)
    labels = random.permutation(np.arange(rows) % 4)
    cycles, phase = random.uniform(2, 6, (rows, 1)), random.uniform(0, 1, (rows, 1))
    amplitude = random.uniform(0.5, 1.5, (rows, 1))
    position = cycles * np.arange(steps) / steps + phase
    sine = np.sin(2 * np.pi * position)
    square = np.where(position % 1 < 0.5, 1.0, -1.0)
    sawtooth = 2 * (position % 1) - 1
    pure_noise = random.standard_normal(sine.shape)
    signals = np.choose(labels[:, None], (sine, square, sawtooth, pure_noise))
    signals = amplitude * signals + random.normal(0, noise, sine.shape)
    return signals[:, :, None], labels
'''
