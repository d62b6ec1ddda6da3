"""The connection to an OPA server: bytes out, status and decoded body in.

The client of OPA encodes every input again, hides what a failed reply says, and repeats requests
by itself. This one sends bytes that are already JSON, keeps status and body, and repeats a request
in one case only: the server dropped an idle connection before it saw the request.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, urlsplit

import orjson
import requests
from opa_client.opa import OpaClient
from requests.adapters import HTTPAdapter
from urllib3.exceptions import ProtocolError, ReadTimeoutError

from evaluator.errors import ConfigurationError, JudgeError

__all__ = ["Connection", "Late", "Reply"]

_DEFAULT_PORTS: Final = {"http": 80, "https": 443}


class Late(Exception):  # noqa: N818 (not an error of ours: the judge decides what it means)
    """A connected server did not answer in time."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered."""

    status: int
    #: Decoded JSON; None where it is no JSON.
    body: object


class Connection(OpaClient):  # type: ignore[misc] # the client ships no types
    """Connections to one OPA server; may be used by several threads at once.

    Args:
        url: scheme, host and port; no path.
        timeout: seconds for connecting, and again for an answer.
        threads: connections to keep open.
        token: bearer token, where the server asks for one.

    Raises:
        ConfigurationError: if ``url`` is not the address of a server.
    """

    def __init__(self, url: str, *, timeout: float, threads: int, token: str | None) -> None:
        address = _address(url)
        host = address.hostname or ""
        super().__init__(
            host=f"[{host}]" if ":" in host else host,
            port=address.port or _DEFAULT_PORTS[address.scheme],
            ssl=address.scheme == "https",
            token=token,
            timeout=timeout,
            retries=0,
        )
        #: How messages call the server.
        self.server = f"OPA at {url}"
        self._session.mount(self.schema, HTTPAdapter(pool_maxsize=threads, max_retries=0))

    def fetch(self, path: str) -> Reply:
        """Reply to GET ``path``, which is below the version of the API.

        Raises:
            Late: if the server does not answer in time.
            JudgeError: if it cannot be reached, or breaks off.
        """
        return self._reply("GET", path, None)

    def send(self, path: str, body: bytes) -> Reply:
        """Reply to POST ``path``, which is below the version of the API, with a JSON body.

        Raises:
            Late: if the server does not answer in time.
            JudgeError: if it cannot be reached, or breaks off.
        """
        return self._reply("POST", path, body)

    def _reply(self, method: str, path: str, body: bytes | None) -> Reply:
        try:
            try:
                response = self._request(method, path, body)
            except requests.RequestException as error:
                if not isinstance(_wrapped(error), ProtocolError):
                    raise
                # A question changes nothing, so that it can be asked again.
                response = self._request(method, path, body)
        except requests.RequestException as error:
            if isinstance(_wrapped(error), ReadTimeoutError):
                raise Late from error
            raise JudgeError(
                self.server,
                f"gives no answer: {_innermost(error)}",
                "Start it with `opa run --server --bundle DIR`, or correct opa_url.",
            ) from error
        try:
            return Reply(response.status_code, orjson.loads(response.content))
        except orjson.JSONDecodeError:
            return Reply(response.status_code, None)

    def _request(self, method: str, path: str, body: bytes | None) -> requests.Response:
        response: requests.Response = self._session.request(
            method,
            f"{self.root_url}/{path}",
            data=body,
            headers={"Content-Type": "application/json"},
            timeout=self.timeout,
            # A redirect would carry documents to a place that nobody configured.
            allow_redirects=False,
        )
        return response


def _address(url: str) -> SplitResult:
    try:
        address = urlsplit(url)
        rest = (address.path.rstrip("/"), address.query, address.fragment, address.username)
        fit = address.scheme in _DEFAULT_PORTS and bool(address.hostname) and not any(rest)
        fit = fit and address.port != 0
    except ValueError:
        fit = False
    if not fit:
        shown = url.rpartition("@")[2]  # what stands before may be a password
        raise ConfigurationError(
            f"setting opa_url: {shown!r}",
            "is not the address of a server: http or https, a host, and a port; nothing else",
            "Write it like http://127.0.0.1:8181.",
        )
    return address


def _wrapped(error: requests.RequestException) -> object:
    """What the layer below raised."""
    return error.args[0] if error.args else None


def _innermost(error: requests.RequestException) -> str:
    """The system's own words, without the wrapping."""
    cause: BaseException = error
    while (inner := cause.__cause__ or cause.__context__) is not None:
        cause = inner
    return str(cause) or type(cause).__name__
