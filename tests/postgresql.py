"""A PostgreSQL server of the tests' own: started when it is needed, thrown away at the end."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

__all__ = ["Server", "running_server"]

#: Who runs the server where the tests run as root, whom initdb refuses.
USERS = ("postgres", "nobody")


class Server:
    """A running server; each database is a new one."""

    def __init__(self, folder: Path, binaries: Path) -> None:
        self.folder = folder
        self._binaries = binaries
        self._numbers = itertools.count()

    def new_database(self) -> str:
        """URL of a new, empty database."""
        name = f"test{next(self._numbers)}"
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return f"postgresql://owner@/{name}?host={self.folder}"

    def start(self) -> None:
        """Start, or start again, and wait until it answers."""
        options = f"-k {self.folder} -c listen_addresses= -c fsync=off -c max_connections=30"
        self._run("pg_ctl", "-w", "-l", self.folder / "log", "-o", options, "start")

    def stop(self, mode: str = "immediate") -> None:
        """Stop at once, as if the machine had failed."""
        self._run("pg_ctl", "-w", "-m", mode, "stop")

    def make(self) -> None:
        """Make an empty cluster."""
        self._run("initdb", "-U", "owner", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")

    def _run(self, program: str, *arguments: object) -> None:
        data = ["-D", self.folder / "data"]
        command = [self._binaries / program, *data, *arguments]
        done = subprocess.run(
            [*_other_user(), *map(str, command)],
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr

    def _address(self, database: str) -> str:
        return f"host={self.folder} user=owner dbname={database}"


@contextmanager
def running_server() -> Iterator[Server]:
    """A server for as long as the context is open; where there is none to start, a failure.

    Only somebody without the right to install it, and outside CI, may go without.
    """
    binaries = _binaries()
    if binaries is None:
        told = "PostgreSQL is not installed: run `make postgres` as root"
        if os.geteuid() != 0 and "CI" not in os.environ:
            pytest.skip(told)
        pytest.fail(told)
    with tempfile.TemporaryDirectory(prefix="qinglang-pg-") as name:
        folder = Path(name)
        if os.geteuid() == 0:
            os.chown(folder, pwd.getpwnam(_user()).pw_uid, -1)
        server = Server(folder, binaries)
        server.make()
        server.start()
        try:
            yield server
        finally:
            server.stop()


def _binaries() -> Path | None:
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).resolve().parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return installed[-1].parent if installed else None


def _user() -> str:
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in USERS if name in known)


def _other_user() -> list[str]:
    if os.geteuid() != 0:
        return []
    return ["setpriv", f"--reuid={_user()}", "--clear-groups"]
