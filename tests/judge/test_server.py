"""What the server judge does with servers that are absent, slow, wrong, or lie.

The servers are real; their faults are what is tested. What OPA itself does is tested in
tests/conformance.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from typing import Any

import orjson
import pytest

from evaluator.errors import ConfigurationError, JudgeError
from evaluator.judge import Context, ServerJudge
from evaluator.model import Decision, Undecided

Ask = Callable[..., list[Decision | Undecided]]
Open = Callable[..., ServerJudge]

NO_DECISION = "Look into its log, and see that opa_url is the address of OPA itself."


@pytest.fixture
def open_judge(server: Any) -> Iterator[Open]:
    """Opens judges that ask the misbehaving server, and closes them at the end."""
    opened: list[ServerJudge] = []

    def open_it(*, timeout: float = 20.0, token: str | None = None) -> ServerJudge:
        judge = ServerJudge(server.url, revision="the-right-one", timeout=timeout, token=token)
        opened.append(judge)
        return judge

    yield open_it
    for judge in opened:
        judge.close()


def passes(posts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The result of a control that all posts pass."""
    return [{"TRY-01": [True, [], []]} for _ in posts]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "localhost:8181",
        "ftp://localhost",
        "http://",
        "http://host:0",
        "http://host:99999",
        "http://[::1",
        "http://host/v1/data",
        "http://host?x=1",
        "http://host#x",
    ],
)
def test_an_address_that_names_no_server_is_refused(url: str) -> None:
    """It is a matter of configuration: exit code 2, and an example of the right form."""
    with pytest.raises(ConfigurationError) as refused:
        ServerJudge(url, revision="r", timeout=1.0)
    assert refused.value.exit_code == 2
    assert str(refused.value) == (
        f"setting opa_url: {url!r}: is not the address of a server: http or https, a host, "
        "and a port; nothing else. Write it like http://127.0.0.1:8181."
    )


def test_a_password_in_an_address_is_not_shown() -> None:
    """Credentials in an address are refused, and not repeated in the message."""
    with pytest.raises(ConfigurationError) as refused:
        ServerJudge("http://user:secret@host:8181", revision="r", timeout=1.0)
    assert refused.value.offender == "setting opa_url: 'host:8181'"


def test_an_absent_server_is_an_error() -> None:
    """Nobody listens: the message says so in the system's words, and how to start a server."""
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{reserved.getsockname()[1]}"
        with pytest.raises(JudgeError) as failed:
            ServerJudge(url, revision="r", timeout=20.0)
    assert str(failed.value) == (
        f"OPA at {url}: gives no answer: [Errno 111] Connection refused. "
        "Start it with `opa run --server --bundle DIR`, or correct opa_url."
    )


def test_a_server_that_is_silent_from_the_start_is_an_error(
    server: Any, say: Any, open_judge: Open
) -> None:
    """The judge does not wait for longer than a question may take."""
    server.opening = say.silent
    with pytest.raises(JudgeError) as failed:
        open_judge(timeout=0.2)
    assert str(failed.value) == (
        f"OPA at {server.url}: does not answer within 0.2 seconds. "
        "Look into its log and load, or give it more time (opa_timeout)."
    )


@pytest.mark.parametrize("stalling", ["before", "within"])
def test_a_server_that_falls_silent_is_an_error(
    server: Any, say: Any, open_judge: Open, ask: Ask, stalling: str
) -> None:
    """It is asked about no document once; it is not asked about every document."""
    within = say.said(b"{", length=100, stalls=True)
    server.answers = lambda _posts: say.silent if stalling == "before" else within
    judge = open_judge(timeout=0.2)
    with pytest.raises(JudgeError, match=r"does not answer within 0\.2 seconds"):
        ask(judge, *[{}] * 100)
    assert server.asked() == 2


def test_a_slow_document_is_isolated(server: Any, say: Any, open_judge: Open, ask: Ask) -> None:
    """A server that answers about nothing is not to blame; the document is."""
    server.answers = lambda posts: (
        say.silent if {"slow": True} in posts else say.sound(passes(posts))
    )
    judged = ask(open_judge(timeout=0.5), {}, {"slow": True}, {})
    assert [type(one) for one in judged] == [Decision, Undecided, Decision]
    assert isinstance(judged[1], Undecided)
    assert judged[1].reason == "took longer than 0.5 seconds (opa_timeout)"


