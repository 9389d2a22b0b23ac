"""Makes the pictures of README.md and README.ja.md again, of the runs in `runs/` that README.ja.md trains:

    python -m tests.pictures

`digit.png`, one of `tests/benchmarks/drawings`, stays as it is.
"""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import sync_playwright

import mlpcli
from mlpcli.arguments import FitMode

PICTURES = Path(__file__).parents[1] / ".github" / "pictures"
_DRAWN = (
    *("configs/mnist_mlp.yaml", "configs/mnist_cnn.yaml"),
    *("and_perceptron", "xor_one", "xor_perceptrons", "xor_mlp", "softmax_3_2_2", "two_clouds_mlp"),
)
_READ = "mnist_mlp"
# Parts of the reports of runs, by their ids.
_PARTS = {
    _READ: ("learning", "classes", "mistakes"),
    **dict.fromkeys(("xor_one", "xor_mlp", "two_clouds_mlp"), ("regions",)),
}


def main() -> None:
    for subject in _DRAWN:
        mlpcli.explain(subject, output=PICTURES / f"{Path(subject).stem}.svg", force=True)
    with TemporaryDirectory() as folder:
        _seen("auto", Path(folder) / "fitted")
        _seen("never", Path(folder) / "resized")
        _parts_of_reports(Path(folder))


def _seen(fit: FitMode, folder: Path) -> None:
    """What the network sees of the drawn digit, five times as large."""
    digit = PICTURES / "digit.png"
    for batch in mlpcli.predict([str(digit)], _READ, fit=fit, save_inputs=folder).batches:
        print(fit, batch.predictions[0])
    with Image.open(folder / digit.name) as seen:
        seen.resize((140, 140), Image.Resampling.NEAREST).save(PICTURES / f"digit_{folder.name}.png")


def _parts_of_reports(folder: Path) -> None:
    chromium = shutil.which("chromium")
    with (
        sync_playwright() as playwright,
        # Its own sandbox needs rights that containers do not give.
        playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"]) as browser,
    ):
        page = browser.new_page(viewport={"width": 760, "height": 900}, color_scheme="light")
        for run, parts in _PARTS.items():
            page.goto(mlpcli.report(run, folder / f"{run}.html").path.as_uri())
            for part in parts:
                file = PICTURES / f"{run}_{part}.png"
                page.locator(f"#{part}").screenshot(path=file)
                with Image.open(file) as whole:
                    few = whole.convert("RGB").quantize(64, dither=Image.Dither.NONE)
                few.save(file, optimize=True)


if __name__ == "__main__":
    main()
