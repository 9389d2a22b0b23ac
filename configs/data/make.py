"""Makes the data of the configs beside this folder: `python make.py` writes the same files again, or others
if you change a rule or a seed.

Nothing here was measured. Each file follows rules that are written below, with some chance on top, so that
what a network finds can be compared with what is there to be found.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

FOLDER = Path(__file__).parent
# RandomState and not default_rng: NumPy promises that its numbers stay the same in all versions.
Chance = np.random.RandomState


def flats(chance: Chance, rows: int = 1200) -> Iterator[str]:
    """Rents of flats in a made-up town, in euros a month.

    A square metre costs less in larger flats, more in the old town, and by the year it was built: most in
    houses from before 1920 and in new ones, least in those of the 1960s. Stoves lower the rent, and a balcony
    is worth more the higher up it is. Beyond that, rents differ by 4 %. Some years and heatings are unknown.
    """
    districts = {"old town": 1.25, "harbour": 1.1, "hillside": 1.05, "station": 0.9, "north": 0.85}
    heatings = {"district": 1.0, "gas": 0.98, "heat pump": 1.05, "stove": 0.8}
    yield "area,rooms,district,year,heating,floor,balcony,rent"
    for _ in range(rows):
        district = chance.choice(list(districts), p=[0.15, 0.15, 0.2, 0.25, 0.25])
        area = 18 + chance.gamma(4, 14)
        rooms = max(1, round(area / 27 + chance.normal(0, 0.5)))
        first = 1870 if district in ("old town", "station") else 1920
        year = int(first + (2024 - first) * chance.beta(1.6, 1.4))
        odds = [0.2, 0.3, 0.1, 0.4] if year < 1950 else [0.4, 0.4, 0.2, 0]
        heating = chance.choice(list(heatings), p=odds)
        floor = chance.randint(0, 7)
        balcony = chance.uniform() < (0.2 if year < 1930 else 0.6)
        of_year = 1 + 0.5 * ((year - 1962) / 62) ** 2
        rent = 13 * area * (area / 60) ** -0.2 * districts[district] * of_year * heatings[heating]
        rent = (rent + balcony * (15 + 18 * floor)) * (1 + chance.normal(0, 0.04))
        built = "" if chance.uniform() < 0.06 else str(year)
        heated = "" if chance.uniform() < 0.03 else heating
        words = ("no", "yes")
        yield f"{area:.0f},{rooms},{district},{built},{heated},{floor},{words[int(balcony)]},{rent:.0f}"


def mushrooms(chance: Chance, rows: int = 1000) -> Iterator[str]:
    """Four kinds of mushrooms that do not exist.

    The moonstool is rare, and no single measure tells it from the honeycap: in a forest the honeycap is the
    one whose cap is wide for its stem, elsewhere the one whose cap is narrow for it. A brickfoot is red at
    its foot, unless rain washed it off, and an inkbell is slender. The gills of all grow darker within the
    year, from 0 to 20 on a colour card, and an inkbell's do so first. Nobody smelled at some of them.
    """
    kinds = ("brickfoot", "honeycap", "inkbell", "moonstool")
    smells = {
        "brickfoot": ("weak", "nuts", "earth"),
        "honeycap": ("weak", "nuts", "honey"),
        "inkbell": ("weak", "ink", "earth"),
        "moonstool": ("weak", "nuts", "honey"),
    }
    yield "found,habitat,cap_cm,stem_cm,gills,foot,smell,kind"
    for _ in range(rows):
        kind = chance.choice(kinds, p=[0.25, 0.4, 0.2, 0.15])
        day = chance.randint(0, 150)
        habitat = chance.choice(["forest", "meadow", "moss"], p=[0.45, 0.4, 0.15])
        stem = chance.uniform(3, 9)
        is_wide = (kind == "honeycap") == (habitat == "forest")
        width = {"brickfoot": 1.15, "inkbell": 0.6}.get(kind, 1.45 if is_wide else 0.9)
        cap = stem * width * np.exp(chance.normal(0, 0.1))
        gills = (day + 45 * (kind == "inkbell")) / 10 + chance.normal(0, 1)
        foot = "red" if kind == "brickfoot" and chance.uniform() < 0.8 else "white"
        smell = "" if chance.uniform() < 0.08 else chance.choice(smells[kind], p=[0.4, 0.3, 0.3])
        date = np.datetime64("2023-06-01") + day
        yield f"{date},{habitat},{cap:.1f},{stem:.1f},{max(gills, 0):.0f},{foot},{smell},{kind}"


def tides(chance: Chance, hours: int = 24 * 120) -> Iterator[str]:
    """The water in a small harbour by the hour, in cm, and the air pressure in hPa.

    The tides of moon and sun add up to spring tides and cancel to neap tides every fortnight. Low pressure
    lifts the water by 1 cm for each hPa, some hours later. What runs into a harbour comes faster than what
    runs out of it. At low water it falls dry, and the gauge shows 0.
    """
    yield "time,pressure,level"
    pressure, lifted = 1013.0, 0.0
    start = np.datetime64("2025-03-01T00:00", "h")
    for hour in range(hours):
        pressure += 0.03 * (1013 - pressure) + chance.normal(0, 1.2)
        lifted += 0.3 * (1013 - pressure - lifted)
        moon, sun, day = (2 * np.pi * hour / period for period in (12.42, 12.0, 24.84))
        tide = 150 * np.sin(moon + 0.35 * np.cos(moon)) + 55 * np.sin(sun) + 20 * np.sin(day)
        level = max(0.0, 95 + tide + lifted + chance.normal(0, 2))
        yield f"{str(start + hour).replace('T', ' ')}:00,{pressure:.1f},{level:.0f}"


SIDE, FINER = 16, 4


def shapes(chance: Chance, each: int = 50) -> Iterator[tuple[str, np.ndarray]]:
    """Small drawings of shapes, by the name of their class: light on dark, of any size, place and turn."""
    for name in ("circle", "cross", "square", "triangle"):
        for _ in range(each):
            yield name, drawing(name, chance)


def drawing(name: str, chance: Chance) -> np.ndarray:
    """A shape as grey pixels `[16, 16]` uint8, each the mean of 4 x 4 finer ones."""
    size = chance.uniform(4.5, 6.5)
    middle = SIDE / 2 + chance.uniform(-1, 1, 2) * (7.5 - size)
    turn = chance.uniform(0, 2 * np.pi)
    places = (np.arange(SIDE * FINER) + 0.5) / FINER
    down, right = np.meshgrid(places - middle[0], places - middle[1], indexing="ij")
    x, y = (
        (right * np.cos(turn) + down * np.sin(turn)) / size,
        (down * np.cos(turn) - right * np.sin(turn)) / size,
    )
    inside = {
        "circle": x**2 + y**2 < 0.8,
        "square": np.maximum(abs(x), abs(y)) < 0.75,
        "cross": (np.maximum(abs(x), abs(y)) < 0.95) & (np.minimum(abs(x), abs(y)) < 0.25),
        "triangle": np.maximum(y, abs(x) * np.sqrt(0.75) - y / 2) < 0.5,
    }[name]
    ink, paper = chance.uniform(140, 250), chance.uniform(10, 70)
    covered = inside.reshape(SIDE, FINER, SIDE, FINER).mean((1, 3))
    grey = paper + (ink - paper) * covered + chance.normal(0, 4, (SIDE, SIDE))
    return np.clip(np.round(grey), 0, 255).astype(np.uint8)


TABLES = {"flats.csv": (flats, 1), "mushrooms.csv": (mushrooms, 2), "tides.csv": (tides, 3)}


def write(folder: Path = FOLDER) -> None:
    """Writes all files into `folder`."""
    for name, (make, seed) in TABLES.items():
        text = "".join(f"{line}\n" for line in make(Chance(seed)))
        (folder / name).write_bytes(text.encode())
    for number, (name, pixels) in enumerate(shapes(Chance(4))):
        path = folder / "shapes" / name / f"{number:03}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(pixels).save(path, optimize=True)


if __name__ == "__main__":
    write()
