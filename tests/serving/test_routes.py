import asyncio
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from jsonschema import Draft202012Validator

from mlpcli.errors import MlpcliError, RunError, UsageError
from mlpcli.serving.gate import Gate, gate
from mlpcli.serving.limits import Limits
from mlpcli.serving.served_run import ServedRun
from tests.serving.served import (
    COLOURS,
    DIGITS,
    FORECAST,
    PEOPLE,
    POINTS,
    Request,
    Waiting,
    ask,
    asked,
    png,
    post,
    predictor,
    served,
    site,
)

ROWS = [[1, 0], [0, 1]]
TOKEN = "a-secret-token"


@pytest.fixture(scope="module")
def points() -> Iterator[ServedRun]:
    run = served(POINTS)
    yield run
    run.close()


def test_rows_are_predicted(points: ServedRun) -> None:
    (answer,) = ask(site(points), post(ROWS, "application/json"))
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json["run"] == "xor-20260102-030405"
    assert len(answer.labels) == 2


def test_the_only_run_is_at_the_top_and_at_its_name(points: ServedRun) -> None:
    first, second = ask(site(points), post(ROWS), post(ROWS, path="/runs/xor/predict"))
    assert first.json == second.json


def test_several_runs_have_paths_of_their_own(points: ServedRun) -> None:
    digits = served(DIGITS, "名 <b>")
    both = site({"xor": points, "名 <b>": digits})
    page, model, one, other, none = ask(
        both,
        Request(),
        Request(path="/model"),
        post(ROWS, path="/runs/xor/predict"),
        post(png(), path="/runs/名 <b>/predict"),
        post(ROWS),
    )
    assert '<a href="/runs/%E5%90%8D%20%3Cb%3E/">名 &lt;b&gt;</a>' in page.body.decode()
    assert list(model.json) == ["xor", "名 <b>"]
    assert (one.status, other.status, none.status) == (200, 200, 404)
    digits.close()


def test_the_page_is_made_once_and_keeps_its_own_policy() -> None:
    made = []

    def page() -> str:
        made.append(1)
        return "<!doctype html>é"

    run = ServedRun("xor", POINTS, {}, lambda: predictor(POINTS), page, Limits())
    both = site(run)
    for answer in ask(both, Request(), Request(path="/runs/xor/"), Request(path="/runs/xor")):
        assert (answer.status, answer.body.decode()) == (200, "<!doctype html>é")
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert answer.headers["content-security-policy"] == "frame-ancestors 'none'"
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert made == [1]
    run.close()


def test_nothing_is_for_pages_of_others(points: ServedRun) -> None:
    (answer,) = ask(site(points), post(ROWS, origin="http://localhost:3000"))
    assert not any(name.startswith("access-control") for name in answer.headers)
    assert answer.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"


def test_the_model_says_what_it_takes_and_what_is_done_to_it() -> None:
    people = served(PEOPLE)
    (answer,) = ask(site(people), Request(path="/model"))
    found = answer.json
    assert found["columns"] == [{"name": "age", "kind": "number"}, {"name": "sex", "kind": "category"}]
    assert found["classes"] == ["no", "yes"]
    assert found["preprocessing"] == [
        "Missing numbers become the median of the training rows.",
        "Categories become a column each.",
    ]
    assert found["metrics"] == {"test": {"loss": 0.25, "accuracy": 1.0}}
    people.close()


@pytest.mark.parametrize(
    ("request_", "status", "error"),
    [
        (Request(path="/nothing"), 404, "there is nothing at /nothing"),
        (Request(path="/runs/other/predict"), 404, "there is nothing at"),
        (Request(path="/predict"), 405, "/predict is not for the method GET"),
        (Request("DELETE", "/"), 405, "/ is not for the method DELETE"),
        (Request("POST", "/predict"), 411, "no Content-Length"),
        (post(b"x" * 1001), 413, "more than 1,000 bytes"),
        (post(b"", **{"content-length": "9" * 30}), 413, "more than 1,000 bytes"),
        (post(b"", **{"content-length": "-1"}), 413, "more than 1,000 bytes"),
        (post(b"", transfer_encoding="chunked"), 400, "the body is empty"),
        (post(ROWS, content_encoding="gzip"), 415, "is compressed"),
        (post(ROWS, query="top_k=none"), 400, "top_k"),
    ],
)
def test_what_is_wrong_is_said_with_a_fix(
    points: ServedRun, request_: Request, status: int, error: str
) -> None:
    (answer,) = ask(site(points, limits=Limits(body=1000)), request_)
    assert (answer.status, error in answer.json["error"]) == (status, True), answer
    assert answer.json["fix"]


