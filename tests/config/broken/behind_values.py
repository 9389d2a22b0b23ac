"""What stands behind a value where nothing can."""

from tests.config.broken.row import GOOD, LAYERS, Broken

ROWS = (
    Broken(
        "comma behind a section",
        "data: {source: mnist},\n" + LAYERS,
        "1:22",
        "",
        "nothing can stand behind a value",
        "only those in brackets have commas; write:\ndata: {source: mnist}",
    ),
    Broken(
        "comma behind a layer, and a mistake after it",
        "data: {source: mnist}\nlayers:\n  - Flatten\n  - Dense: {units: 8},\n"
        "  - Dense: {units: 10, activation: softmax}\ntraining: {epochs: many}\n",
        "4:22",
        "",
        "nothing can stand behind a value",
        "  - Dense: {units: 8}",
        more=1,
    ),
    Broken(
        "comment of another language",
        GOOD + "training: {epochs: 3} // three\n",
        "3:23",
        "",
        "nothing can stand behind a value",
        "training: {epochs: 3} # three",
    ),
    Broken(
        "two sections on a line",
        "data: {source: mnist}; layers: [Flatten, {Dense: {units: 10, activation: softmax}}]\n",
        "1:22",
        "",
        "nothing can stand behind a value",
        "data: {source: mnist}\nlayers: [Flatten, ",
    ),
)
