"""Characters that only look like those of YAML, and what pages put around a config."""

from tests.config.broken.row import GOOD, LAYERS, Broken, stack

ROWS = (
    Broken(
        "colons of an East Asian keyboard",
        "data\uff1a {source\uff1a mnist}\n" + LAYERS,
        "1:5",
        "",
        "the character U+FF1A only looks like :",
        "type the characters that YAML has; write:\ndata: {source: mnist}",
    ),
    Broken(
        "commas of an East Asian keyboard",
        stack("Flatten", "Dense: {units\uff1a10\uff0cactivation\uff1asoftmax}"),
        "4:18",
        "",
        "the character U+FF1A only looks like :",
        "  - Dense: {units: 10, activation: softmax}",
    ),
    Broken(
        "wide spaces for an indentation",
        "data:\n\u3000source: mnist\n" + LAYERS,
        "2:1",
        "",
        "the character U+3000 only looks like a space",
        "  source: mnist",
    ),
    Broken(
        "spaces of a page for an indentation",
        "data:\n\xa0\xa0source: mnist\n" + LAYERS,
        "2:1",
        "",
        "the character U+00A0 only looks like a space",
        "  source: mnist",
    ),
    Broken(
        "digits of an East Asian keyboard",
        stack("Flatten", "Dense: {units: \uff11\uff10, activation: softmax}"),
        "4:20",
        "",
        "the character U+FF11 only looks like 1",
        "  - Dense: {units: 10, activation: softmax}",
    ),
    Broken(
        "fence of Markdown",
        f"```yaml\n{GOOD}```\n",
        "1:1",
        "",
        "this is a fence of Markdown, not YAML",
        "remove the fences, and what stands around them",
    ),
    Broken(
        "fence of Markdown with words around it, and a mistake",
        f"Here it is:\n\n```\n{GOOD}seed: x\n```\nEnjoy\n",
        "3:1",
        "",
        "this is a fence of Markdown, not YAML",
        "remove the fences, and what stands around them",
        more=1,
    ),
)
