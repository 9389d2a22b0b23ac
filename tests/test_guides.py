"""README.md and README.ja.md say what the tool does: commands, files, links and pictures that are there."""

import fnmatch
import re
import shlex
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.main import get_command

from mlpcli.cli.app import app
from tests.conftest import Command

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / ".github" / "pictures"
GUIDES = ("README.md", "README.ja.md")
_BLOCK = re.compile(r"^```(sh|console)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_FENCED = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\]\(([^)\s]+)\)|(?:src|srcset|href)=\"([^\"]+)\"")
# Commands whose answer depends on files of the project alone, so that it is the same on every machine.
_FIXED = re.compile(r"mlpcli (explain configs/|init configs/|validate configs/|train configs/\S+ --dry-run)")


def _text(guide: str) -> str:
    return (ROOT / guide).read_text(encoding="utf-8")


def _typed(guide: str) -> Iterator[tuple[str, str]]:
    """Lines typed in a guide's blocks, with the output shown below them, and commands in its text."""
    for kind, content in _BLOCK.findall(_text(guide)):
        lines = content.replace("\\\n", "").splitlines()
        typed = [number for number, line in enumerate(lines) if kind == "sh" or line.startswith("$ ")]
        for number, following in zip(typed, [*typed[1:], len(lines)], strict=True):
            yield lines[number].removeprefix("$ "), "\n".join(lines[number + 1 : following])
    for command in re.findall(r"`(mlpcli [^`\n]*)`", _FENCED.sub("", _text(guide))):
        # Brackets and dots stand for what can be left out, or be anything.
        if not re.search(r"\[|\.\.\.", command):
            yield command, ""


def _of_the_tool(guide: str) -> Iterator[tuple[list[str], str]]:
    """The arguments of the commands that are mlpcli's, with the outputs that are shown."""
    for line, shown in _typed(guide):
        for command in re.split(r" && | \\?\| | \d?>\S* |  #", line):
            words = command.split()
            if words and Path(words[0]).name == "mlpcli":
                yield shlex.split(command)[1:], shown


def _parsed(arguments: list[str]) -> dict[str, object]:
    """The values of a command's options and arguments by name. Raises Typer's error of a wrong option."""
    group = get_command(app)
    context = group.make_context("mlpcli", ["schema"])
    words = list(arguments)
    while hasattr(group, "commands") and words and not words[0].startswith("-"):
        group = group.commands[words.pop(0)]
        context = type(context)(group, parent=context)
    values, left, _ = group.make_parser(context).parse_args(words)
    assert not left, left
    return dict(values)


@pytest.mark.parametrize("guide", GUIDES)
def test_commands_and_options_of_a_guide_exist(guide: str) -> None:
    commands = list(_of_the_tool(guide))
    assert len(commands) > 20
    for arguments, _ in commands:
        _parsed(arguments)


@pytest.mark.parametrize("guide", GUIDES)
def test_files_of_the_project_that_a_guide_names_exist(guide: str) -> None:
    named = re.findall(r"(?<![\w/.-])(?:configs|tests|\.github)/[\w./-]*\w", _text(guide))
    assert named
    assert [one for one in named if not (ROOT / one).exists()] == []


def test_the_runs_of_the_quick_start_are_trained_before_they_are_used() -> None:
    trained: set[object] = {"latest", "RUN"}
    used = []
    for arguments, _ in _of_the_tool("README.ja.md"):
        values = _parsed(arguments)
        if arguments[0] == "train" and not values.get("dry_run"):
            trained.add(values.get("name") or Path(arguments[1]).stem)
        elif arguments[0] in ("explain", "report", "diagnose", "evaluate", "predict"):
            run = values.get("run") or values.get("subject") or "latest"
            if not str(run).endswith(".yaml"):
                used.append(run)
                assert run in trained, arguments
    assert len(used) > 5


@pytest.mark.parametrize("guide", GUIDES)
def test_links_of_a_guide_lead_somewhere(guide: str) -> None:
    targets = ["".join(pair) for pair in _LINK.findall(_FENCED.sub("", _text(guide)))]
    for target in targets:
        if not target.startswith("https://"):
            file, _, heading = target.partition("#")
            assert (ROOT / file).exists(), target
            assert not heading or heading in _headings(file or guide), target
    other = next(one for one in GUIDES if one != guide)
    assert other in targets[:3]


def _headings(guide: str) -> set[str]:
    """The names by which GitHub links to headings."""
    titles = re.findall(r"^#+ (.*)$", _FENCED.sub("", _text(guide)), re.MULTILINE)
    return {
        "".join(
            letter
            for letter in title.lower().replace(" ", "-")
            if letter in "-_" or unicodedata.category(letter)[0] in "LNM"
        )
        for title in titles
    }


def test_outputs_that_depend_on_the_project_alone_are_those_of_the_tool(
    mlpcli: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "configs").symlink_to(ROOT / "configs")
    monkeypatch.chdir(tmp_path)
    compared = 0
    for guide in GUIDES:
        for arguments, shown in _of_the_tool(guide):
            if shown and _FIXED.match(shlex.join(["mlpcli", *arguments])):
                answer = mlpcli(*arguments)
                told = _PROGRESS.sub("", answer.err) + answer.out
                assert _as_shown(told, shown), (arguments, answer)
                compared += 1
    assert compared >= 2


# Of what takes more than a moment, on a machine that is busy.
_PROGRESS = re.compile(r"^decoding .* images\n", re.MULTILINE)


def _as_shown(output: str, shown: str) -> bool:
    """Whether a guide shows this output. There, lines may be broken, and `...` stands for any."""
    parts = (re.sub(r"([\[*?])", r"[\1]", " ".join(part.split())) for part in shown.split("..."))
    return fnmatch.fnmatchcase(" ".join(output.split()), "*".join(parts))


def test_pictures_are_shown_and_small() -> None:
    shown = {target for guide in GUIDES for pair in _LINK.findall(_text(guide)) for target in pair if target}
    sizes = {picture: picture.stat().st_size for picture in PICTURES.iterdir()}
    assert {str(picture.relative_to(ROOT)) for picture in sizes} <= shown
    assert max(sizes.values()) < 100_000
    assert sum(sizes.values()) < 500_000
