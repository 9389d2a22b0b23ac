"""The output file of predictions: written as `FILE.part`, renamed to `FILE` once it is complete."""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from mlpcli.errors import UsageError
from mlpcli.runs.atomic_files import require_writable, storage_error, sync_folder
from mlpcli.runs.folder import refuse_runs

_OTHER = "choose another file with --output"


class AnswerFile:
    """The file named by `--output`.

    `at_work` is the path that predictions are written to until they are complete. Devices and pipes are
    written directly; links are followed. Raises UsageError for a folder, a path inside a run folder, and an
    existing file without `force`; StorageError if the file's folder is missing or not writable.
    """

    def __init__(self, output: Path, force: bool) -> None:
        self.name = output
        self._force = force
        self._is_special = _is_special(output)
        self._path = output if self._is_special or not output.is_symlink() else Path(os.path.realpath(output))
        self.at_work = self._path
        if not self._is_special:
            self._require_no_folder()
            self.at_work = self._path.with_name(f"{self._path.name}.part")
            self._require_place()

    @property
    def replaces_a_part(self) -> bool:
        """Whether an interrupted prediction left its partial file there."""
        return not self._is_special and os.path.lexists(self.at_work)

    @contextmanager
    def written(self) -> Iterator[Callable[[str], object]]:
        """Yields a function that writes one line; the file is renamed when the block succeeds.

        If the block fails, `at_work` keeps the lines written so far, and is removed if there are none. Raises
        StorageError.
        """
        try:
            if self._is_special:
                with self._opened("w") as file:
                    yield file.write
                return
            self.at_work.unlink(missing_ok=True)
            with self._opened("x") as file:
                try:
                    yield file.write
                except BaseException:
                    if not file.tell():
                        self.at_work.unlink(missing_ok=True)
                    raise
                os.fsync(file.fileno())
                self._require_own(os.fstat(file.fileno()))
            self._place()
        except OSError as error:
            raise storage_error(self.name, error) from error

    def write_whole(self, content: bytes) -> None:
        """Write a file that is not text, whole. Raises StorageError and UsageError as `written` does."""
        try:
            if self._is_special:
                self.at_work.write_bytes(content)
                return
            self.at_work.unlink(missing_ok=True)
            with self.at_work.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
                self._require_own(os.fstat(file.fileno()))
            self._place()
        except OSError as error:
            raise storage_error(self.name, error) from error

    def _opened(self, mode: str) -> IO[str]:
        # Line-buffered, so that a killed process leaves every line it wrote, and only whole lines. File names
        # that are not UTF-8 are written as their original bytes.
        return self.at_work.open(mode, encoding="utf-8", errors="surrogateescape", newline="", buffering=1)

    def _require_no_folder(self) -> None:
        if self._path.is_dir():
            raise UsageError(f"{self.name} is a folder", f"name a file, such as {self.name / 'answers'}")

    def _require_place(self) -> None:
        path = self._path
        refuse_runs(path)
        if os.path.lexists(path) and not self._force:
            raise UsageError(f"{self.name} already exists", f"{_OTHER}, or overwrite it with --force")
        require_writable(path.parent, self.name)
        if os.path.lexists(self.at_work) and not stat.S_ISREG(self.at_work.lstat().st_mode):
            raise UsageError(f"the temporary file {self.at_work} is not a regular file", _OTHER)

    def _require_own(self, written: os.stat_result) -> None:
        """Raises UsageError if another prediction has started a file of the same name."""
        try:
            is_own = os.path.samestat(written, self.at_work.lstat())
        except FileNotFoundError:
            is_own = False
        if not is_own:
            raise UsageError(f"{self.at_work} was meanwhile replaced by another prediction", _OTHER)

    def _place(self) -> None:
        if not self._force and os.path.lexists(self._path):
            raise UsageError(
                f"{self.name} was created meanwhile", f"the predictions are in {self.at_work}: rename it"
            )
        os.replace(self.at_work, self._path)
        sync_folder(self._path.parent)


def _is_special(path: Path) -> bool:
    """Whether `path` is a device, a pipe, or an already open stream, whatever that leads to."""
    absolute = os.path.abspath(path)
    if os.path.dirname(absolute) in ("/dev", "/dev/fd") or absolute.startswith("/proc/"):
        return True
    return path.exists() and not (path.is_file() or path.is_dir())
