"""The wording of all schema mistakes in a config: found, expected, fix."""

import re
from collections.abc import Callable
from collections.abc import Mapping as Table
from typing import Any, get_args

from pydantic_core import ErrorDetails

from mlpcli.config.messages.example_values import EXAMPLES, OF_KIND, OTHER_TOOLS
from mlpcli.config.messages.known_keys import keys_of, owners_of, required_of, sections_with
from mlpcli.config.messages.number_fixes import number_fix
from mlpcli.config.messages.quoting import shown
from mlpcli.config.messages.spelling import nearest, suggest
from mlpcli.config.training import Metric, ShortMetric

Words = tuple[str, str]

_MOST_LISTED = 6
_METRICS = (*get_args(Metric), *get_args(ShortMetric))
# Fractions that users may write as a percentage.
_SHARES = frozenset({"validation", "test", "rate", "dropout", "recurrent_dropout"})


def word(details: ErrorDetails) -> Words:
    """What was found and expected, and how to fix it.

    `ctx["key"]` is the last key of the mistake's path that exists in the document.
    """
    kind = details["type"]
    if kind in _WORDS:
        return _WORDS[kind](details)
    return details["msg"], str(details["ctx"].get("fix", "compare with mlpcli schema"))


def _key(details: ErrorDetails) -> str:
    return str(details["ctx"]["key"])


def _is_required(details: ErrorDetails) -> bool:
    return _key(details) in required_of(details["loc"][:-1])


def _expected(details: ErrorDetails, expected: str, fix: str = "") -> Words:
    value, key = details["input"], _key(details)
    example = f"write {key}: {EXAMPLES[key]}" if key in EXAMPLES else f"write {expected}{_where(details)}"
    if value is None:
        fix = example if _is_required(details) else "write a value after the colon, or remove the key"
    return f"found {shown(value)}, expected {expected}", fix or example


def _where(details: ErrorDetails) -> str:
    return "" if isinstance(details["loc"][-1], int) else f" after {_key(details)}:"


def _number(expected: str) -> Callable[[ErrorDetails], Words]:
    def words(details: ErrorDetails) -> Words:
        return _expected(details, expected, _number_fix(details["input"], _key(details)))

    return words


def _number_fix(value: Any, key: str) -> str:
    if isinstance(value, float) and abs(value) < 1e15:
        whole = round(value) if value.is_integer() else max(1, round(value))
        return f"write {key}: {whole}" if whole == value else f"write a whole number, such as {key}: {whole}"
    return number_fix(value) if isinstance(value, str) else ""


def _boolean(details: ErrorDetails) -> Words:
    return _expected(details, "true or false", _boolean_fix(details["input"]) or "write true or false")


def _boolean_fix(value: Any) -> str:
    meant = {"yes": "true", "on": "true", "true": "true", "1": "true"} | {
        "no": "false",
        "off": "false",
        "false": "false",
        "0": "false",
    }
    word = meant.get(str(value).lower(), "")
    return word and (f"write {word}, without quotes" if word == value else f"write {word}")


def _text(details: ErrorDetails) -> Words:
    value = details["input"]
    quotable = isinstance(value, bool | int | float) and _key(details) not in EXAMPLES
    return _expected(details, "text", f'put it in quotes: "{shown(value)}"' if quotable else "")


def _bound(expected: str) -> Callable[[ErrorDetails], Words]:
    def words(details: ErrorDetails) -> Words:
        limits = {name: _limit(value) for name, value in details["ctx"].items() if name in expected}
        text, value = expected.format(**limits), details["input"]
        fix = f"choose {text}"
        if _key(details) in _SHARES and 1 < value <= 100:
            fix = f"write a fraction: {value:g} % is {value / 100:g}"
        return _expected(details, text, fix)

    return words


def _limit(value: float) -> str:
    return f"{value:.0f}" if float(value).is_integer() else f"{value:g}"


def _literal(details: ErrorDetails) -> Words:
    expected = details["ctx"]["expected"]
    names = re.findall(r"'([^']*)'|\b(True|False)\b", expected)
    known = [quoted or plain.lower() for quoted, plain in names] or [expected]
    some = ", ".join(known[:_MOST_LISTED]) + (", ..." if len(known) > _MOST_LISTED else "")
    expected = f"one of {some}" if len(known) > 1 else some
    if _key(details) == "class_weight":
        expected = "balanced, or a weight for each class"
    return _expected(details, expected, _literal_fix(details, known))


