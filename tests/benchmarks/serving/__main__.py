"""Measure `mlpcli serve` with MNIST's test images: python -m tests.benchmarks.serving [REQUESTS] [CONFIG]

Trains CONFIG, by default `configs/mnist_mlp.yaml`, for an epoch first. Needs mnist.npz in the folder that
MLPCLI_DATA_HOME names, Linux, and two quiet cores, which the requests come from too. Fails if a good request
gets no answer, or a bad one gets one.
"""

import io
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

import mlpcli
from tests.benchmarks.serving.load import Load, load, post

ROOT = Path(__file__).parents[3]
_TICKS = os.sysconf("SC_CLK_TCK")
_FEW, _MANY = 500, 100_000


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    config = sys.argv[2] if len(sys.argv) > 2 else str(ROOT / "configs" / "mnist_mlp.yaml")
    with np.load(Path(os.environ["MLPCLI_DATA_HOME"], "mnist.npz")) as arrays:
        images = arrays["x_test"][:_FEW]
    pictures = [post("/predict", "image/png", _png(image)) for image in images]
    rows = [post("/predict", "application/json", json.dumps(image.tolist()).encode()) for image in images]
    bad = _bad(images[0])
    flood = [request for good in pictures for request in (good, *bad)]
    with tempfile.TemporaryDirectory() as folder, _served(Path(folder), config) as server:
        print("| 64 connections | requests a second | median | p99 | processor time of a request | memory |")
        print("| --- | --- | --- | --- | --- | --- |")
        _check(_measured("PNG files", server, pictures, count), 1.0)
        _check(_measured("JSON rows", server, rows, count), 1.0)
        _check(
            _measured(f"{len(bad)} bad requests for a good one", server, flood, count // 10),
            1 / (len(bad) + 1),
        )
        _check(_measured(f"{_MANY:,} of both, after another", server, [*pictures, *rows], _MANY), 1.0)


@dataclass(frozen=True)
class _Server:
    process: "subprocess.Popen[str]"
    port: int

    @property
    def seconds(self) -> float:
        """Of processor time so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    @property
    def megabytes(self) -> float:
        """Of memory that is in use."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@contextmanager
def _served(folder: Path, config: str) -> Iterator[_Server]:
    changes = ["report=false", "training.epochs=1", "training.baselines=false"]
    run = mlpcli.train(config, changes, runs=folder)
    command = [
        sys.executable,
        "-m",
        "mlpcli",
        "serve",
        str(folder / run.record.id),
        "--port",
        "0",
        "--log",
        "json",
    ]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
    assert process.stdout
    try:
        yield _Server(process, int(process.stdout.readline().rsplit(":", 1)[1].strip("/\n")))
    finally:
        process.terminate()
        process.wait()


def _measured(name: str, server: _Server, requests: Sequence[bytes], count: int) -> Load:
    load(server.port, requests, 1000)
    began, memory = server.seconds, server.megabytes
    found = load(server.port, requests, count)
    used = (server.seconds - began) / count * 1e6
    print(
        f"| {name} | {found.rate:,.0f} | {found.percentile(0.5):.0f} ms | {found.percentile(0.99):.0f} ms "
        f"| {used:.0f} us | {memory:.0f} to {server.megabytes:.0f} MB |",
        flush=True,
    )
    return found


def _check(found: Load, good: float) -> None:
    """All good requests have their answers, and none of the others has."""
    total = sum(found.statuses.values())
    refused = sum(number for status, number in found.statuses.items() if status.startswith(b"4"))
    if (
        found.lost
        or found.statuses[b"200"] + refused != total
        or abs(found.statuses[b"200"] - good * total) > 1
    ):
        sys.exit(f"found {dict(found.statuses)}, and {found.lost} connections were lost")


def _bad(image: NDArray[np.uint8]) -> list[bytes]:
    picture = _png(image)
    return [
        post("/predict", "image/png", picture[:-20]),
        post("/predict", "image/png", b"no picture"),
        # Refused by its head: it would be 400 million pixels.
        post("/predict", "image/png", _png(np.zeros((20_000, 20_000), np.uint8))),
        post("/predict", "application/json", b"[" * 50_000),
        post("/predict", "application/json", b"[[1, 2, 3]]"),
        post("/predict", "application/json", json.dumps([[0] * 1000] * 900).encode()),
        post("/predict", "text/html", b"<html>"),
        post("/predict?top_k=-1", "image/png", picture),
        post("/../../etc/passwd", "image/png", picture),
        b"GET /predict HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    ]


def _png(pixels: NDArray[np.uint8]) -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()


if __name__ == "__main__":
    main()
