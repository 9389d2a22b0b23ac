"""Characters that only look like those of YAML: of East Asian keyboards, of word processors and of pages."""

import re

from mlpcli.config.yaml.line_edits import changed_lines, split_lines
from mlpcli.config.yaml.mending import WRITE
from mlpcli.errors import Problem

_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_MEANT = {
    **_WIDE,
    ord("\uff1a"): ": ",
    ord("\uff0c"): ", ",
    0x300C: '"',
    0x300D: '"',
    0x3001: ", ",
    0x3000: "  ",
    0xA0: " ",
    0x2003: " ",
    0x2009: " ",
    0x202F: " ",
    **dict.fromkeys((0x2018, 0x2019, 0x201A, 0x201B), "'"),
    **dict.fromkeys((0x201C, 0x201D, 0x201E), '"'),
    0x200B: "",
    0xFEFF: "",
}
_ANY = re.compile(f"[{''.join(map(re.escape, map(chr, _MEANT)))}]")
# Texts in quotes, and comments, may hold any character.
_KEPT = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|(?<!\S)#.*")


def has_lookalikes(text: str) -> bool:
    """Whether a text has such characters, outside of quotes and comments."""
    return not text.isascii() and bool(_ANY.search(_KEPT.sub("", text)))


def straightened(text: str, file: str) -> tuple[str, Problem]:
    """The text with the characters that are meant, and the mistake that the others are."""
    before = split_lines(text)
    after = [_straight(line) for line in before]
    edit = changed_lines(before, after, file)
    first = before[edit.first - 1]
    found = next(one for one in _ANY.finditer(first) if not _is_kept(first, one.start()))
    meant = _MEANT[ord(found[0])].strip()
    words = f"only looks like {meant}" if meant else "only looks like a space"
    return "".join(f"{line}\n" for line in after), Problem(
        f"{file}:{edit.first}:{found.start() + 1}",
        "",
        f"the character U+{ord(found[0]):04X} {words}",
        "\n".join([f"type the characters that YAML has{WRITE}", *edit.lines]),
        (edit,),
    )


def _is_kept(line: str, place: int) -> bool:
    return any(kept.start() <= place < kept.end() for kept in _KEPT.finditer(line))


def _straight(line: str) -> str:
    parts: list[str] = []
    end = 0
    for kept in _KEPT.finditer(line):
        parts += [_translated(line[end : kept.start()]), kept[0]]
        end = kept.end()
    return "".join([*parts, _translated(line[end:])])


def _translated(text: str) -> str:
    # A comma or a colon brings its space with it.
    return re.sub(r"([:,]) +", r"\1 ", text.translate(_MEANT)).rstrip() if _ANY.search(text) else text
