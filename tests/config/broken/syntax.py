"""Texts that are not YAML, and YAML that is too much."""

from tests.config.broken.row import GOOD, Broken, stack, top, training

ROWS = (
    Broken(
        "unclosed quote", top('name: "mine'), "3:7", "", "the quote that opens here is not closed", "close it"
    ),
    Broken(
        "unclosed bracket",
        "data: {source: mnist}\nlayers: [Flatten, {Dense: {units: 10}\n",
        "2:19",
        "",
        "the bracket that opens here is not closed",
        "close it: every [ needs a ], and every { a }",
    ),
    Broken(
        "closing bracket too many",
        top("name: mine]", "seed: ]"),
        "4:7",
        "",
        "found ], expected a value",
        "write a value, or quote text that contains ]",
        more=2,
    ),
    Broken(
        "colon without a space",
        training("epochs:10"),
        "4:3",
        "training",
        'found "epochs:10", expected a mapping',
        "put a space after the colon: epochs: 10",
    ),
    Broken(
        "colon in a value",
        top("name: my: net"),
        "3:9",
        "",
        "found a colon where no key can be",
        "write NAME: VALUE, indent keys of one section equally, and quote text that contains a colon",
        more=1,
    ),
    Broken(
        "wrong indentation",
        training("epochs: 1", " batch_size: 2"),
        "5:14",
        "",
        "found a colon where no key can be",
        "write NAME: VALUE, indent keys of one section equally, and quote text that contains a colon",
    ),
    Broken(
        "dash at the wrong depth",
        "data: {source: mnist}\nlayers:\n  - Flatten\n - Dense: {units: 10}\n",
        "4:2",
        "",
        "this line does not fit the indentation above it",
        "give keys of one section, and dashes of one list, the same indentation",
    ),
    Broken(
        "deep nesting",
        "a: " + "[" * 40 + "]" * 40,
        "1:36",
        "",
        "nested deeper than 32 levels",
        "reduce the nesting",
    ),
    Broken(
        "key that is a list",
        "[a, b]: 1\n",
        "1:1",
        "",
        "a key must be a plain name",
        "write NAME: VALUE",
        more=3,
    ),
    Broken(
        "question mark key", "? {a: 1}\n: 2\n", "1:3", "", "a key must be a plain name", "write NAME: VALUE"
    ),
    Broken(
        "null key",
        "~: 1\n" + GOOD,
        "1:1",
        "~",
        "there is no key ~ here",
        "known: version, name, seed, data, layers, optimizer, training",
    ),
    Broken(
        "empty key",
        ": 1\n" + GOOD,
        "1:1",
        "",
        "this line does not fit the indentation above it",
        "give keys of one section, and dashes of one list, the same indentation",
    ),
    Broken(
        "percent directive",
        "%YAML 1.1\n---\n" + GOOD.replace("mnist", "mnst"),
        "3:16",
        "data.source",
        "there is no source called mnst",
        "did you mean mnist?",
    ),
    Broken(
        "unknown directive",
        "%FOO\n" + GOOD,
        "2:1",
        "",
        "a second document begins here",
        "keep one document per file, without lines that begin with % or ...",
    ),
    Broken(
        "at sign", top("name: @home"), "3:7", "", "a value cannot begin with @", "put it in quotes", more=1
    ),
    Broken(
        "backtick", top("name: `x`"), "3:7", "", "a value cannot begin with `", "put it in quotes", more=1
    ),
    Broken(
        "key without a colon",
        "seed 1\ndata: {source: mnist}\n",
        "2:5",
        "",
        "found a colon where no key can be",
        "write NAME: VALUE, indent keys of one section equally, and quote text that contains a colon",
        more=1,
    ),
    Broken(
        "dash behind a key",
        top("training: - epochs"),
        "3:11",
        "",
        "found a dash where no list can begin",
        "begin the list on a new line",
        more=1,
    ),
    Broken(
        "missing comma in braces",
        stack("Dense: {units: 10 activation: relu}"),
        "3:33",
        "",
        "expected a comma or } here",
        "separate values with commas, and close every bracket",
    ),
    Broken(
        "too large",
        "# " + "x" * 262_144 + "\n" + GOOD,
        "config.yaml",
        "",
        "larger than 256 KiB",
        "move data and weights to separate files; a config is short",
    ),
    Broken(
        "too many values",
        "layers: [" + "0, " * 50_001 + "]",
        "1:150001",
        "",
        "more than 50,000 values, with aliases expanded",
        "shorten the config",
    ),
)
