"""The code in a notebook."""

import json


def code_of_notebook(text: str) -> str:
    """The code of all cells of a notebook, one after the other; empty if the text is not one."""
    if '"cells"' not in text:
        return ""
    try:
        cells = json.loads(text)["cells"]
        sources = [cell["source"] for cell in cells if cell["cell_type"] == "code"]
        return "\n".join("".join(source) for source in sources)
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