@pytest.mark.parametrize(
    ("errors", "reason"),
    [
        (
            [
                {
                    "code": "eval_conflict_error",
                    "message": "complete rules must not: 42",
                    "location": {"file": "/srv/qinglang/x/qinglang/a.rego", "row": 3},
                },
                {"code": "eval_type_error"},
            ],
            "failed on the server: eval_conflict_error at qinglang/a.rego line 3; eval_type_error",
        ),
        (None, "is more than the server takes at once (413)"),
    ],
    ids=["evaluation", "size"],
)
def test_a_document_that_the_server_refuses_is_isolated(  # noqa: PLR0913, PLR0917 (fixtures)
    server: Any, say: Any, open_judge: Open, ask: Ask, errors: Any, reason: str
) -> None:
    """Codes and places are told; OPA's messages, which may quote the document, are not."""
    body = b"too large"
    if errors:
        body = say.sound(None).body.replace(b'"result":null', b'"errors":' + _json(errors))
    refusal = say.said(body, 500 if errors else 413)
    server.answers = lambda posts: refusal if {"bad": 1} in posts else say.sound(passes(posts))
    judged = ask(open_judge(), {}, {"bad": 1}, {})
    assert [type(one) for one in judged] == [Decision, Undecided, Decision]
    assert isinstance(judged[1], Undecided)
    assert judged[1].reason == reason


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        (b"<html>Internal error</html>", 500, "500"),
        (b'{"code": "internal_error"}', 500, "500 (internal_error)"),
        (b'{"code": "internal_error", "errors": []}', 500, "500 (internal_error)"),
        (b'{"code": 7, "errors": ["x"]}', 500, "500"),
        (b'{"errors": [{"code": "rego_type_error"}]}', 500, "500"),
        (b'{"errors": [{"code": null}]}', 500, "500"),
        (b'{"code": "Post <b> of somebody"}', 502, "502"),
        (b'{"code": "unauthorized"}', 401, "401 (unauthorized)"),
        (b"404 page not found", 404, "404"),
        (b"<html>Welcome</html>", 200, "200"),
        (b"[]", 200, "200"),
        (b'{"result": "\\ud800"}', 200, "200"),
        (b"", 204, "204"),
    ],
)
def test_what_is_no_answer_of_opa_is_an_error(  # noqa: PLR0913, PLR0917 (fixtures)
    server: Any, say: Any, open_judge: Open, ask: Ask, body: bytes, status: int, said: str
) -> None:
    """The run fails at once; status and OPA's code are told, never what else was said."""
    server.answers = lambda _posts: say.said(body, status)
    judge = open_judge()
    with pytest.raises(JudgeError) as failed:
        ask(judge, {}, {})
    told = f"answers {said}, and no decision. {NO_DECISION}"
    assert str(failed.value) == f"OPA at {server.url}: {told}"
    assert server.asked() == 1


def test_a_redirect_is_not_followed(server: Any, say: Any, open_judge: Open, ask: Ask) -> None:
    """Documents go to the configured server and nowhere else."""
    elsewhere = {"Location": f"{server.url}/v1/data/elsewhere"}
    server.answers = lambda _posts: say.said(b"", 307, elsewhere)
    judge = open_judge()
    with pytest.raises(JudgeError, match="answers 307, and no decision"):
        ask(judge, {})
    assert [path for _, path, _ in server.requests] == [
        "/v1/data/qinglang/params?provenance=true",
        "/v1/data/qinglang/judge/post?provenance=true",
    ]


@pytest.mark.parametrize(
    ("provenance", "held"),
    [
        ({"bundles": {"b": {"revision": "old"}, "a": {"revision": "other"}}}, "old, other"),
        ({"bundles": {}}, "none"),
        ({"bundles": ["x"]}, "none"),
        ("x", "none"),
        (None, "none"),
    ],
)
def test_another_bundle_is_an_error(
    server: Any, say: Any, open_judge: Open, provenance: object, held: str
) -> None:
    """Both revisions are told, and how to start the server with the right bundle."""
    server.opening = say.said(_json({"provenance": provenance, "result": {}}))
    with pytest.raises(JudgeError) as failed:
        open_judge()
    assert str(failed.value) == (
        f"OPA at {server.url}: does not hold the bundle of revision the-right-one; "
        f"it holds: {held}. Start it with `opa run --server --bundle DIR`, "
        "DIR being the bundle of this run."
    )


