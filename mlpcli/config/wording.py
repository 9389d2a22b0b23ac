"""The one place where mistakes in a config are put into words: found, expected, fix."""

import re
from collections.abc import Callable, Iterable
from collections.abc import Mapping as Table
from difflib import get_close_matches
from typing import Any

from pydantic_core import ErrorDetails

from mlpcli.config.known import keys_of, required_of

Words = tuple[str, str]

_MOST_LISTED = 6

# What users coming from other tools write, and what it is called here.
_OTHER_TOOLS = {
    "input_shape": "remove it: the input's shape comes from the dataset",
    "input_dim": "remove it: the input's shape comes from the dataset",
    "batch_input_shape": "remove it: the input's shape comes from the dataset",
    "data_format": "remove it: channels always come last",
    "lr": "write learning_rate",
    "decay": "write a schedule, such as learning_rate: {ExponentialDecay: {...}}",
    "validation_split": "write data.validation",
    "hidden_layer_sizes": "write one Dense layer for each size",
    "kernel": "write kernel_initializer, or kernel_size for a convolution",
}

# An example for every argument that has no default.
_EXAMPLES = {
    "units": "64",
    "filters": "32",
    "kernel_size": "3",
    "pool_size": "2",
    "rate": "0.5",
    "activation": "relu",
    "scale": "0.5",
    "stddev": "0.1",
    "factor": "0.1",
    "height_factor": "0.1",
    "width_factor": "0.1",
    "target_shape": "[28, 28, 1]",
    "dims": "[2, 1]",
    "n": "3",
    "layer": "{LSTM: {units: 32}}",
    "initial_learning_rate": "0.01",
    "decay_steps": "10 epochs",
    "first_decay_steps": "10 epochs",
    "decay_rate": "0.9",
    "boundaries": "[5 epochs]",
    "values": "[0.01, 0.001]",
    "path": "data.npz",
    "source": "mnist",
    "data": "{source: mnist}",
    "layers": "[Flatten, {Dense: {units: 10, activation: softmax}}]",
}


def word(details: ErrorDetails) -> Words:
    """What was found and expected, and how to fix it."""
    kind = details["type"]
    if kind in _WORDS:
        return _WORDS[kind](details)
    context = details.get("ctx", {})
    return details["msg"], str(context.get("fix", "compare with mlpcli schema"))


def suggest(name: str, known: Iterable[str]) -> str:
    """`did you mean ...?` for a near miss, else all that is known."""
    known = list(known)
    by_lower = {candidate.lower().replace("_", ""): candidate for candidate in reversed(known)}
    close = get_close_matches(name.lower().replace("_", ""), by_lower, n=1, cutoff=0.7)
    if close:
        return f"did you mean {by_lower[close[0]]}?"
    return f"known: {', '.join(known)}"


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _expected(details: ErrorDetails, expected: str, fix: str = "") -> Words:
    value = details["input"]
    if value is None:
        fix = "write a value after the colon, or remove the key"
    name = str(details["loc"][-1]) if details["loc"] else "it"
    example = f"{name}: {_EXAMPLES[name]}" if name in _EXAMPLES else f"{name} as {expected}"
    return f"found {_shown(value)}, expected {expected}", fix or f"write {example}"


def _number(expected: str) -> Callable[[ErrorDetails], Words]:
    def words(details: ErrorDetails) -> Words:
        return _expected(details, expected, _number_fix(details["input"], details))

    return words


def _number_fix(value: Any, details: ErrorDetails) -> str:
    name = str(details["loc"][-1])
    if isinstance(value, float) and value.is_integer():
        return f"write {name}: {value:.0f}"
    if isinstance(value, float):
        return f"write a whole number, such as {name}: {max(1, round(value))}"
    if not isinstance(value, str):
        return ""
    digits = value.replace("_", "").replace(",", "").strip()
    if re.fullmatch(r"0[0-9]+", digits):
        return f"numbers have no leading zeros here: write {int(digits)}"
    if re.fullmatch(r"0[xXoObB][0-9a-fA-F]+", digits):
        return "write the number in decimal"
    if re.fullmatch(r"[0-9]{1,3}(:[0-9]{2})+", digits):
        return "write one number: colons do not make minutes or hours here"
    if re.fullmatch(r"[-+]?[0-9]{1,20}(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?", digits):
        return f"write {digits}, without quotes or separators"
    return ""


