"""What is answered at which path: an ASGI application."""

import asyncio
import time
import traceback
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import quote

from mlpcli.errors import MlpcliError
from mlpcli.serving.access_log import AccessLog, Answered
from mlpcli.serving.bodies import order_of
from mlpcli.serving.gate import Gate
from mlpcli.serving.limits import Limits
from mlpcli.serving.openapi import openapi
from mlpcli.serving.replies import HTML, Refused, Reply, as_json, busy
from mlpcli.serving.requests import Body, Disconnected, Receive, Room, Send
from mlpcli.serving.served_run import ServedRun

Headers = Mapping[bytes, bytes]
Scope = Mapping[str, Any]
_HEALTH = "/health"
_MOST_NAMED, _LONGEST = 9, 100
_BUG = Refused(
    500, "this is a bug in mlpcli", "report it, with what the server wrote to standard error"
).reply
_SLOW = Refused(408, "the body was not sent in time", "send less at a time", [(b"connection", b"close")])
_LATE = Refused(504, "the answer took too long", "send less at a time")


@dataclass(frozen=True)
class _Route:
    """What is answered: by `get` without a body, by `post` with one."""

    get: Callable[[], Awaitable[Reply]] | None = None
    post: "ServedRun | None" = None

    @property
    def methods(self) -> tuple[str, ...]:
        return ("GET", "HEAD") if self.get else ("POST",)


class Application:
    """The runs by name, for those whom the gate lets in."""

    def __init__(self, runs: Mapping[str, ServedRun], gate: Gate, limits: Limits, log: AccessLog) -> None:
        self._gate = gate
        self._limits = limits
        self._log = log
        self._room = Room(limits.memory)
        self._routes = _routes(runs, gate)

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
        path, method = scope["path"], scope["method"]
        if path != _HEALTH:
            self._gate.check(headers)
        route = self._routes.get(path)
        if route is None:
            known = ", ".join(list(self._routes)[:_MOST_NAMED])
            raise Refused(404, f"there is nothing at {path[:_LONGEST]}", f"paths are {known}")
        if method not in route.methods:
            allowed = ", ".join(route.methods)
            headers_of_reply = [(b"allow", allowed.encode())]
            raise Refused(405, f"{path} is not for the method {method}", f"use {allowed}", headers_of_reply)
        if route.post:
            return await self._predict(route.post, scope, headers, receive)
        return await route.get()  # type: ignore[misc]

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
                raise (_LATE if is_received else _SLOW) from None


def _routes(runs: Mapping[str, ServedRun], gate: Gate) -> Mapping[str, _Route]:
    described = openapi({name: run.description for name, run in runs.items()}, gate.token is not None)
    routes = {
        _HEALTH: _Route(_always(Reply(200, as_json({"status": "ok"})))),
        "/openapi.json": _Route(_always(Reply(200, as_json(described)))),
    }
    for name, run in runs.items():
        own = f"/runs/{name}"
        routes[own] = _Route(run.page)
        for prefix in ("", own) if len(runs) == 1 else (own,):
            routes[f"{prefix}/"] = _Route(run.page)
            routes[f"{prefix}/predict"] = _Route(post=run)
            routes[f"{prefix}/model"] = _Route(_always(Reply(200, as_json(run.facts))))
    if len(runs) > 1:
        routes["/"] = _Route(_always(Reply(200, _list(runs).encode(), HTML)))
        routes["/model"] = _Route(
            _always(Reply(200, as_json({name: run.facts for name, run in runs.items()})))
        )
    return routes


def _always(reply: Reply) -> Callable[[], Awaitable[Reply]]:
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
