"""The wording of all mistakes that the schema finds: found, expected, fix."""

from collections.abc import Callable
from collections.abc import Mapping as Table

from mlpcli.config.messages.choice_wording import literal
from mlpcli.config.messages.key_wording import by_context, missing, unknown_key
from mlpcli.config.messages.list_wording import length, list_of, mapping
from mlpcli.config.messages.literal_wording import literal_number, ragged, too_large
from mlpcli.config.messages.mistake import Mistake, Words
from mlpcli.config.messages.name_wording import (
    not_named,
    refused_name,
    too_many_keys,
    unknown_name,
)
from mlpcli.config.messages.number_wording import boolean, bound, name, number, step_count, text
from mlpcli.config.messages.source_wording import no_source, row_split, unknown_source


def word(mistake: Mistake) -> Words:
    """What was found and expected, and how to fix it."""
    return _WORDS.get(mistake.kind, by_context)(mistake)


_WORDS: Table[str, Callable[[Mistake], Words]] = {
    "int_type": number("a whole number"),
    "int_from_float": number("a whole number"),
    "int_parsing_size": number("a smaller whole number"),
    "float_type": number("a number"),
    "finite_number": number("a finite number"),
    "bool_type": boolean,
    "string_type": text,
    "path_type": text,
    "string_pattern_mismatch": name,
    "greater_than": bound("more than {gt}"),
    "greater_than_equal": bound("{ge} or more"),
    "less_than": bound("less than {lt}"),
    "less_than_equal": bound("{le} or less"),
    "literal_error": literal,
    "too_short": length("at least"),
    "too_long": length("at most"),
    "tuple_type": list_of,
    "list_type": list_of,
    "model_type": mapping,
    "dict_type": mapping,
    "model_attributes_type": mapping,
    "extra_forbidden": unknown_key,
    "missing": missing,
    "unknown_name": unknown_name,
    "refused_name": refused_name,
    "not_named": not_named,
    "too_many_keys": too_many_keys,
    "union_tag_not_found": no_source,
    "union_tag_invalid": unknown_source,
    "literal_number": literal_number,
    "ragged": ragged,
    "too_large_for_float32": too_large,
    "step_count": step_count,
    "split": row_split,
}
