"""The output file of predictions: written as `FILE.part`, renamed to `FILE` once it is complete."""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from mlpcli.errors import UsageError
from mlpcli.runs.atomic_files import require_writable, storage_error, sync_folder
from mlpcli.runs.folder import refuse_runs

_OTHER = "choose another file with --output"


@dataclass(frozen=True)
class _Kept:
    """How many whole lines were written, and how many bytes they have."""

    lines: int = 0
    size: int = 0


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
        self._kept, self._heads = _Kept(), 0
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

    @property
    def kept(self) -> int:
        """The number of lines in `at_work`, without the heads, once `written` failed."""
        return max(self._kept.lines - self._heads, 0)

    @contextmanager
    def written(self, heads: int = 0) -> Iterator[Callable[[str], None]]:
        """Yields a function that writes one line; the file is renamed when the block succeeds.

        The first `heads` lines are no predictions. If the block fails, `at_work` keeps the lines written so
        far, each of them whole, and is removed if there are no others than heads. Raises StorageError.
        """
        self._kept, self._heads = _Kept(), heads
        try:
            if self._is_special:
                with self.at_work.open("wb", buffering=0) as file:
                    yield self._line_writer(file)
                return
            self.at_work.unlink(missing_ok=True)
            with self.at_work.open("xb", buffering=0) as file:
                try:
                    yield self._line_writer(file)
                except BaseException:
                    self._keep_whole_lines(file)
                    raise
                os.fsync(file.fileno())
                self._require_own(file)
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
            with self.at_work.open("xb", buffering=0) as file:
                try:
                    _write_all(file, content)
                    os.fsync(file.fileno())
                except BaseException:
                    self._drop(file)
                    raise
                self._require_own(file)
            self._place()
        except OSError as error:
            raise storage_error(self.name, error) from error

    def _line_writer(self, file: BinaryIO) -> Callable[[str], None]:
        # Unbuffered, so that a killed process leaves every line it wrote, and a line that does not fit on the
        # disk is not tried again when the file is closed.
        def write(line: str) -> None:
            # File names that are not UTF-8 are written as their original bytes.
            content = line.encode("utf-8", "surrogateescape")
            _write_all(file, content)
            # One assignment, so that an interruption never comes between the two numbers.
            self._kept = _Kept(self._kept.lines + 1, self._kept.size + len(content))

        return write

    def _keep_whole_lines(self, file: BinaryIO) -> None:
        """Cut off what was written of a line that failed, or after which an interruption came at once."""
        if not self.kept:
            self._drop(file)
            return
        with suppress(OSError):
            file.truncate(self._kept.size)

    def _drop(self, file: BinaryIO) -> None:
        # An error here would hide the one that is being raised.
        with suppress(OSError):
            if self._is_own(file):
                self.at_work.unlink()

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

    def _require_own(self, file: BinaryIO) -> None:
        """Raises UsageError if another prediction has started a file of the same name."""
        if not self._is_own(file):
            self._kept = _Kept()
            raise UsageError(f"{self.at_work} was meanwhile replaced by another prediction", _OTHER)

    def _is_own(self, file: BinaryIO) -> bool:
        try:
            return os.path.samestat(os.fstat(file.fileno()), self.at_work.lstat())
        except FileNotFoundError:
            return False

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


def _write_all(file: BinaryIO, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        # A disk that fills up takes a part first, and refuses the next.
        rest = rest[file.write(rest) :]
