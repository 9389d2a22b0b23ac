"""What to change in a text so that it says what an edited document does."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from mlpcli.config.yaml.edits import INSERTED
from mlpcli.config.yaml.nodes import OPTION, Entry, MappingNode, Node, Place, SequenceNode, to_plain
from mlpcli.config.yaml.notation import entry_lines, item_text, key_text, one_line


@dataclass(frozen=True)
class Change:
    """The text from `start` up to `end` is replaced by `text`."""

    file: str
    start: Place
    end: Place
    text: str


def changes(before: Node, after: Node) -> Iterator[Change]:
    """The changes that turn the text of `before` into one of `after`, without touching the rest of it.

    `before` comes from texts, and `after` from edits of it: what they share is the same object.
    """
    yield from _of_value(before, after, flow=False)


def _of_value(before: Node, after: Node, *, flow: bool) -> Iterator[Change]:
    """`flow`: the value stands in brackets."""
    if before is after:
        return
    flow = flow or getattr(before, "flow", False)
    if isinstance(before, MappingNode) and isinstance(after, MappingNode):
        if any(entry.key_end for entry in after.entries):
            yield from _of_mapping(before, after, flow=flow)
            return
    elif isinstance(before, SequenceNode) and isinstance(after, SequenceNode) and before.items:
        kept = list(_aligned(before, after))
        if all(old is not None and new is not None for old, new in kept):
            for old, new in kept:
                if old is not None and new is not None:
                    yield from _of_item(old, new, flow=flow)
            return
        if not flow and after.items:
            yield from _of_block_list(before, kept)
            return
    if before.end is not None:
        yield _replaced(before, after, flow=flow)


def _replaced(before: Node, after: Node, *, flow: bool) -> Change:
    start = _place(before)
    end = before.end or start
    text = _written(after, flow=flow, indent=start[1] - 1)
    # Nothing stands right behind its dash or colon.
    return Change(before.position.file, start, end, text if start < end else f" {text}")


def _written(node: Node, *, flow: bool, indent: int) -> str:
    value = to_plain(node)
    if flow or not isinstance(value, dict) or not value:
        return one_line(value)
    lines = [line for key, item in value.items() for line in entry_lines(key, item, indent)]
    return "\n".join(lines).lstrip(" ")


def _of_mapping(before: MappingNode, after: MappingNode, *, flow: bool) -> Iterator[Change]:
    kept = {(one.key_position, one.key_end): one for one in after.entries if one.key_end}
    # An entry may come from no text from the start, such as the name that a file gives.
    old = [entry for entry in before.entries if entry.key_end]
    new = [entry for entry in after.entries if not entry.key_end and not _is_option(entry, before)]
    if flow and (new or len(kept) < len(old)):
        # What a pasted line should be is easier to read whole.
        if before.end is not None:
            yield Change(before.position.file, _place(before), before.end, one_line(to_plain(after)))
        return
    first = True
    for index, entry in enumerate(old):
        now = kept.get((entry.key_position, entry.key_end or (0, 0)))
        if now is None and not first:
            yield _removed_entry(entry)
        elif now is not None:
            if first and index:
                # The first entry may stand behind a dash, which stays.
                yield Change(_file(before), _key_place(old[0]), _key_place(entry), "")
            yield from _of_entry(entry, now, flow=flow)
            first = False
    yield from _added(before, new)


def _is_option(entry: Entry, before: MappingNode) -> bool:
    """Whether an entry was there from the start, or comes from an option: it has no place in a file."""
    return entry in before.entries or entry.key_position.file.startswith(OPTION)


def _of_entry(before: Entry, after: Entry, *, flow: bool) -> Iterator[Change]:
    place = _key_place(before)
    if before.key != after.key and before.key_end:
        yield Change(before.key_position.file, place, before.key_end, key_text(after.key))
    old, new = before.value, after.value
    if old is new:
        return
    parts = list(_of_value(old, new, flow=flow))
    whole = len(parts) == 1 and _is_whole(parts[0], old)
    if not whole or not before.key_end or old.position.file != before.key_position.file or old.end is None:
        yield from parts
    elif flow or (isinstance(old, MappingNode) and old.flow):
        yield Change(parts[0].file, before.key_end, old.end, f": {one_line(to_plain(new))}")
    else:
        indent = place[1] - 1
        lines = "\n".join(entry_lines(after.key, to_plain(new), indent)).lstrip(" ")
        yield Change(parts[0].file, before.key_end, old.end, lines[len(key_text(after.key)) :])


def _removed_entry(entry: Entry) -> Change:
    end = entry.value.end if entry.value.position.file == entry.key_position.file else entry.key_end
    line = entry.key_position.line
    return Change(entry.key_position.file, (line, 1), (_line_after(end or (line, 2)), 1), "")


def _added(before: MappingNode, new: list[Entry]) -> Iterator[Change]:
    file = before.position.file
    last = next((entry for entry in reversed(before.entries) if entry.key_position.file == file), None)
    if not new or last is None or not last.key_end:
        return
    indent = last.key_position.column - 1
    end = last.value.end if _file(last.value) == file and last.value.end else last.key_end
    place = (_line_after(end), 1)
    for entry in new:
        lines = entry_lines(entry.key, to_plain(entry.value), indent)
        yield Change(file, place, place, "".join(f"{line}\n" for line in lines))


def _of_block_list(before: SequenceNode, kept: list[tuple[Node | None, Node | None]]) -> Iterator[Change]:
    file, indent = before.position.file, before.position.column - 1
    line, added = before.position.line, ""
    for old, new in (*kept, (None, None)):
        if old is None and new is not None:
            added += f"{' ' * indent}- {item_text(to_plain(new))}\n"
            continue
        if added:
            yield Change(file, (line, 1), (line, 1), added)
            added = ""
        if old is None:
            continue
        end = _line_after(old.end or _place(old))
        if new is None:
            yield Change(file, (old.position.line, 1), (end, 1), "")
        else:
            yield from _of_item(old, new, flow=False)
        line = end


def _of_item(before: Node, after: Node, *, flow: bool) -> Iterator[Change]:
    parts = list(_of_value(before, after, flow=flow))
    if not flow and len(parts) == 1 and _is_whole(parts[0], before):
        text = item_text(to_plain(after))
        # Nothing stands right behind its dash.
        parts = [replace(parts[0], text=text if parts[0].start < parts[0].end else f" {text}")]
    yield from parts


def _is_whole(change: Change, node: Node) -> bool:
    return change.start == _place(node) and change.end == node.end


def _aligned(before: SequenceNode, after: SequenceNode) -> Iterator[tuple[Node | None, Node | None]]:
    """Pairs of an item and what it became; None for what was added or taken out."""
    old = iter(before.items)
    for new in after.items:
        if new.end == INSERTED:
            yield None, new
            continue
        for item in old:
            if item is new or item.position == new.position:
                yield item, new
                break
            yield item, None
        else:
            yield None, new
    for item in old:
        yield item, None


def _line_after(end: Place) -> int:
    # The end of a text in a block lies at the beginning of the next line.
    return end[0] if end[1] == 1 else end[0] + 1


def _place(node: Node) -> Place:
    return node.position.line, node.position.column


def _key_place(entry: Entry) -> Place:
    return entry.key_position.line, entry.key_position.column


def _file(node: Node) -> str:
    return node.position.file
