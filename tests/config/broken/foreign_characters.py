"""Characters that only look like those of YAML, and what pages put around a config."""

from tests.config.broken.row import GOOD, LAYERS, Broken, stack

HEAD = "Dense: {units: 10, activation: softmax}"
_LISTED = ("data:\n", "  source: mnist\n", *LAYERS.splitlines(keepends=True))

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
    *(
        Broken(
            f"bullets: {mark}",
            GOOD.partition("layers")[0]
            + f"layers:\n  {mark}Flatten\n  {mark}Dense: {{units: 10, activation: softmax}}\n",
            "3:3",
            "",
            message,
            f"begin each item with a dash and a space; write:\n  - Flatten\n  - {HEAD}",
        )
        for mark, message in (
            ("\u2022 ", "items begin with a dash, not with \u2022"),
            ("* ", "items begin with a dash, not with *"),
            ("\u2013 ", "items begin with a dash, not with \u2013"),
            ("-", "a dash has no space behind it"),
        )
    ),
    *(
        Broken(
            f"a dash without a space among others, in line {line}",
            stack("Dropout: 0.2", "Flatten", "Dense: 64", HEAD).replace(f"- {tight}", f"-{tight}"),
            f"{line}:3",
            "",
            "a dash has no space behind it",
            f"begin each item with a dash and a space; write:\n  - {tight}",
        )
        for line, tight in ((3, "Dropout: 0.2"), (4, "Flatten"), (5, "Dense: 64"), (6, HEAD))
    ),
    *(
        Broken(
            f"numbers of lines as in {first!r}",
            "".join(first.replace("1", str(place)) + line for place, line in enumerate(_LISTED, start=1)),
            "1:1",
            "",
            "the lines begin with their numbers",
            "leave the numbers out; write:\ndata:\n  source: mnist\n",
        )
        for first in ("1 ", "1: ", "1.", "1|\t")
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
