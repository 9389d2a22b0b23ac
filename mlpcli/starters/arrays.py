"""The config to start from for NumPy files."""

from pathlib import Path

from mlpcli.config.sources.arrays import Arrays
from mlpcli.config.yaml.notation import one_line
from mlpcli.data.sources.arrays import open_arrays
from mlpcli.starters.choices_of_user import NOTHING, Said
from mlpcli.starters.image_network import image_network
from mlpcli.starters.signal_network import signal_network
from mlpcli.starters.starter import Starter, heading, settings, share_lines
from mlpcli.starters.table_recipe import data_lines, recipe


def arrays_starter(path: Path, written: str, said: Said = NOTHING) -> Starter:
    """The config that trains on an `.npz` with `x` and `y`; `written` is its path as the config has it, and
    what is `said` need not be found by looking.

    Raises UsageError for what cannot be said, and DataError for arrays that cannot be trained on.
    """
    opened = open_arrays(said.section(Arrays, source="arrays", path=path))
    facts, pair = opened.facts, opened.pairs[0]
    rows = pair.inputs.shape[0]
    what = f"{len(facts.classes)} classes" if facts.classes else "numbers"
    about = f"Predicts {what} from {facts.wanted} in {facts.name}, {rows:,} training rows."
    lines = [("source: arrays", ""), (f"path: {one_line(written)}", "")]
    if facts.kind not in ("image", "signal"):
        lines += data_lines(facts, rows, len(opened.pairs) == 2)
        layers = recipe(facts, rows)
    else:
        lines += share_lines(validated=True, has_own_test=len(opened.pairs) == 2)
        if not facts.pixels:
            lines.append(("standardize: true", "mean 0 and standard deviation 1"))
        network = image_network if facts.kind == "image" else signal_network
        layers = network(facts, rows, opened.section.validation > 0)
    text = f"{heading(about)}\ndata:\n{settings(said.lines(lines))}\n{layers}"
    return Starter(text, (about.removesuffix("."),))
