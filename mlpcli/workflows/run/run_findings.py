"""What a diagnosis advises, as commands to type."""

from mlpcli.diagnosis.diagnosis import Diagnosis
from mlpcli.runs.folder import RunFolder
from mlpcli.shell_words import path_word, quoted
from mlpcli.workflows.run.run_reference import is_usual_folder, run_words


def lines_to_try(folder: RunFolder, diagnosis: Diagnosis) -> tuple[str, ...]:
    """The commands that try what a diagnosis advises, either of them, or the one that looks at the data."""
    config = path_word(folder.resolved)
    lines = []
    if diagnosis.changes:
        sets = " ".join(f"--set {quoted(change)}" for change in diagnosis.changes)
        elsewhere = "" if is_usual_folder(folder) else f" --runs {path_word(folder.path.parent)}"
        lines.append(f"mlpcli train {config} {sets}{elsewhere}")
    elif diagnosis.is_of_data:
        lines.append(f"mlpcli data {config}")
    if diagnosis.resume_to is not None:
        lines.append(f"mlpcli resume {run_words(folder)} --epochs {diagnosis.resume_to}")
    return tuple(lines)
