"""What may have gone wrong in the training, and what to try."""

from mlpcli.reporting.evidence import Evidence
from mlpcli.reporting.page.blocks import Block, Code, Section, Text


def findings(evidence: Evidence) -> list[Section]:
    """The section about what was found, none if nothing was."""
    blocks: list[Block] = []
    for one in evidence.findings:
        blocks.append(Text(f"{one.headline[0].upper()}{one.headline[1:]}.", is_notice=True))
        seen = "".join(f" {text[0].upper()}{text[1:]}." for text in one.seen)
        blocks.append(Text(f"{one.why}{seen} What to try: {one.advice}."))
        if one.lines:
            blocks.append(Code(one.lines))
    return [Section("findings", "What may have gone wrong", blocks)] if blocks else []
