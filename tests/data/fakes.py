"""A network without a network."""

import io
from collections.abc import Mapping
from urllib.error import URLError


class FakeResponse(io.BytesIO):
    def __init__(self, content: bytes, length: int | None) -> None:
        super().__init__(content)
        self.length = length


class FakeNetwork:
    """An opener that serves `files` by the last part of their URL, and counts what was asked for."""

    def __init__(self, files: Mapping[str, bytes] = {}, length: int | None = None) -> None:  # noqa: B006
        self.files = files
        self.length = length
        self.asked: list[str] = []

    def __call__(self, url: str) -> FakeResponse:
        name = url.rsplit("/", 1)[-1]
        self.asked.append(name)
        if name not in self.files:
            raise URLError(OSError(-2, "Name or service not known"))
        content = self.files[name]
        return FakeResponse(content, len(content) if self.length is None else self.length)