def test_a_wrong_method_is_told_the_right_one(points: ServedRun) -> None:
    (answer,) = ask(site(points), Request(path="/predict"))
    assert answer.headers["allow"] == "POST"


def test_a_body_of_unknown_length_is_bounded_too(points: ServedRun) -> None:
    """It is not received any further once it is too long."""
    sent: list[Any] = []
    given = 0

    async def receive() -> dict[str, Any]:
        nonlocal given
        given += 1
        return {"type": "http.request", "body": b"x" * 400, "more_body": True}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "method": "POST",
        "path": "/predict",
        "query_string": b"",
        "headers": [(b"transfer-encoding", b"chunked")],
        "client": None,
    }
    asyncio.run(site(points, limits=Limits(body=1000)).application(scope, receive, send))
    assert (sent[0]["status"], given) == (413, 3)


def test_all_bodies_together_are_bounded() -> None:
    network = Waiting(predictor(POINTS))
    run = served(POINTS, network=network)
    one = site(run, limits=Limits(memory=30))

    async def two() -> tuple[int, int]:
        first = asyncio.create_task(asked(one.application, post(ROWS)))
        await asyncio.to_thread(network.began.wait, 20)
        second = await asked(one.application, post(ROWS))
        network.may_go.set()
        return (await first).status, second.status

    assert asyncio.run(two()) == (200, 503)
    # And there is room again.
    assert [answer.status for answer in ask(one, post(ROWS))] == [200]
    run.close()


def test_too_many_that_wait_are_told_to_come_back() -> None:
    network = Waiting(predictor(POINTS))
    run = served(POINTS, limits=Limits(waiting=2), network=network)
    one = site(run)

    async def three() -> list[Any]:
        first = [asyncio.create_task(asked(one.application, post(ROWS))) for _ in range(2)]
        await asyncio.to_thread(network.began.wait, 20)
        third = await asked(one.application, post(ROWS))
        network.may_go.set()
        return [*(await asyncio.gather(*first)), third]

    found = asyncio.run(three())
    assert [answer.status for answer in found] == [200, 200, 429]
    assert found[2].headers["retry-after"] == "1"
    run.close()


def test_an_answer_that_takes_too_long_is_given_up() -> None:
    network = Waiting(predictor(POINTS))
    run = served(POINTS, network=network)
    (answer,) = ask(site(run, limits=Limits(seconds=0.01)), post(ROWS))
    assert (answer.status, answer.json["error"]) == (504, "the answer took too long")
    network.may_go.set()
    run.close()


def test_a_body_that_does_not_come_is_given_up(points: ServedRun) -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> dict[str, Any]:
        return await asyncio.Future()

    scope = {
        "method": "POST",
        "path": "/predict",
        "query_string": b"",
        "headers": [(b"content-length", b"9")],
        "client": None,
    }
    asyncio.run(site(points, limits=Limits(seconds=0.01)).application(scope, receive, send))
    assert sent[0]["status"] == 408
    assert (b"connection", b"close") in sent[0]["headers"]


def test_a_bug_is_no_traceback_for_whoever_asks() -> None:
    class Broken:
        def predict(self, values: Any) -> Any:
            raise ZeroDivisionError("secret")

    run = served(POINTS, network=Broken())
    one = site(run)
    (answer,) = ask(one, post(ROWS))
    assert (answer.status, answer.json["error"]) == (500, "this is a bug in mlpcli")
    assert "ZeroDivisionError: secret" in one.logged()
    run.close()


@pytest.mark.parametrize(
    ("problem", "status"), [(RunError("weights are broken", "restore them"), 500), (UsageError("none"), 501)]
)
def test_a_page_that_cannot_be_made_says_why(problem: MlpcliError, status: int) -> None:
    def page() -> str:
        raise problem

    run = ServedRun("xor", POINTS, {}, lambda: predictor(POINTS), page, Limits())
    found = [ask(site(run), Request())[0] for _ in range(2)]
    assert [(one.status, one.json["error"]) for one in found] == [(status, problem.message)] * 2
    run.close()


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example", "localhost.evil.example:8000", "", "[::2]:8000", "127.0.0.1.nip.io"),
        *("localhost:80@evil.example", "[localhost]evil.example", "evil.example://localhost"),
    ],
)
def test_a_server_of_one_machine_is_not_called_by_other_names(points: ServedRun, host: str) -> None:
    """A page of that name would read the answers (DNS rebinding)."""
    one = site(points, gate(None, "127.0.0.1", "localhost"))
    for answer in ask(one, post(ROWS, host=host), Request(path="/health", headers=(("host", host),))):
        assert (answer.status, "Host" in answer.json["error"]) == (400, True)


