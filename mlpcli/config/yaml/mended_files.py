"""Read the text of a config; where it is not YAML, as it was probably meant."""

from pathlib import Path

from mlpcli.config.yaml.line_edits import split_lines
from mlpcli.config.yaml.mending import mend
from mlpcli.config.yaml.nodes import Node
from mlpcli.config.yaml.reader import ReadText, decode, read_text
from mlpcli.errors import ConfigError, LineEdit, Problem

_NO_CONTROLS = dict.fromkeys(range(0x80, 0xA0), "\ufffd")


def read_or_mended(data: bytes, file: str, folder: Path) -> ReadText:
    """The document in `data`; `file` is its name in positions. Raises ConfigError if it cannot be mended."""

    def read(text: str) -> Node:
        return read_text(text, file, folder)

    slips: tuple[Problem, ...] = ()
    try:
        text = decode(data, file)
    except ConfigError as error:
        text = _in_another_encoding(data)
        lines = tuple(split_lines(text))
        before = len(split_lines(data.decode("utf-8", "replace")))
        slips = (Problem(*_parts(error), edits=(LineEdit(file, 1, before, lines),)),)
    try:
        document = read(text)
    except ConfigError:
        mended = mend(text, file, read)
        if mended is None:
            raise
        return ReadText(read(mended.text), mended.text, (*slips, *mended.problems))
    return ReadText(document, text, slips)


def _in_another_encoding(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    # Some of its characters control terminals, which would be one more mistake.
    return data.decode("latin-1").translate(_NO_CONTROLS)


def _parts(error: ConfigError) -> tuple[str, str, str, str]:
    problem = error.problems[0]
    return problem.where, problem.subject, problem.message, problem.fix
