"""Runs by hand, and requests to them in this process."""

import asyncio
import io
import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.data.preprocessing import Preprocessing, Resize
from mlpcli.data.series.schema import SeriesSchema
from mlpcli.inference.model_description import ModelDescription
from mlpcli.inference.prediction import Predictor
from mlpcli.serving.access_log import AccessLog, LogFormat
from mlpcli.serving.gate import Gate
from mlpcli.serving.limits import Limits
from mlpcli.serving.model_facts import model_facts
from mlpcli.serving.routes import Application
from mlpcli.serving.served_run import ServedRun
from tests.data.preprocessing.drawings.shapes import FRAME, training_images
from tests.facts import MNIST
from tests.inference.inputs.test_table_rows import FACTS as PEOPLE_FACTS
from tests.inference.inputs.test_table_rows import WHOLE
from tests.runs.records import RECORD

KEY = "sha256:00"
DIGITS = ModelDescription(2, KEY, MNIST, Preprocessing((Resize(28, 28, 1, keep="fit"),), 0.0, FRAME))
POINTS = ModelDescription(2, KEY, DataFacts("gates", "vector", (2,), "binary", ("0", "1")), Preprocessing())
PRICES = ModelDescription(2, KEY, DataFacts("p", "vector", (2,), "regression", targets=2), Preprocessing())
PEOPLE = ModelDescription(2, KEY, PEOPLE_FACTS, WHOLE)
FORECAST = replace(
    PRICES,
    facts=DataFacts("load", "signal", (3, 2), "regression", targets=4),
    preprocessing=Preprocessing(
        series=SeriesSchema(("load", "heat"), True, ("load", "heat"), ("load", "heat"), window=3, horizon=2)
    ),
)
COLOURS = replace(
    DIGITS, facts=replace(MNIST, shape=(4, 4, 3)), preprocessing=Preprocessing((Resize(4, 4, 3),))
)


class Linear:
    """A predictor with weights of its own, whose answer to a row does not depend on the others."""

    def __init__(self, numbers: int, outputs: int, classes: int) -> None:
        weights = np.random.default_rng(0).normal(size=(numbers, outputs))
        self._weights = (weights / np.sqrt(numbers) / 64).astype(np.float32)
        self._classes = classes

    def predict(self, values: NDArray[Any]) -> NDArray[np.float32]:
        rows = values.reshape(len(values), -1).astype(np.float32)
        scores = np.stack([row @ self._weights for row in rows])
        if not self._classes:
            return scores
        if scores.shape[1] == 1:
            return np.asarray(1 / (1 + np.exp(-scores)), np.float32)
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float32)


def predictor(described: ModelDescription) -> Predictor:
    facts = described.facts
    outputs = facts.targets or (1 if facts.task == "binary" else len(facts.classes))
    return Linear(facts.count, outputs, len(facts.classes))


class Waiting:
    """A predictor that computes once it is allowed to, and remembers how many rows it got each time."""

    def __init__(self, inner: Predictor) -> None:
        self._inner = inner
        self.sizes: list[int] = []
        self.began = threading.Event()
        self.may_go = threading.Event()

    def predict(self, values: NDArray[Any]) -> NDArray[np.float32]:
        self.sizes.append(len(values))
        self.began.set()
        assert self.may_go.wait(20)
        return self._inner.predict(values)


def served(
    described: ModelDescription,
    name: str = "xor",
    limits: Limits | None = None,
    network: Predictor | None = None,
    page: str = "<!doctype html>",
) -> ServedRun:
    facts = model_facts(name, RECORD, described)
    open_one = lambda: network or predictor(described)  # noqa: E731
    return ServedRun(f"{name}-20260102-030405", described, facts, open_one, lambda: page, limits or Limits())


class Lines:
    """What an access log writes."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> None:
        self.text += text


@dataclass
class Site:
    """An application with its log."""

    application: Application
    log: AccessLog
    lines: Lines

    def logged(self) -> str:
        self.log.close(20)
        return self.lines.text


def site(
    runs: "Mapping[str, ServedRun] | ServedRun",
    gate: Gate | None = None,
    limits: Limits | None = None,
    log: LogFormat = "plain",
) -> Site:
    lines = Lines()
    writer = AccessLog(log, lines.write)
    runs = {"xor": runs} if isinstance(runs, ServedRun) else runs
    return Site(Application(runs, gate or Gate(), limits or Limits(), writer), writer, lines)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def labels(self) -> list[str]:
        return [one["label"] for one in self.json["predictions"]]


@dataclass(frozen=True)
class Request:
    method: str = "GET"
    path: str = "/"
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    query: str = ""


def post(
    body: "bytes | object", kind: str = "", path: str = "/predict", query: str = "", **headers: str
) -> Request:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    given = {"content-type": kind, "content-length": str(len(content)), **headers}
    return Request("POST", path, content, tuple(given.items()), query)


async def asked(application: Application, request: Request) -> Answer:
    messages = [{"type": "http.request", "body": request.body, "more_body": False}]
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return messages.pop(0) if messages else await asyncio.Future()

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in request.headers]
    scope = {
        "type": "http",
        "method": request.method,
        "path": request.path,
        "query_string": request.query.encode(),
        "headers": headers,
        "client": ("127.0.0.1", 50_000),
    }
    await application(scope, receive, send)
    start, *bodies = sent
    found = {name.decode(): value.decode("latin-1") for name, value in start["headers"]}
    return Answer(start["status"], found, b"".join(one.get("body", b"") for one in bodies))


def ask(application: "Application | Site", *requests: Request) -> list[Answer]:
    """The answers to requests that come at the same time."""
    one = application.application if isinstance(application, Site) else application

    async def all_of_them() -> list[Answer]:
        return list(await asyncio.gather(*(asked(one, request) for request in requests)))

    return asyncio.run(all_of_them())


def png(pixels: "NDArray[np.uint8] | None" = None, kind: str = "PNG") -> bytes:
    """A picture file, by default of a digit as training has it."""
    found = training_images()[1] if pixels is None else pixels
    file = io.BytesIO()
    Image.fromarray(found[..., 0] if found.shape[-1] == 1 else found).save(file, kind)
    return file.getvalue()


def npy(values: Any) -> bytes:
    file = io.BytesIO()
    np.save(file, np.asarray(values))
    return file.getvalue()
