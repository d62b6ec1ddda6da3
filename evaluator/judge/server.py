"""The second judge: a real OPA server that holds the same bundle."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import orjson
import requests
from opa_client.opa import OpaClient

from evaluator.bundle import entrypoint
from evaluator.errors import JudgeError, UsageError
from evaluator.judge.base import Context, DocumentError, read_answers
from evaluator.model import Answer

__all__ = ["ServerJudge"]

_PORTS = {"http": 8181, "https": 443}


class ServerJudge:
    """Asks an OPA server through opa-python-client.

    Args:
        url: the server, such as ``http://127.0.0.1:8181``.
        revision: the revision that its bundle must have.
        timeout: seconds that one question may take.

    Raises:
        UsageError: for a URL that names no server.
        JudgeError: if the server is absent, slow, or holds another bundle.
    """

    name = "opa"

    def __init__(self, url: str, *, revision: str, timeout: float) -> None:
        parts = urlsplit(url)
        if parts.scheme not in _PORTS or not parts.hostname or parts.path not in ("", "/"):
            raise UsageError(
                f"--opa-url {url}", "must be http(s)://host[:port]", "http://127.0.0.1:8181"
            )
        self._url = url
        self._timeout = timeout
        self._settings = {
            "host": parts.hostname,
            "port": parts.port or _PORTS[parts.scheme],
            "ssl": parts.scheme == "https",
            "timeout": timeout,
            "retries": 0,
        }
        self._local = threading.local()
        self._clients: list[OpaClient] = []
        self._lock = threading.Lock()
        self._check_revision(revision)

    def ask(
        self, subject: str, documents: Sequence[bytes], context: Context
    ) -> list[Mapping[str, Answer]]:
        """See :meth:`evaluator.judge.base.Judge.ask`."""
        rule = entrypoint(subject)
        question = orjson.loads(context.question(documents))
        body = self._post(rule, question)
        if "result" not in body:
            raise JudgeError(self._url, f"has no rule {rule}", "Load the bundle of this run.")
        return read_answers(body["result"], len(documents), context)

    def close(self) -> None:
        """Close all connections."""
        with self._lock:
            for client in self._clients:
                client.close_connection()
            self._clients.clear()

    def __enter__(self) -> Self:
        """Use the judge in a ``with`` statement."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close it at the end."""
        self.close()

    def _client(self) -> OpaClient:
        """One client a thread: a session of requests is not made to be shared."""
        client: OpaClient | None = getattr(self._local, "client", None)
        if client is None:
            client = OpaClient(**self._settings)
            self._local.client = client
            with self._lock:
                self._clients.append(client)
        return client

    def _post(
        self, path: str, question: dict[str, Any], query: dict[str, bool] | None = None
    ) -> dict[str, Any]:
        try:
            body = self._client().query_rule(question, path, query_params=query)
        except requests.Timeout as error:
            raise JudgeError(
                self._url,
                f"did not answer within {self._timeout:g} seconds",
                "Give it more time (opa_timeout), or smaller batches (batch_size).",
            ) from error
        except requests.HTTPError as error:
            raise self._refusal(error) from error
        except requests.ConnectionError as error:
            raise JudgeError(
                self._url,
                "cannot be reached",
                "Start it with `opa run --server --bundle DIR`, or correct --opa-url.",
            ) from error
        except requests.RequestException as error:
            raise self._garbage() from error
        if not isinstance(body, dict):
            raise self._garbage()
        return body

    def _refusal(self, error: requests.HTTPError) -> JudgeError | DocumentError:
        response = error.response
        if response is None:
            return self._garbage()
        try:
            body = response.json()
            codes = [entry["code"] for entry in body.get("errors", [])]
            message = "; ".join(entry["message"] for entry in body.get("errors", []))
        except (requests.RequestException, TypeError, KeyError, AttributeError):
            return self._garbage(response.status_code)
        if codes and all(code.startswith("eval_") for code in codes):
            return DocumentError("opa judge", message)
        if response.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            return DocumentError("opa judge", "the document is larger than the server takes")
        detail = body.get("message", "") or message
        return JudgeError(self._url, f"answered {response.status_code}: {detail}", _LOOK)

    def _garbage(self, status: int | None = None) -> JudgeError:
        code = "" if status is None else f" {status}"
        return JudgeError(self._url, f"answered{code} with something that is not OPA's", _LOOK)

    def _check_revision(self, revision: str) -> None:
        path = "qinglang/params/campaign_start"
        body = self._post(path, {}, {"provenance": True})
        bundles = body.get("provenance", {}).get("bundles", {})
        held = {entry.get("revision", "none") for entry in bundles.values()}
        if revision not in held:
            told = ", ".join(sorted(held)) or "none"
            raise JudgeError(
                self._url,
                f"does not hold the bundle of this run (revision {revision}; it holds: {told})",
                "Start it with `opa run --server --bundle DIR`, DIR being this run's bundle.",
            )


_LOOK = "Look into the server's log."
