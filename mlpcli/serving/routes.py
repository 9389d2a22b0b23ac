"""What is answered at which path: an ASGI application."""

import asyncio
import time
import traceback
from collections.abc import Awaitable, Callable, Mapping
from html import escape
from typing import Any
from urllib.parse import quote

from mlpcli.errors import MlpcliError, UsageError
from mlpcli.serving.access_log import AccessLog, Answered
from mlpcli.serving.bodies import order_of
from mlpcli.serving.gate import Gate
from mlpcli.serving.limits import Limits
from mlpcli.serving.openapi import openapi, prefixes
from mlpcli.serving.replies import HTML, Refused, Reply, as_json, busy
from mlpcli.serving.requests import Body, Disconnected, Receive, Room, Send
from mlpcli.serving.served_run import ServedRun

Headers = Mapping[bytes, bytes]
Scope = Mapping[str, Any]
Page = Callable[[], Awaitable[Reply]]
_HEALTH = "/health"
_MOST_NAMED, _LONGEST = 9, 100
_BUG = Refused(
    500, "this is a bug in mlpcli", "report it, with what the server wrote to standard error"
).reply


class Application:
    """The runs by name, for those whom the gate lets in."""

    def __init__(self, runs: Mapping[str, ServedRun], gate: Gate, limits: Limits, log: AccessLog) -> None:
        self._gate = gate
        self._limits = limits
        self._log = log
        self._room = Room(limits.memory)
        self._pages = _pages(runs, gate)
        self._predicting = {
            f"{prefix}/predict": run
            for name, run in runs.items()
            for prefix in prefixes(name, len(runs) == 1)
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        began = time.perf_counter()
        error = ""
        try:
            reply = await self._reply(scope, receive)
        except Refused as refused:
            reply = refused.reply
        except Disconnected:
            return
        except asyncio.CancelledError:
            reply = busy(503, "the server is stopping").reply
        except MemoryError:
            reply = busy(503, "the server is out of memory").reply
        except UsageError as unable:
            # The page of a network that no page can compute.
            reply = Refused(501, unable.message, unable.fix).reply
        except MlpcliError as failed:
            # A file of the run is broken.
            reply, error = Refused(500, failed.message, failed.fix).reply, failed.message
        except Exception:
            reply, error = _BUG, traceback.format_exc()
        await send({"type": "http.response.start", "status": reply.status, "headers": reply.all_headers()})
        await send({"type": "http.response.body", "body": reply.body})
        seconds, size = time.perf_counter() - began, len(reply.body)
        client, _ = scope["client"] or ("", 0)
        method, path = scope["method"], scope["path"]
        self._log.add(Answered(time.time(), client, method, path, reply.status, size, seconds, error))

    async def _reply(self, scope: Scope, receive: Receive) -> Reply:
        headers: Headers = dict(scope["headers"])
        path = scope["path"]
        if len([name for name, _ in scope["headers"] if name == b"host"]) > 1:
            raise Refused(400, "the request has two Host headers", "send one")
        self._gate.check(headers, is_open=path == _HEALTH)
        if run := self._predicting.get(path):
            _check_method(scope, "POST")
            return await self._predict(run, scope, headers, receive)
        if page := self._pages.get(path):
            _check_method(scope, "GET", "HEAD")
            return await page()
        known = ", ".join([*self._predicting, *self._pages][:_MOST_NAMED])
        raise Refused(404, f"there is nothing at {path[:_LONGEST]}", f"paths are {known}")

    async def _predict(self, run: ServedRun, scope: Scope, headers: Headers, receive: Receive) -> Reply:
        is_received = False
        with Body(self._room) as body:
            try:
                async with asyncio.timeout(self._limits.seconds):
                    content = await body.read(headers, receive, self._limits)
                    is_received = True
                    order = order_of(content, headers.get(b"content-type", b""), scope["query_string"])
                    return await run.answer(order)
            except TimeoutError:
                if is_received:
                    raise Refused(504, "the answer took too long", "send less at a time") from None
                close = [(b"connection", b"close")]
                raise Refused(408, "the body was not sent in time", "send less at a time", close) from None


def _check_method(scope: Scope, *allowed: str) -> None:
    if scope["method"] not in allowed:
        names = ", ".join(allowed)
        raise Refused(
            405,
            f"{scope['path']} is not for the method {scope['method']}",
            f"use {names}",
            [(b"allow", names.encode())],
        )


def _pages(runs: Mapping[str, ServedRun], gate: Gate) -> Mapping[str, Page]:
    """What is answered at which path without a body."""
    described = openapi({name: run.description for name, run in runs.items()}, gate.token is not None)
    pages = {
        _HEALTH: _always(Reply(200, as_json({"status": "ok"}))),
        "/openapi.json": _always(Reply(200, as_json(described))),
    }
    for name, run in runs.items():
        pages[f"/runs/{name}"] = run.page
        for prefix in prefixes(name, len(runs) == 1):
            pages[f"{prefix}/"] = run.page
            pages[f"{prefix}/model"] = _always(Reply(200, as_json(run.facts)))
    if len(runs) > 1:
        facts = {name: run.facts for name, run in runs.items()}
        pages["/"] = _always(Reply(200, _list(runs).encode(), HTML))
        pages["/model"] = _always(Reply(200, as_json(facts)))
    return pages


def _always(reply: Reply) -> Page:
    async def get() -> Reply:
        return reply

    return get


def _list(runs: Mapping[str, ServedRun]) -> str:
    """The page with links to those of several runs."""
    links = "\n".join(f'<li><a href="/runs/{quote(name, safe="")}/">{escape(name)}</a></li>' for name in runs)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">\n'
        "<title>mlpcli serve</title>\n</head>\n<body>\n<h1>Networks</h1>\n"
        f"<ul>\n{links}\n</ul>\n</body>\n</html>\n"
    )