def _boolean(details: ErrorDetails) -> Words:
    value = details["input"]
    meant = {"yes": "true", "on": "true", "no": "false", "off": "false", "1": "true", "0": "false"}.get(
        str(value).lower()
    )
    return _expected(details, "true or false", f"write {meant}" if meant else "write true or false")


def _text(details: ErrorDetails) -> Words:
    return _expected(details, "text", f'put it in quotes: "{details["input"]}"')


def _bound(expected: str) -> Callable[[ErrorDetails], Words]:
    def words(details: ErrorDetails) -> Words:
        text = expected.format(**details.get("ctx", {}))
        return _expected(details, text, f"choose {text}")

    return words


def _literal(details: ErrorDetails) -> Words:
    known = re.findall(r"'([^']*)'", details["ctx"]["expected"]) or [details["ctx"]["expected"]]
    value = details["input"]
    fix = suggest(value, known) if isinstance(value, str) else f"write {' or '.join(known[:3])}"
    some = ", ".join(known[:_MOST_LISTED]) + (", ..." if len(known) > _MOST_LISTED else "")
    return _expected(details, f"one of {some}", fix)


def _length(expected: str) -> Callable[[ErrorDetails], Words]:
    def words(details: ErrorDetails) -> Words:
        context = details["ctx"]
        count = context.get("min_length", context.get("max_length"))
        return (
            f"found a list of {context['actual_length']}, expected {expected} {count}",
            f"write {expected} {count} values",
        )

    return words


def _list(details: ErrorDetails) -> Words:
    name = str(details["loc"][-1])
    if name == "layers":
        return _expected(details, "a list of layers", "begin every layer with a dash: - Dense: {units: 10}")
    return _expected(details, "a list", f"write {name}: [{details['input']}]")


def _mapping(details: ErrorDetails) -> Words:
    name = str(details["loc"][-1])
    known = required_of(details["loc"]) or keys_of(details["loc"]) or ["KEY"]
    return _expected(
        details, "a mapping", f"write {name}: {{{known[0]}: {_EXAMPLES.get(known[0], 'VALUE')}}}"
    )


def _unknown_key(details: ErrorDetails) -> Words:
    key = str(details["loc"][-1])
    known = keys_of(details["loc"][:-1])
    if key in _OTHER_TOOLS and key not in known:
        return f"there is no key {key} here", _OTHER_TOOLS[key]
    return f"there is no key {key} here", suggest(key, known) if known else "remove it"


def _missing(details: ErrorDetails) -> Words:
    key = details["loc"][-1]
    if isinstance(key, int):
        return (
            f"found a list of {key}, expected more numbers",
            "write one number for both dimensions, or a list of two",
        )
    return f"{key} is missing", f"add {key}: {_EXAMPLES.get(key, 'VALUE')}"


def _unknown_name(details: ErrorDetails) -> Words:
    context = details["ctx"]
    return f"there is no {context['kind']} called {context['name']}", suggest(
        context["name"], context["known"]
    )


def _not_named(details: ErrorDetails) -> Words:
    context = details["ctx"]
    first, known = context["known"][0], ", ".join(context["known"])
    return (
        f"found {_shown(details['input'])}, expected a {context['kind']}",
        f"write its name, such as {first}, or {first}: {{ARGUMENT: VALUE}}; known: {known}",
    )


def _name(details: ErrorDetails) -> Words:
    return _expected(
        details,
        "at most 64 letters, digits, dots, dashes and underscores, the first a letter or a digit",
        f"write {re.sub(r'[^A-Za-z0-9._-]+', '-', details['input']).lstrip('._-')[:64] or 'my-network'}",
    )


def _no_source(details: ErrorDetails) -> Words:
    return "source is missing", f"add source: {_EXAMPLES['source']}; known: {', '.join(keys_of(('source',)))}"


def _unknown_source(details: ErrorDetails) -> Words:
    tag = str(details["ctx"]["tag"])
    return f"there is no source called {tag}", suggest(tag, keys_of(("source",)))


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
}
