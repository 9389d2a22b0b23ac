"""Texts and numbers in readable form, for terminals and pages."""

import unicodedata


def literal(text: str) -> str:
    """The text with every control and bidirectional formatting character escaped: `\\x1b`."""
    return "".join(_spelled(character) for character in text)


def figure(value: float | None) -> str:
    """A loss, a metric or a rate in readable form, empty for None: `0.9812`, `0.00025`, `1.3e+29`."""
    if value is None:
        return ""
    plain = value == 0 or 1e-3 <= abs(value) < 1e6
    return f"{value:.4f}" if plain else f"{value:.4g}"


def shortened(text: str, most: int) -> str:
    """The text in at most so many characters, with `...` in the place of its middle."""
    if len(text) <= most:
        return text
    kept = most - 3
    return f"{text[: kept - kept // 3]}...{text[len(text) - kept // 3 :]}"


def _spelled(character: str) -> str:
    if unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return character
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")
