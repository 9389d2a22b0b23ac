"""Text on standard output without Rich, which takes longer to start than what only prints JSON does."""

import json
import sys
import unicodedata

from mlpcli.runs.strict_json import with_nulls


def literal(text: str) -> str:
    """The text with every control and direction-changing character spelled out: `\\x1b`."""
    return "".join(_spelled(character) for character in text)


def write(text: str) -> None:
    """Results exactly as they are, for other programs to read."""
    sys.stdout.write(text)


def write_line(line: str) -> None:
    """A line of results with its end, exactly as it is for other programs, and literally for a terminal."""
    write(literal(line.removesuffix("\n")) + "\n" if sys.stdout.isatty() else line)


def write_json(value: object) -> None:
    """`value` as JSON in printable ASCII, figures that are not finite as null."""
    text = json.dumps(with_nulls(value), indent=2, allow_nan=False)
    # The one control character that json leaves as it is.
    write(text.replace("\x7f", "\\u007f") + "\n")


def figure(value: float | None) -> str:
    """A loss, a metric or a rate as people read it, nothing for None: `0.9812`, `0.00025`, `1.3e+29`."""
    if value is None:
        return ""
    plain = value == 0 or 1e-3 <= abs(value) < 1e6
    return f"{value:.4f}" if plain else f"{value:.4g}"


def _spelled(character: str) -> str:
    if unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return character
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")
