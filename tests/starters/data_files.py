"""Small files of every kind of data that a config can be started from."""

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from PIL import Image

SHOPS = ("north", "south", "east")


def people(path: Path, header: bool = True) -> None:
    """A table with a class, numbers, a category, and a name in every row."""
    generator = np.random.default_rng(0)
    lines = ["name,age,shop,hours,income"] if header else []
    for row in range(120):
        age, hours = generator.integers(18, 80), generator.normal(38, 6)
        income = ">50K" if age + hours > 85 else "<=50K"
        lines.append(f"person {row},{age},{SHOPS[row % 3]},{hours:.2f},{income}")
    path.write_text("\n".join(lines) + "\n")


def houses(path: Path) -> None:
    """A table with a price to predict."""
    generator = np.random.default_rng(0)
    rows = [
        f"{area:.1f},{SHOPS[row % 3]},{3 * area + 10:.3f}"
        for row, area in enumerate(generator.random(90) * 50)
    ]
    path.write_text("area,place,price\n" + "\n".join(rows) + "\n")


def photos(path: Path, mode: str = "RGB", side: int = 12) -> None:
    """A folder of two classes of images."""
    generator = np.random.default_rng(0)
    for name in ("cats", "dogs"):
        (path / name).mkdir(parents=True)
        for number in range(12):
            shape = (side, side, 3) if mode == "RGB" else (side, side)
            pixels = generator.integers(0, 256, shape).astype(np.uint8)
            Image.fromarray(pixels, mode).save(path / name / f"{number}.png")


def arrays(path: Path, *shape: int, dtype: type = np.float32, classes: int = 3) -> None:
    """An npz of inputs of this shape; without `classes`, of two numbers to predict."""
    generator = np.random.default_rng(0)
    inputs = (generator.random((60, *shape)) * 200).astype(dtype)
    targets = np.arange(60) % classes if classes else generator.random((60, 2))
    np.savez(path, x=inputs, y=targets)


def load(path: Path, rows: int = 240) -> None:
    """The load of a network by the hour, with the temperature beside it."""
    generator = np.random.default_rng(0)
    lines = ["time,temperature,load"]
    for row in range(rows):
        day, hour = divmod(row, 24)
        warm = 10 + 5 * np.sin(hour / 3.8) + generator.normal()
        wave = 40 - warm + 8 * np.sin((hour - 6) / 3.8) + generator.normal()
        lines.append(f"2024-01-{day + 1:02} {hour:02}:00,{warm:.1f},{wave:.2f}")
    path.write_text("\n".join(lines) + "\n")


def waves(path: Path, rows: int = 60, steps: int = 32, header: bool = False) -> None:
    """A wave per row, of one of two classes, in the form of the UCR archive."""
    generator = np.random.default_rng(0)
    names = ["kind", *(f"t{step}" for step in range(steps))]
    lines = ["\t".join(names)] if header else []
    for row in range(rows):
        turns = np.linspace(0, 2 + 2 * (row % 2), steps) + generator.random()
        wave = np.sin(2 * np.pi * turns) + 0.1 * generator.normal(size=steps)
        lines.append("\t".join([str(row % 2 + 1), *(f"{value:.4f}" for value in wave)]))
    path.write_text("\n".join(lines) + "\n")


# What the config that is started from each of them trains on.
DATA: Mapping[str, Callable[[Path], None]] = {
    "people.csv": people,
    "houses.csv": houses,
    "load.csv": load,
    "waves.tsv": waves,
    "photos": photos,
    "tiny_drawings": lambda path: photos(path, "L", 3),
    "vectors.npz": lambda path: arrays(path, 5),
    "two_numbers.npz": lambda path: arrays(path, 5, classes=0),
    "two_classes.npz": lambda path: arrays(path, 5, classes=2),
    "pictures.npz": lambda path: arrays(path, 16, 10, dtype=np.uint8),
    "signals.npz": lambda path: arrays(path, 40, 2),
    "short_signals.npz": lambda path: arrays(path, 3, 1, classes=0),
}