def _literal_fix(details: ErrorDetails, known: list[str]) -> str:
    value, key = details["input"], _key(details)
    if len(known) == 1:
        return f"write {key}: {known[0]}, or remove the key"
    if "true" in known and (fix := _boolean_fix(value)):
        return fix
    if isinstance(value, dict) and len(value) == 1 and next(iter(value)) in known:
        return f"write {key}: {next(iter(value))}; it takes no arguments"
    if isinstance(value, str) and (nearest(value, known) or len(known) > _MOST_LISTED):
        return suggest(value, known)
    return "" if key in EXAMPLES and EXAMPLES[key] in known else f"write {' or '.join(known)}"


def _length(expected: str) -> Callable[[ErrorDetails], Words]:
    def words(details: ErrorDetails) -> Words:
        context = details["ctx"]
        count = context.get("min_length", context.get("max_length"))
        items = f"{expected} {count} item" + ("" if count == 1 else "s")
        fix = _DASHES if _key(details) == "layers" else f"write {items}"
        return f"found {shown(details['input'])}, expected {items}", fix

    return words


_DASHES = "start every layer with a dash: - Dense: {units: 10}"


def _list(details: ErrorDetails) -> Words:
    value = details["input"]
    if _key(details) == "layers":
        message, _ = _expected(details, "a list of layers")
        return message, _DASHES
    if isinstance(details["loc"][-1], int):
        return _expected(details, "a list", f"write [{shown(value)}]")
    items = _items(_key(details), value)
    return _expected(details, "a list", f"write {_key(details)}: [{items}]" if items else "")


def _items(key: str, value: Any) -> str:
    """The items of the list that `value` was probably meant to be; empty if that is unclear."""
    if isinstance(value, dict):
        return ""
    # It may be in parentheses, like a Python tuple.
    text = value.strip("()") if isinstance(value, str) else shown(value)
    if key != "metrics":
        return text
    meant = [nearest(name.strip(), _METRICS) for name in text.split(",")]
    return "" if None in meant else ", ".join(filter(None, meant))


def _mapping(details: ErrorDetails) -> Words:
    value, key = details["input"], _key(details)
    if key == "data" and isinstance(value, str):
        return _expected(details, "a mapping", f"write data: {{source: {value}}}")
    if isinstance(value, str) and (colon := re.fullmatch(r"(\w+):(\S+)", value)):
        return _expected(details, "a mapping", f"put a space after the colon: {colon[1]}: {colon[2]}")
    if not key[:1].isupper():
        return _expected(details, "a mapping")
    return _expected(details, "arguments", f"write {_with_argument(key, value)}")


def _with_argument(name: str, value: Any) -> str:
    """The class with `value` as its most likely argument."""
    required, keys = required_of((name,)), keys_of((name,))
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if required:
        return f"{name}: {{{required[0]}: {value if is_number else EXAMPLES.get(required[0], 'VALUE')}}}"
    # Without required arguments, a layer's first argument is its name, which cannot be a number.
    if is_number and keys and keys[0] != "name":
        return f"{name}: {{{keys[0]}: {value}}}"
    return f"{name} alone, or {name}: {{ARGUMENT: VALUE}}"


def _unknown_key(details: ErrorDetails) -> Words:
    key, section = _key(details), details["loc"][:-1]
    known = keys_of(section)
    message = f"there is no key {shown(key, quoted=False)} here"
    if not known:
        return message, "remove it"
    if key in OTHER_TOOLS:
        return message, OTHER_TOOLS[key]
    if parents := sections_with(key, section):
        return message, f"write it {parents}"
    if owners := owners_of(key, str(section[-1]) if section else ""):
        return message, f"{key} belongs to {', '.join(owners)}, not to {section[-1]}"
    return message, suggest(key, known)


def _missing(details: ErrorDetails) -> Words:
    place = details["loc"][-1]
    if isinstance(place, int):
        return f"found a list of {place}, expected more numbers", "write one number alone, or a list of two"
    return f"{place} is missing", f"add {place}: {EXAMPLES.get(place, 'VALUE')}"


