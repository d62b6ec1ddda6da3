"""Where a connection goes."""

from __future__ import annotations

import pytest

from evaluator.judge.connection import Connection


@pytest.mark.parametrize(
    ("url", "root"),
    [
        ("http://127.0.0.1:8181", "http://127.0.0.1:8181/v1"),
        ("http://127.0.0.1:8181/", "http://127.0.0.1:8181/v1"),
        ("http://opa.example", "http://opa.example:80/v1"),
        ("https://opa.example", "https://opa.example:443/v1"),
        ("http://[::1]:8181", "http://[::1]:8181/v1"),
    ],
)
def test_the_address_is_the_one_that_was_given(url: str, root: str) -> None:
    """Scheme, host and port are kept; a port that is not given is the scheme's own."""
    connection = Connection(url, timeout=1.0, threads=1, token=None)
    assert connection.root_url == root
    assert connection.server == f"OPA at {url}"
    connection.close_connection()


def test_certificates_are_verified() -> None:
    """A server that only pretends to be the one that was named is not asked."""
    connection = Connection("https://opa.example", timeout=1.0, threads=1, token=None)
    assert connection._session.verify is True
    connection.close_connection()
