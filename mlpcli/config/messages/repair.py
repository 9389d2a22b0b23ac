"""All mistakes of a config in one round: each is fixed in memory, and what then comes to light is told."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from mlpcli.config.messages.finding import Finding, Fix
from mlpcli.config.messages.full_forms import with_full_forms
from mlpcli.config.messages.locations import located, subject
from mlpcli.config.messages.option_fixes import option_edit
from mlpcli.config.messages.slips import beside_slips
from mlpcli.config.messages.told import Told, overlap
from mlpcli.config.overrides import with_full_names
from mlpcli.config.translation.capitals import as_written, in_lowercase
from mlpcli.config.yaml.changes import Change, changes
from mlpcli.config.yaml.edits import Edit, Insert, Put, Remove, edited
from mlpcli.config.yaml.line_edits import as_lines, split_lines
from mlpcli.config.yaml.nodes import OPTION, MappingNode, Node, Position, SequenceNode, node_at, walk
from mlpcli.errors import LineEdit, Problem
from mlpcli.shell_words import quoted

# A fix may bring to light a mistake behind the mistake, but not forever.
MOST_ROUNDS = 12
# No config has so many keys side by side: comparing them once for each fix would take minutes.
_MOST_KEYS = 300

_LEFT_OUT = ", without "
_REASON = "remove it"

Check = Callable[[Node], Sequence[Finding]]


_Edit = tuple[LineEdit, frozenset[Change]]


class Repair:
    """A document whose mistakes are fixed one after the other.

    `texts` are the texts it was read from, by the names in positions; without them, no lines are shown.
    `slips` are mistakes that were in them before they could be read.
    """

    def __init__(self, document: Node, texts: Mapping[str, str], slips: Sequence[Problem] = ()) -> None:
        self._can_be_fixed = _most_keys(document) <= _MOST_KEYS
        # All rules have the words of other tools in lowercase.
        self.document, self._written = in_lowercase(document) if self._can_be_fixed else (document, {})
        self._original = document
        self._texts = texts
        self._slips = slips
        self._told: list[Told] = []

    def run(self, check: Check) -> bool:
        """Tell and fix what `check` finds, until it finds nothing. Returns whether that was reached.

        Of a document with hundreds of keys side by side, what it finds first is told and nothing fixed.
        """
        for _ in range(MOST_ROUNDS):
            findings = check(self.document)
            if not findings:
                return True
            before = self.document
            self.add(findings)
            if self.document is before:
                return False
        return False

    def add(self, findings: Iterable[Finding]) -> None:
        """Tell the mistakes, and fix them in the document."""
        document = self.document
        done = frozenset(changes(self._original, document))
        placed = [(located(document, finding), finding) for finding in findings]
        told: dict[int, Told] = {}
        # From the last to the first, so that taking out an item leaves the other paths as they are.
        for position, finding in sorted(placed, key=_from_the_end, reverse=True):
            wanted = finding.remedy.edits if self._can_be_fixed else ()
            edits = list(with_full_forms(self.document, wanted))
            # What moves to its section may be named as it was elsewhere.
            self.document = with_full_names(edited(self.document, edits))
            now = frozenset(changes(self._original, self.document))
            in_example = node_at(document, finding.path).end is None
            shown = as_written(finding, document, self._written)
            told[id(finding)] = Told(
                position,
                finding.path,
                shown.message,
                finding.remedy,
                now - done,
                in_example,
                in_full=len(edits) > len(wanted),
                adds=_adds(document, wanted),
                shown_path=shown.path,
            )
            done = now
        known = len(self._told)
        for _, finding in placed:
            self._tell(told[id(finding)], known)

    def problems(self) -> list[Problem]:
        """Every mistake in the order of the files, each with its fix."""
        final = frozenset(changes(self._original, self.document))
        lines = {name: split_lines(text) for name, text in self._texts.items()}
        edits = [
            edit
            for name in {change.file for change in final if not change.file.startswith(OPTION)}
            for edit in as_lines(final, name, lines.get(name, []))
        ]
        ordered = sorted(
            self._told, key=lambda told: (told.position.file, told.position.line, told.position.column)
        )
        shown: set[LineEdit] = set()
        whole = {edit for told in ordered for edit in self._own(told, edits) if self._shows(told, final)}
        moved = Counter(
            edit for told in ordered if _moves(told.fix) for edit in self._own(told, edits) if edit.lines
        )
        shared = frozenset(edit for edit, count in moved.items() if count > 1)
        problems = [self._problem(told, final, edits, shown, frozenset(whole), shared) for told in ordered]
        return beside_slips(self._slips, problems, lines)

    def _tell(self, new: Told, known: int) -> None:
        """Add a mistake, unless it was told before or lies in what the fix of one told before writes."""
        before = self._told[:known]
        for index, told in enumerate(before):
            if (told.position, told.message) == (new.position, new.message):
                return
            inside = new.in_example and new.position == told.position
            overlaps = new.changes and all(overlap(one, told.changes) for one in new.changes)
            if told.fix.is_example and (inside or overlaps):
                self._told[index] = replace(told, changes=told.changes | new.changes)
                return
        source = max(range(known), key=lambda index: before[index].writes(new.path), default=0)
        if not new.in_example or not new.changes or not known or not before[source].writes(new.path):
            self._told.append(new)
            return
        name = subject(new.shown_path)
        words = new.message if name in new.message else f"{name}: {new.message}"
        told = before[source]
        self._told[source] = replace(told, changes=told.changes | new.changes, inside=(*told.inside, words))

    def _problem(
        self,
        told: Told,
        final: frozenset[Change],
        edits: Sequence[_Edit],
        shown: set[LineEdit],
        whole: frozenset[LineEdit],
        shared: frozenset[LineEdit],
    ) -> Problem:
        """`shown` are the edits whose lines stand in the fix of an earlier mistake, `whole` those whose lines
        stand in the fix of any, `shared` those to which several mistakes move what they are about."""
        own = self._own(told, edits)
        # What it changes of another fix makes sense only with all of that one.
        linked = {one for other in self._told if _share(other, told) for one in other.changes}
        together = own + [
            edit
            for edit, parts in edits
            if edit not in own and any(overlap(part, frozenset(linked)) for part in parts)
        ]
        text = told.fix.text
        written = {edit for edit in own if edit.lines}
        shares = _moves(told.fix) and not shared.isdisjoint(written)
        new = (self._shows(told, final) or shares) and not shown.issuperset(own)
        # Of lines that are added twice, the second ones would be a mistake.
        again = told.adds and whole.issuperset(own)
        again = again or (_is_section(told.fix) and shown.issuperset(own) and self._shows(told, final))
        if written and self._texts and _moves(told.fix) and shown.issuperset(written):
            text = _above(told.fix)
            text = text if shown.issuperset(own) else f"take it out: {text}"
            shown.update(own)
        elif own and self._texts and _moves(told.fix) and not written:
            text = "take it out: another fix writes it"
        elif own and self._texts and (told.fix.shows_lines or new or again):
            text = _with_lines(told, own, shown)
        if told.position.file.startswith(OPTION) and (edit := self._option_edit(told)):
            together.append(edit)
            between = " " if text.endswith("?") else ", as in "
            text = between.join([text, *(f"{OPTION}{quoted(line)}" for line in edit.lines)])
        return Problem(str(told.position), subject(told.shown_path), told.words(), text, tuple(together))

    def _own(self, told: Told, edits: Sequence[_Edit]) -> list[LineEdit]:
        """The edits that make a fix."""
        own = [edit for edit, parts in edits if any(overlap(part, told.changes) for part in parts)]
        if told.fix.edits and not own:
            # Another fix writes the lines anew, and this one with them.
            here = told.position
            own = [
                edit for edit, _ in edits if edit.file == here.file and edit.first <= here.line <= edit.last
            ]
        return own

    def _shows(self, told: Told, final: frozenset[Change]) -> bool:
        """Whether the lines of a fix say more than its words."""
        now = {change for change in final if overlap(change, told.changes)}
        only_removes = all(isinstance(edit, Remove) for edit in told.fix.edits)
        amended = now != told.changes and not (only_removes and all(not change.text for change in now))
        # An argument beside one that stands alone needs both to be written out.
        return told.fix.shows_lines or amended or told.in_full

    def _option_edit(self, told: Told) -> LineEdit | None:
        return option_edit(told.position.file, told.fix, self.document) if told.fix.edits else None


def _most_keys(document: Node) -> int:
    """The keys of the mapping that has most of them."""
    most, waiting = 0, [document]
    while waiting:
        node = waiting.pop()
        if isinstance(node, MappingNode):
            most = max(most, len(node.entries))
            waiting += [entry.value for entry in node.entries]
        elif isinstance(node, SequenceNode):
            waiting += node.items
    return most


def _adds(document: Node, edits: Sequence[Edit]) -> bool:
    """Whether a fix adds sections, or keys of sections, and changes nothing that is there."""
    return bool(edits) and all(
        isinstance(edit, Put) and len(list(walk(document, edit.path))) < len(edit.path) <= 2 for edit in edits
    )


def _is_section(fix: Fix) -> bool:
    """Whether a fix writes a section anew."""
    return any(isinstance(edit, Put) and len(edit.path) == 1 for edit in fix.edits)


def _moves(fix: Fix) -> bool:
    """Whether a fix takes out one thing and writes another: its words would write that a second time."""
    kinds = {type(edit) for edit in fix.edits}
    return Remove in kinds and not kinds.isdisjoint({Put, Insert})


def _above(fix: Fix) -> str:
    """That the lines of an earlier fix have what this one writes, and what its words say besides."""
    if fix.shows_lines and not fix.text.startswith("write"):
        return f"{fix.text} the lines of the fix above"
    _, comma, left_out = fix.text.partition(_LEFT_OUT)
    return f"the lines of the fix above have it{comma}{left_out}"


def _with_lines(told: Told, own: Sequence[LineEdit], shown: set[LineEdit]) -> str:
    """The words of a fix, and the lines that it means, unless they were shown before."""
    fix = told.fix
    words = "write"
    if fix.shows_lines or fix.text.endswith("?"):
        words = fix.text if fix.shows_lines else f"{fix.text} write"
    elif fix.text.startswith(_REASON) and not _moves(fix):
        words = f"{fix.text}; write"
    else:
        _, comma, left_out = fix.text.partition(_LEFT_OUT)
        words += f"{comma}{left_out}"
    here = told.position.line
    if _moves(fix) and any(not edit.lines and edit.first <= here <= edit.last for edit in own):
        words = words if fix.shows_lines else f"take it out, and {words}"
    new = [edit for edit in own if edit not in shown]
    if not any(edit.lines for edit in new):
        _, _, left_out = fix.text.partition(_LEFT_OUT)
        lost = f", with {left_out}" if left_out else ""
        return f"take these lines out{lost}" if new else f"{words}: the lines of the fix above"
    shown.update(new)
    return "\n".join([f"{words}:", *(line for edit in new for line in _placed(edit, told.position, own))])


def _placed(edit: LineEdit, here: Position, own: Sequence[LineEdit]) -> Sequence[str]:
    """The lines of an edit, after where they belong if that is not where the mistake is."""
    is_here = edit.file == here.file and edit.first - 1 <= here.line <= max(edit.first, edit.last)
    follows = any(one != edit and one.file == edit.file and one.last == edit.first - 1 for one in own)
    if is_here or follows or not edit.lines:
        return edit.lines
    file = "" if edit.file == here.file else f" of {edit.file}"
    if edit.last < edit.first:
        # At the left margin, any place will do.
        return (
            (f"below line {edit.first - 1}{file}:", *edit.lines) if edit.lines[0][:1] == " " else edit.lines
        )
    lines = f"line {edit.first}" if edit.first == edit.last else f"lines {edit.first} to {edit.last}"
    return (f"in place of {lines}{file}:", *edit.lines)


def _from_the_end(pair: tuple[Position, Finding]) -> tuple[bool, tuple[object, ...], bool]:
    path = pair[1].path
    edits = pair[1].remedy.edits
    # Others may insert items into a section that is missing.
    puts = [isinstance(edit, Put) and edit.path == path for edit in edits]
    adds = len(path) == 1 and bool(puts) and all(puts)
    # Of one place, what takes out the whole comes last.
    removes = any(isinstance(edit, Remove) for edit in edits)
    return adds, tuple((isinstance(step, str), step) for step in path), not removes


def _share(one: Told, other: Told) -> bool:
    return any(overlap(change, one.changes) for change in other.changes)
