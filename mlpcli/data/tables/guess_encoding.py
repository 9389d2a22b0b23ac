"""In which encoding a text probably is that is not UTF-8."""

import re
import string

# The letters of a language that one of the encodings has, in the order in which equal guesses count.
_EAST_ASIAN = ("cp932", "euc_jp", "euc_kr", "gb18030", "big5")
_CYRILLIC = ("cp1251", "koi8_r", "cp866")
_WESTERN = "cp1252"
_LETTERS = string.ascii_letters.encode()
_SAMPLED = 64 * 1024
# Below it, the characters are not those of any language.
_LIKELY = 0.6
# Signs that every one of them has.
_WIDE_SIGNS = ((0x3000, 0x303F), (0xFF01, 0xFF5E), (0xFFE0, 0xFFE6))
_KANA, _HANGUL = (0x3041, 0x30FF), (0xAC00, 0xD7A3)
_IDEOGRAPHS = (0x4E00, 0x9FFF)


def guess_encoding(data: bytes) -> str | None:
    """The likeliest encoding of a text, by what decodes it, and into how much that looks like words; None if
    nothing does.

    Letters of western languages mostly stand alone among ASCII, those of others in runs.
    """
    lines = [line for line in data.splitlines(keepends=True) if not line.isascii()]
    some = b"".join(lines)[:_SAMPLED]
    # The last character may be cut off.
    some = some[: some.rfind(b"\n") + 1] or some
    scores = {name: _score(some, name) for name in (_WESTERN, *_EAST_ASIAN, *_CYRILLIC)}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] >= _LIKELY else None


def _score(data: bytes, encoding: str) -> float:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    others = [one for one in text if not one.isascii()]
    if not others:
        return 0.0
    if encoding == _WESTERN:
        runs = re.findall(rb"[A-Za-z]?[\x80-\xff]+", data)
        # One letter, or two that follow another one, as in `größe`.
        alone = sum(len(run.strip(_LETTERS)) for run in runs if len(run.strip(_LETTERS)) < 2 or len(run) == 3)
        return alone / len(others)
    if encoding in _CYRILLIC:
        return sum(
            _cyrillic(one, before) for before, one in zip(" " + text, text, strict=False) if one > "\x7f"
        ) / len(others)
    return sum(_east_asian(one, encoding) for one in others) / len(others)


def _cyrillic(one: str, before: str) -> float:
    if not "\u0400" <= one <= "\u045f" or (before.isascii() and before.isalpha()):
        return 0.0
    # A capital letter within a word is one of another encoding.
    return 0.2 if one.isupper() and before.islower() else 1.0


def _east_asian(one: str, encoding: str) -> float:
    is_japanese = encoding in ("cp932", "euc_jp")
    if _is_in(one, *_WIDE_SIGNS):
        return 0.9
    if _is_in(one, _KANA):
        return 1.0 if is_japanese else 0.3
    if _is_in(one, _HANGUL):
        return 1.0 if encoding == "euc_kr" else 0.0
    if not _is_in(one, _IDEOGRAPHS):
        return 0.0
    if encoding == "euc_kr":
        return 0.3
    return 0.9 if _is_common(one, encoding) else 0.3


def _is_common(one: str, encoding: str) -> bool:
    """Whether a character is in the first level of its standard."""
    if encoding == "big5":
        lead = one.encode(encoding, "ignore")[:1]
        return b"\xa4" <= lead <= b"\xc6"
    standard, last = ("euc_jp", b"\xcf") if encoding in ("cp932", "euc_jp") else ("gb2312", b"\xd7")
    return b"\xb0" <= one.encode(standard, "ignore")[:1] <= last


def _is_in(one: str, *ranges: tuple[int, int]) -> bool:
    return any(first <= ord(one) <= last for first, last in ranges)
