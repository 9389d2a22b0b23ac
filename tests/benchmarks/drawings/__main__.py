"""How runs read drawings: python -m tests.benchmarks.drawings DIGITS FOLDER RUN...

DIGITS is a folder of MNIST's digits as PNG files, in subfolders 0 to 9. The drawings are written to FOLDER,
with what the network sees beside them and contact sheets of both; every RUN is a run's folder.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from PIL import Image

import mlpcli
from mlpcli.inference.prediction import ClassPrediction
from tests.benchmarks.drawings.kinds import KINDS
from tests.benchmarks.drawings.pen_strokes import FIRST, SECOND, drawings


def main() -> None:
    digits, folder, *runs = sys.argv[1:]
    kinds = [*_kinds(Path(digits), Path(folder)), *_pens(Path(folder))]
    print(f"| input | {' | '.join(Path(run).name for run in runs)} |\n| --- |{' --- |' * len(runs)}")
    for kind in kinds:
        cells = [_read(kind, run) for run in runs]
        print(f"| {kind.name} | {' | '.join(cells)} |", flush=True)
        contact_sheet(kind)


def _kinds(digits: Path, folder: Path) -> Iterable[Path]:
    found = sorted(digits.glob("?/*.png"))
    for name, kind in KINDS.items():
        random = np.random.default_rng(0)
        images = ((kind(np.asarray(Image.open(path)), random), path.parent.name) for path in found)
        yield _written(folder / name, images)


def _pens(folder: Path) -> Iterable[Path]:
    for name, forms, seed in (("pens_first", FIRST, 1), ("pens_second", SECOND, 2)):
        yield _written(folder / name, ((image, str(digit)) for image, digit in drawings(forms, seed)))


def _written(folder: Path, images: Iterable[tuple[Image.Image, str]]) -> Path:
    folder.mkdir(parents=True)
    for number, (image, label) in enumerate(images):
        image.save(folder / f"{number:04}-{label}.png")
    return folder


def _read(folder: Path, run: str) -> str:
    """How many are read right, and of the others how many are read wrong, not refused."""
    seen = folder.with_name(f"{folder.name}-seen")
    answers = mlpcli.predict([str(folder)], run, save_inputs=seen, force=True)
    found = [one for batch in answers.batches for one in batch.predictions]
    read = [one for one in found if isinstance(one, ClassPrediction)]
    right = sum(Path(one.input).stem[-1] == one.label for one in read)
    return f"{right / len(found):.1%} ({len(found) - len(read)} refused)"


def contact_sheet(folder: Path, most: int = 60, side: int = 64) -> None:
    """Beside every drawing what the network sees of it, in `FOLDER.png`."""
    seen = folder.with_name(f"{folder.name}-seen")
    paths = sorted(folder.iterdir())
    paths = paths[:: max(1, len(paths) // most)]
    across = 8
    page = Image.new("RGB", (across * 2 * side, -(-len(paths) // across) * side), "grey")
    for number, path in enumerate(paths):
        corner = (number % across * 2 * side, number // across * side)
        drawing = Image.open(path).convert("RGBA")
        drawing.thumbnail((side - 2, side - 2))
        page.paste(drawing, corner, drawing)
        page.paste(Image.open(seen / path.name).resize((side - 2, side - 2)), (corner[0] + side, corner[1]))
    page.save(folder.with_suffix(".png"))


if __name__ == "__main__":
    main()
