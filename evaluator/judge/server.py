"""The second judge: a real OPA server that holds the same bundle."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final, TypeGuard

from evaluator.bundle import entrypoint
from evaluator.errors import JudgeError
from evaluator.judge.answers import read_answers
from evaluator.judge.base import Context, DocumentError, Judge
from evaluator.judge.connection import Connection, Late, Reply
from evaluator.model import Answer

__all__ = ["ServerJudge"]

_LOAD: Final = "Start it with `opa run --server --bundle DIR`, DIR being the bundle of this run."


class ServerJudge(Judge):
    """Asks an OPA server; each of its answers must come from the bundle of this run.

    Where an answer does not come in time, the server is asked about no document at all. If it
    answers this in time, the documents were too slow; if not, the server is, and the run fails
    instead of waiting for every document.

    Args:
        url: the server, such as ``http://127.0.0.1:8181``.
        revision: the revision that its bundle must have.
        timeout: seconds that one question may take (the setting opa_timeout).
        threads: connections to keep open.
        token: bearer token, where the server asks for one.

    Raises:
        ConfigurationError: if ``url`` is not the address of a server.
        JudgeError: if the server is absent, slow, or holds another bundle.
    """

    name = "opa"

    def __init__(
        self, url: str, *, revision: str, timeout: float, threads: int = 1, token: str | None = None
    ) -> None:
        self._revision = revision
        self._timeout = timeout
        self._connection = Connection(url, timeout=timeout, threads=threads, token=token)
        self._server = self._connection.server
        try:
            self._value(self._connection.fetch("data/qinglang/params?provenance=true"))
        except Late as late:
            self.close()
            raise self._silent() from late
        except JudgeError:
            self.close()
            raise

    def ask(
        self, subject: str, documents: Sequence[bytes], context: Context
    ) -> list[Mapping[str, Answer]]:
        """See :meth:`evaluator.judge.base.Judge.ask`."""
        try:
            return self._answers(subject, documents, context)
        except Late as late:
            try:
                self._answers(subject, [], context)
            except Late:
                raise self._silent() from late
            raise DocumentError(
                self._server, f"took longer than {self._timeout:g} seconds (opa_timeout)"
            ) from late

    def close(self) -> None:
        """Close all idle connections; those in use are closed after their question."""
        self._connection.close_connection()

    def _answers(
        self, subject: str, documents: Sequence[bytes], context: Context
    ) -> list[Mapping[str, Answer]]:
        rule = entrypoint(subject)
        body = b'{"input":' + context.question(documents) + b"}"
        value = self._value(self._connection.send(f"data/{rule}?provenance=true", body))
        if "result" not in value:
            raise JudgeError(self._server, f"has no rule {rule}", _LOAD)
        return read_answers(rule, value["result"], context.controls, len(documents))

    def _value(self, reply: Reply) -> dict[str, Any]:
        """The body of a reply that comes from the right bundle."""
        if reply.status != HTTPStatus.OK:
            raise self._refusal(reply)
        if not isinstance(reply.body, dict):
            raise self._other_than_opa(reply)
        held = _revisions(reply.body)
        if self._revision not in held:
            told = ", ".join(held) or "none"
            raise JudgeError(
                self._server,
                f"does not hold the bundle of revision {self._revision}; it holds: {told}",
                _LOAD,
            )
        return reply.body

    def _refusal(self, reply: Reply) -> JudgeError | DocumentError:
        if reply.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            return DocumentError(self._server, "is more than the server takes at once (413)")
        faults = _faults(reply.body)
        if faults:
            return DocumentError(self._server, f"failed on the server: {'; '.join(faults)}")
        return self._other_than_opa(reply)

    def _other_than_opa(self, reply: Reply) -> JudgeError:
        code = reply.body.get("code") if isinstance(reply.body, dict) else None
        said = f" ({code})" if _is_code(code) else ""
        return JudgeError(
            self._server,
            f"answers {reply.status}{said}, and no decision",
            "Look into its log, and see that opa_url is the address of OPA itself.",
        )

    def _silent(self) -> JudgeError:
        return JudgeError(
            self._server,
            f"does not answer within {self._timeout:g} seconds",
            "Look into its log and load, or give it more time (opa_timeout).",
        )


def _revisions(body: Mapping[str, Any]) -> list[str]:
    """Revisions of the bundles that an answer says it comes from."""
    provenance = body.get("provenance")
    bundles = provenance.get("bundles") if isinstance(provenance, dict) else None
    entries = bundles.values() if isinstance(bundles, dict) else ()
    return sorted(str(entry.get("revision")) for entry in entries if isinstance(entry, dict))


def _faults(body: object) -> list[str]:
    """Codes and places of the evaluation errors that OPA tells; empty if it tells anything else.

    OPA's messages are left out: some of them quote values of the document.
    """
    errors = body.get("errors") if isinstance(body, dict) else None
    if not isinstance(errors, list):
        return []
    faults = []
    for error in errors:
        code = error.get("code") if isinstance(error, dict) else None
        if not _is_code(code) or not code.startswith("eval_"):
            return []
        faults.append(code + _place(error.get("location")))
    return faults


def _place(location: object) -> str:
    """File and line, without the folders in which the server keeps its bundle."""
    if not isinstance(location, dict):
        return ""
    _, root, rest = str(location.get("file")).rpartition("qinglang/")
    return f" at {root}{rest} line {location.get('row')}"


def _is_code(code: object) -> TypeGuard[str]:
    return isinstance(code, str) and re.fullmatch("[a-z_]{1,40}", code) is not None