def test_a_bundle_that_is_replaced_meanwhile_is_an_error(
    server: Any, say: Any, open_judge: Open, ask: Ask
) -> None:
    """Every answer says which bundle it comes from, and each is looked at."""
    server.answers = lambda posts: say.sound(passes(posts), "newer")
    judge = open_judge()
    with pytest.raises(JudgeError, match="revision the-right-one; it holds: newer"):
        ask(judge, {})


def test_an_undefined_rule_is_an_error(server: Any, say: Any, open_judge: Open, ask: Ask) -> None:
    """OPA answers an undefined rule with no result at all."""
    body = say.sound(None).body.replace(b',"result":null', b"")
    server.answers = lambda _posts: say.said(body)
    judge = open_judge()
    with pytest.raises(JudgeError) as failed:
        ask(judge, {})
    assert failed.value.rule == "has no rule qinglang/judge/post"


@pytest.mark.parametrize(
    ("result", "broken"),
    [
        ([], "gives 0 answers for 2 documents"),
        ([{"TRY-01": [True, [], []]}] * 3, "gives 3 answers for 2 documents"),
        (None, "gives null for 2 documents"),
        ([{"TRY-01": [True, [], []]}, {"TRY-02": [True, [], []]}], "gives no answer"),
        ([{"TRY-01": [True, [], []]}, {"TRY-01": [True, [{"x": 0.5}], []]}], "is a fraction"),
        ([{"TRY-01": [True, [], []]}, {"TRY-01": [True, [{"x": None}], []]}], "is null"),
        ([{"TRY-01": [True, [], []]}, {"TRY-01": [None, [], []]}], "applies is null"),
    ],
)
def test_answers_that_lie_are_an_error(  # noqa: PLR0913, PLR0917 (fixtures)
    server: Any, say: Any, open_judge: Open, ask: Ask, result: object, broken: str
) -> None:
    """What is out of form never becomes an outcome."""
    server.answers = lambda _posts: say.sound(result)
    judge = open_judge()
    with pytest.raises(JudgeError, match=broken):
        ask(judge, {}, {})


@pytest.mark.parametrize("broken", ["dropped", "cut"])
def test_a_question_is_repeated_once_when_the_connection_breaks(
    server: Any, say: Any, open_judge: Open, ask: Ask, broken: str
) -> None:
    """An idle connection may be closed under a question; asking again changes nothing."""
    cut = say.said(b"{", length=100)
    replies = iter([say.dropped if broken == "dropped" else cut])
    server.answers = lambda posts: next(replies, say.sound(passes(posts)))
    judged = ask(open_judge(), {}, {})
    assert [type(one) for one in judged] == [Decision, Decision]
    assert server.asked() == 2


def test_a_connection_that_always_breaks_is_an_error(
    server: Any, say: Any, open_judge: Open, ask: Ask
) -> None:
    """A question is repeated once, and no more."""
    server.answers = lambda _posts: say.dropped
    judge = open_judge()
    with pytest.raises(JudgeError) as failed:
        ask(judge, {})
    assert failed.value.rule == ("gives no answer: Remote end closed connection without response")
    assert server.asked() == 2


def test_a_token_is_sent_with_every_request(
    server: Any, say: Any, open_judge: Open, ask: Ask
) -> None:
    """A server that asks for one gets the bearer token."""
    server.answers = lambda posts: say.sound(passes(posts))
    ask(open_judge(token="secret"), {})  # noqa: S106 (no secret)
    assert {authorization for *_, authorization in server.requests} == {"Bearer secret"}


def test_an_empty_question_is_answered(
    server: Any, say: Any, open_judge: Open, context: Context
) -> None:
    """No documents have no answers."""
    server.answers = lambda posts: say.sound(passes(posts))
    assert open_judge().ask("post", [], context) == []


def _json(value: object) -> bytes:
    return orjson.dumps(value)
