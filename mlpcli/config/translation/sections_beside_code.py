"""Code with sections of a config above or below it, as where only the layers were pasted."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from mlpcli.config.config import Config
from mlpcli.config.translation.scripts.translate import Translated, config_of_script
from mlpcli.config.yaml.line_edits import split_lines
from mlpcli.config.yaml.nodes import Plain, to_plain
from mlpcli.config.yaml.notation import entry_lines
from mlpcli.config.yaml.reader import read_text
from mlpcli.errors import ConfigError

_SECTION = re.compile(r"(?:data|optimizer|training|report):(?: +\{.*\}\s*|\s*)")


def config_with_sections(text: str) -> Translated | None:
    """The config of a script, with the sections beside it; None if it is no script."""
    code, sections = _apart(text)
    found = config_of_script(code) if sections else None
    if found is None:
        return config_of_script(text)
    config = to_plain(read_text(found.text, "", Path()))
    whole = {**config} if isinstance(config, dict) else {}
    for key, section in sections.items():
        there = whole.get(key)
        # Another source has other keys, and another optimizer other arguments.
        keeps = key == "training" and isinstance(there, dict)
        whole[key] = {**there, **section} if keeps and isinstance(there, dict) else {**section}
    ordered = [key for key in Config.model_fields if key in whole]
    lines = (f"{line}\n" for key in ordered for line in entry_lines(key, whole[key], 0))
    return replace(found, text="".join(lines), to_do="" if "data" in sections else found.to_do)


def _apart(text: str) -> tuple[str, Mapping[str, Mapping[str, Plain]]]:
    """The code, with empty lines in place of the sections, and these; none if they are no YAML."""
    code: list[str] = []
    beside: list[str] = []
    is_section = False
    for line in split_lines(text):
        is_section = bool(_SECTION.fullmatch(line)) or (is_section and line[:1] in ("", " "))
        code.append("" if is_section else line)
        beside += [line] if is_section else []
    try:
        found = to_plain(read_text("".join(f"{line}\n" for line in beside), "", Path())) if beside else None
    except ConfigError:
        return text, {}
    given = found if isinstance(found, dict) else {}
    sections = {key: value for key, value in given.items() if isinstance(value, dict)}
    return ("".join(f"{line}\n" for line in code), sections) if len(sections) == len(given) else (text, {})
