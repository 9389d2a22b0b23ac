"""Config files that somebody mistyped, drawn by Hypothesis."""

import json
import re
from collections.abc import Callable, Sequence

from hypothesis import strategies as st

# Characters and words that YAML or the config language gives a meaning to.
_PIECES = [*"[]{}:,-&*!|>'\"#%@`\\\n\t ", "1", "null", "x: 1", "Dense", "<<: ", "&a ", "*a", "---\n"]
_SCALARS = st.one_of(
    st.sampled_from(["", "-1", "0", "1e-3", "1e999", ".nan", "-.inf", "null", "yes", "true", "[]", "{}"]),
    st.sampled_from(["1 epoch", "1e9 epochs", "relu", "Dense", "auto", "[1, [2]]", "{a: 1}", "9" * 39]),
    st.integers().map(str),
    st.floats().map(str),
    # With the escapes of JSON, which are YAML's too: halves of characters among them.
    st.text(max_size=6).map(json.dumps),
    st.characters(categories=["Cs", "Cc"]).map(json.dumps),
)
# What stands after a colon, a dash, a comma or a bracket.
_VALUE = re.compile(r"(?<=[:\-,\[{] )[^\s,{}\[\]]+|(?<=\[)[^\s,{}\[\]]+")


@st.composite
def mutated(draw: st.DrawFn, texts: Sequence[str]) -> str:
    """One of `texts` after a few slips: letters lost or put in, lines swapped, values replaced."""
    text = draw(st.sampled_from(texts))
    for _ in range(draw(st.integers(1, 4))):
        text = draw(st.sampled_from(_SLIPS))(draw, text)
    return text


def _lost(draw: st.DrawFn, text: str) -> str:
    start = draw(st.integers(0, len(text)))
    return text[:start] + text[start + draw(st.integers(1, 12)) :]


def _put_in(draw: st.DrawFn, text: str) -> str:
    start = draw(st.integers(0, len(text)))
    return text[:start] + draw(st.sampled_from(_PIECES) | st.text(max_size=3)) + text[start:]


def _swapped(draw: st.DrawFn, text: str) -> str:
    lines = text.splitlines(keepends=True)
    if not lines:
        return text
    one, other = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
    lines[one], lines[other] = lines[other], lines[one]
    return "".join(lines)


def _replaced(draw: st.DrawFn, text: str) -> str:
    values = list(_VALUE.finditer(text))
    if not values:
        return text
    value = draw(st.sampled_from(values))
    return text[: value.start()] + draw(_SCALARS) + text[value.end() :]


_SLIPS: Sequence[Callable[[st.DrawFn, str], str]] = (_lost, _put_in, _swapped, _replaced)
