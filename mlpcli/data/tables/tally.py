"""What the bytes of a csv contain that a fast reader would misread."""

from dataclasses import dataclass

import numpy as np

from mlpcli.data.tables.file_bytes import FileBytes

_QUOTE, _NEWLINE, _RETURN = ord('"'), ord("\n"), ord("\r")


@dataclass(frozen=True)
class Tally:
    """What the bytes of a csv contain: separators, ends of lines, and quotes.

    `has_stray_quotes` says that some quotes neither begin nor end a field.
    """

    separators: int = 0
    newlines: int = 0
    has_quotes: bool = False
    has_stray_quotes: bool = False
    has_lone_returns: bool = False
    ends_in_newline: bool = False
    blank_lines_at_end: int = 0

    @property
    def lines(self) -> int:
        """The lines, without blank ones at the end."""
        return self.newlines - self.blank_lines_at_end + (not self.ends_in_newline)


def tally(content: FileBytes, separator: str) -> Tally:
    """Count what a csv with this separator, of one byte, contains."""
    mark = ord(separator)
    separators = newlines = 0
    quotes = stray = lone = False
    before, end = _NEWLINE, b""
    for chunk in content.chunks():
        found = np.frombuffer(chunk, np.uint8)
        separators += int(np.count_nonzero(found == mark))
        newlines += chunk.count(b"\n")
        if b'"' in chunk:
            quotes = True
            # A quote at the very end of a chunk is taken for a stray one: then the slower reader decides.
            stray = stray or _are_stray(np.concatenate(([before], found, [0])), mark)
        if b"\r" in chunk:
            lone = lone or chunk.count(b"\r") != chunk.count(b"\r\n")
        before = int(found[-1])
        end = chunk[len(chunk.rstrip(b"\r\n")) :]
    blank = max(0, end.count(b"\n") - 1)
    return Tally(separators, newlines, quotes, stray, lone, before == _NEWLINE, blank)


def _are_stray(found: "np.ndarray[tuple[int], np.dtype[np.uint8]]", mark: int) -> bool:
    places = np.flatnonzero(found[1:-1] == _QUOTE) + 1
    edges = (mark, _NEWLINE, _RETURN, _QUOTE)
    return bool(np.any(~np.isin(found[places - 1], edges) & ~np.isin(found[places + 1], edges)))