def _unknown_name(details: ErrorDetails) -> Words:
    kind, name, known = (details["ctx"][word] for word in ("kind", "name", "known"))
    if kind == "learning-rate schedule" and not nearest(name, known):
        fix = number_fix(name) or f"write {EXAMPLES['learning_rate']}, or one of {', '.join(known)}"
        return f"found {shown(name)}, expected a number or a learning-rate schedule", fix
    message = f"there is no {kind} called {shown(name, quoted=False)}"
    owners = [owner for owner in known if name in keys_of((owner,))]
    if owners and not nearest(name, known):
        return (
            message,
            f"{name} is an argument: write it below {_article(kind)} {kind}, as in {OF_KIND[kind]}",
        )
    return message, suggest(name, known)


def _not_named(details: ErrorDetails) -> Words:
    kind = details["ctx"]["kind"]
    expected = "a number or a learning-rate schedule" if "rate" in kind else f"{_article(kind)} {kind}"
    return f"found {shown(details['input'])}, expected {expected}", f"write {OF_KIND[kind]}"


def _article(word: str) -> str:
    return "an" if word[0] in "aeiou" else "a"


def _name(details: ErrorDetails) -> Words:
    letters = (
        "letters, digits, dashes and underscores, starting with a letter and not ending in an underscore"
    )
    replaced, ends, default = r"[^A-Za-z0-9_-]+", r"^[^A-Za-z]+|_+$", "dense_a"
    if details["loc"] == ("name",):
        letters = "letters, digits, dots, dashes and underscores, starting with a letter or a digit"
        replaced, ends, default = r"[^A-Za-z0-9._-]+", r"^[^A-Za-z0-9]+", "my-network"
    fixed = re.sub(ends, "", re.sub(replaced, "-", details["input"])[:64])
    return _expected(details, f"at most 64 {letters}", f"write {fixed or default}")


def _no_source(details: ErrorDetails) -> Words:
    return "source is missing", f"add source: {EXAMPLES['source']}; known: {', '.join(keys_of(('source',)))}"


def _unknown_source(details: ErrorDetails) -> Words:
    found, known = details["input"]["source"], keys_of(("source",))
    if not isinstance(found, str):
        fix = f"write source: {EXAMPLES['source']}; known: {', '.join(known)}"
        return f"found {shown(found)}, expected the name of a source", fix
    return f"there is no source called {shown(found, quoted=False)}", suggest(found, known)


def _literal_number(details: ErrorDetails) -> Words:
    found = details["ctx"]["found"]
    message = f"found {'null' if found is None else shown(found)} among literal weights"
    return message, "write finite numbers only, such as [[0.5], [0.5]]"


def _step_count(details: ErrorDetails) -> Words:
    fix = "write steps such as 1000, or epochs such as 10 epochs"
    return _expected(details, str(details["ctx"]["expected"]), fix)


_WORDS: Table[str, Callable[[ErrorDetails], Words]] = {
    "int_type": _number("a whole number"),
    "int_from_float": _number("a whole number"),
    "int_parsing_size": _number("a smaller whole number"),
    "float_type": _number("a number"),
    "finite_number": _number("a finite number"),
    "bool_type": _boolean,
    "string_type": _text,
    "path_type": _text,
    "string_pattern_mismatch": _name,
    "greater_than": _bound("more than {gt}"),
    "greater_than_equal": _bound("{ge} or more"),
    "less_than": _bound("less than {lt}"),
    "less_than_equal": _bound("{le} or less"),
    "literal_error": _literal,
    "too_short": _length("at least"),
    "too_long": _length("at most"),
    "tuple_type": _list,
    "list_type": _list,
    "model_type": _mapping,
    "dict_type": _mapping,
    "model_attributes_type": _mapping,
    "extra_forbidden": _unknown_key,
    "missing": _missing,
    "unknown_name": _unknown_name,
    "not_named": _not_named,
    "union_tag_not_found": _no_source,
    "union_tag_invalid": _unknown_source,
    "literal_number": _literal_number,
    "step_count": _step_count,
}