def test_two_names_are_refused(points: ServedRun) -> None:
    one = site(points, gate(None, "127.0.0.1", "localhost"))
    (answer,) = ask(one, Request(headers=(("host", "evil.example"), ("host", "localhost"))))
    assert (answer.status, answer.json["error"]) == (400, "the request has two Host headers")


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:1", "[::1]:8000", "mine"])
def test_its_own_names_will_do(points: ServedRun, host: str) -> None:
    one = site(points, gate(None, "127.0.0.1", "mine"))
    assert [answer.status for answer in ask(one, post(ROWS, host=host))] == [200]


def test_pages_of_others_cannot_have_it_work_for_them(points: ServedRun) -> None:
    one = site(points, gate(None, "127.0.0.1", "localhost"))
    other = post(ROWS, host="localhost", origin="https://evil.example")
    own = post(ROWS, host="localhost", origin="http://localhost:8000")
    assert [answer.status for answer in ask(one, other, own)] == [400, 200]


def test_a_server_for_a_network_goes_by_any_name(points: ServedRun) -> None:
    one = site(points, gate(None, "192.0.2.7", "0.0.0.0"))
    assert [answer.status for answer in ask(one, post(ROWS, host="gpu.lab"))] == [200]


@pytest.mark.parametrize(
    ("authorization", "status"),
    [
        (f"Bearer {TOKEN}", 200),
        (f"bearer  {TOKEN} ", 200),
        # anybody:a-secret-token, as a browser and `curl -u` send it.
        ("Basic YW55Ym9keTphLXNlY3JldC10b2tlbg==", 200),
        ("Basic OmEtc2VjcmV0LXRva2Vu", 200),
        ("Basic ????", 401),
        ("Bearer a-secret", 401),
        (f"Token {TOKEN}", 401),
        (TOKEN, 401),
        ("", 401),
    ],
)
def test_only_who_has_the_token_is_answered(points: ServedRun, authorization: str, status: int) -> None:
    one = site(points, Gate(TOKEN.encode()))
    found = ask(
        one,
        post(ROWS, authorization=authorization),
        Request(path="/model", headers=(("authorization", authorization),)),
        Request(path="/", headers=(("authorization", authorization),)),
    )
    assert [answer.status for answer in found] == [status] * 3
    assert TOKEN not in one.logged()


def test_without_a_token_only_the_health_is_known(points: ServedRun) -> None:
    one = site(points, Gate(TOKEN.encode()))
    page, unknown, health = ask(
        one,
        Request(headers=(("accept", "text/html,*/*"),)),
        Request(path="/nothing"),
        Request(path="/health"),
    )
    # A browser asks for it then.
    assert (page.status, page.headers["www-authenticate"]) == (401, 'Bearer realm="mlpcli"')
    assert (unknown.status, unknown.headers["www-authenticate"]) == (401, 'Bearer realm="mlpcli"')
    assert (health.status, health.json) == (200, {"status": "ok"})


@pytest.mark.parametrize("described", [DIGITS, POINTS, PEOPLE, COLOURS, FORECAST])
def test_what_the_description_promises_is_kept(described: Any) -> None:
    run = served(described)
    one = site(run, Gate(TOKEN.encode()))
    bearer = (("authorization", f"Bearer {TOKEN}"),)
    (answer,) = ask(one, Request(path="/openapi.json", headers=bearer))
    document = answer.json
    assert document["openapi"].startswith("3.1")
    assert set(document["paths"]) == {
        *("/health", "/predict", "/model", "/runs/xor/predict", "/runs/xor/model"),
    }
    operation = document["paths"]["/predict"]["post"]
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    body = operation["requestBody"]["content"]["application/json"]["schema"]
    rows: Any = {"age": 1, "sex": "male"}
    if described is not PEOPLE:
        rows = np.ones(described.facts.shape, np.uint8).tolist()
    Draft202012Validator.check_schema(body)
    forms = [rows, [rows], {"rows": [rows, rows]}]
    if described is DIGITS:
        forms.append(np.ones(described.facts.shape[:-1], np.uint8).tolist())
    for form in forms:
        Draft202012Validator(body).validate(form)
        (answer,) = ask(one, post(form, authorization=bearer[0][1]))
        assert answer.status == 200
        Draft202012Validator(schema).validate(answer.json)
    run.close()
