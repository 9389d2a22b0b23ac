"""Layer names, and numbers of initializers."""

from tests.config.broken.row import Broken, stack

ROWS = (
    Broken(
        "layer name with a slash",
        stack("Dense: {units: 10, name: a/b}"),
        "3:30",
        "layers[0] Dense.name",
        'found "a/b", expected at most 64 letters, digits, dashes and underscores, the first a letter',
        "write a-b",
    ),
    Broken(
        "layer name a number",
        stack("Dense: {units: 10, name: 3}"),
        "3:30",
        "layers[0] Dense.name",
        "found 3, expected text",
        'put it in quotes: "3"',
    ),
    Broken(
        "stddev below 0",
        stack("Dense: {units: 10, kernel_initializer: {RandomNormal: {stddev: -1}}}"),
        "3:68",
        "layers[0] Dense.kernel_initializer RandomNormal.stddev",
        "found -1, expected 0 or more",
        "choose 0 or more",
    ),
    Broken(
        "ragged literal weights",
        stack("Dense: {units: 2, kernel_initializer: [[1, 2], [3]]}"),
        "3:23",
        "layers[0] Dense.kernel_initializer",
        "lists of different lengths among literal weights",
        "write one row for each input, each with one number for each unit",
    ),
    Broken(
        "empty literal weights",
        stack("Dense: {units: 2, kernel_initializer: []}"),
        "3:23",
        "layers[0] Dense.kernel_initializer",
        "an empty list among literal weights",
        "write one row for each input, each with one number for each unit",
    ),
    Broken(
        "text among literal weights",
        stack("Dense: {units: 2, kernel_initializer: [[1, x]]}"),
        "3:23",
        "layers[0] Dense.kernel_initializer",
        '"x" stands among literal weights',
        "write finite numbers only, such as [[0.5], [0.5]]",
    ),
    Broken(
        "null among literal weights",
        stack("Dense: {units: 2, kernel_initializer: [[1, null]]}"),
        "3:23",
        "layers[0] Dense.kernel_initializer",
        "null stands among literal weights",
        "write finite numbers only, such as [[0.5], [0.5]]",
    ),
)
