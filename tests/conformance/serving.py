"""A real OPA server with a bundle, for the time of a ``with`` block."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests
from requests.adapters import HTTPAdapter
from urllib3 import Retry

from evaluator.authoring import Opa

__all__ = ["served_bundle"]


@contextmanager
def served_bundle(opa: Opa, folder: Path, log: Path) -> Iterator[str]:
    """The address of an OPA server that has loaded a bundle."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    options = ["--addr", address, "--log-level", "error", "--skip-version-check"]
    command = [str(opa.path), "run", "--server", *options, "--bundle", str(folder)]
    with log.open("wb") as written, subprocess.Popen(command, stderr=written) as process:
        try:
            # OPA answers 500 until its bundles are loaded.
            patience = Retry(30, backoff_factor=0.05, backoff_max=1, status_forcelist=[500])
            with requests.Session() as session:
                session.mount("http://", HTTPAdapter(max_retries=patience))
                session.get(f"http://{address}/health?bundles").raise_for_status()
            yield f"http://{address}"
        finally:
            process.terminate()
