"""What Hypothesis does to a valid file, to see what reading it makes of that."""

from collections.abc import Mapping

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

MOST_EXAMPLES = max(200, settings().max_examples)
"""Of a test whose examples take a fraction of a millisecond."""

# One folder for all examples of a test: every example writes its file anew.
fuzzed = settings(
    max_examples=MOST_EXAMPLES,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@st.composite
def damaged(draw: st.DrawFn, content: bytes) -> bytes:
    """`content` with a few bits turned over, spans replaced by other bytes, or its end cut off."""
    data = bytearray(content)
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, max(0, len(data) - 1)))
        match draw(st.sampled_from(["bit", "span", "end"])):
            case "bit" if data:
                data[start] ^= 1 << draw(st.integers(0, 7))
            case "end":
                del data[start:]
            case _:
                data[start : start + draw(st.integers(0, 20))] = draw(st.binary(max_size=20))
    return bytes(data)


def any_bytes_or_damaged(contents: Mapping[str, bytes]) -> st.SearchStrategy[bytes]:
    """Bytes without a plan, or one of `contents`, damaged."""
    return st.binary(max_size=80) | st.sampled_from(sorted(contents)).flatmap(
        lambda name: damaged(contents[name])
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@st.composite
def damaged_json(draw: st.DrawFn, value: Mapping[str, object]) -> object:
    """`value` with a key renamed, removed or added, or with another value somewhere."""
    changed = dict(value)
    for _ in range(draw(st.integers(1, 3))):
        key = draw(st.sampled_from(sorted(value)) | st.text(max_size=8))
        match draw(st.sampled_from(["remove", "set", "inside"])):
            case "remove":
                changed.pop(key, None)
            case "inside" if isinstance(inner := changed.get(key), dict):
                changed[key] = inner | {draw(st.text(max_size=8)): draw(JSON)}
            case "inside" if isinstance(inner := changed.get(key), list | tuple):
                changed[key] = [*inner, draw(JSON)]
            case _:
                changed[key] = draw(JSON)
    return changed
