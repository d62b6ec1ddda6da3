"""What the tests of judges share: the trial control in WebAssembly, and servers that misbehave."""

from __future__ import annotations

import tarfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import orjson
import pytest

from evaluator.authoring import Opa, find_opa
from evaluator.authoring.judge_rules import judge_module
from evaluator.judge import Context, Judge, WasmJudge, decide
from evaluator.model import Candidate, Decision, Undecided

REPOSITORY = Path(__file__).resolve().parents[2]
CONTROL = "TRY-01"
REVISION = "the-right-one"

Compile = Callable[..., bytes]
Asked = list[Decision | Undecided]


@pytest.fixture(scope="session")
def compile_wasm(tmp_path_factory: pytest.TempPathFactory) -> Compile:
    """Compiles Rego files that define the rule qinglang/judge/post."""
    local = REPOSITORY / ".tools" / "bin" / "opa"
    opa: Opa = find_opa(local if local.exists() else None)

    def compile_it(**sources: str) -> bytes:
        folder = tmp_path_factory.mktemp("trial")
        for name, text in sources.items():
            (folder / f"{name}.rego").write_text(text, encoding="utf-8")
        files = [f"{name}.rego" for name in sources]
        rule = "qinglang/judge/post"
        opa.run("build", "-t", "wasm", "-e", rule, "-o", "bundle.tar.gz", *files, folder=folder)
        with tarfile.open(folder / "bundle.tar.gz") as packed:
            module = packed.extractfile("/policy.wasm")
            assert module is not None
            return module.read()

    return compile_it


@pytest.fixture(scope="session")
def trial(compile_wasm: Compile) -> bytes:
    """The trial control, which does what its document says."""
    text = Path(__file__).with_name("trial").joinpath("trial.rego").read_text(encoding="utf-8")
    return compile_wasm(judge=judge_module("post", {CONTROL: "qinglang.trial"}), trial=text)


@pytest.fixture
def context() -> Context:
    """Asks the trial control."""
    return Context(controls=(CONTROL,), parameters={}, snapshot={})


@pytest.fixture
def open_wasm(trial: bytes) -> Iterator[Callable[..., WasmJudge]]:
    """Opens judges over the trial control and closes them at the end."""
    opened: list[WasmJudge] = []

    def open_it(*, threads: int = 1, timeout: float = 10.0, memory: int = 32) -> WasmJudge:
        opened.append(WasmJudge(trial, {}, threads=threads, timeout=timeout, memory=memory))
        return opened[-1]

    yield open_it
    for judge in opened:
        judge.close()


def _candidates(posts: Sequence[dict[str, Any]]) -> list[Candidate]:
    return [
        Candidate(str(number), None, orjson.dumps({"post": post}), frozenset())
        for number, post in enumerate(posts)
    ]


@pytest.fixture
def candidates() -> Callable[[Sequence[dict[str, Any]]], list[Candidate]]:
    """Makes candidates of posts, numbered from 0."""
    return _candidates


@pytest.fixture
def ask(context: Context) -> Callable[..., Asked]:
    """Judges posts in one batch on one thread."""

    def ask_it(judge: Judge, *posts: dict[str, Any]) -> Asked:
        size = max(1, len(posts))
        batches = decide(judge, "post", _candidates(posts), context, threads=1, batch_size=size)
        return [decision for batch in batches for decision in batch]

    return ask_it


@dataclass(frozen=True, slots=True)
class Said:
    """What a misbehaving server says; it claims ``length`` bytes, and then keeps the connection."""

    body: bytes = b"{}"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None
    stalls: bool = False


#: Says nothing for as long as the test runs.
SILENT = Said(stalls=True, length=-1)
#: Closes the connection without a word.
DROPPED = Said(length=-1)


def sound(result: Any, revision: str = REVISION) -> Said:
    """What a server with the right bundle says."""
    bundles = {"trial": {"revision": revision}}
    return Said(orjson.dumps({"provenance": {"bundles": bundles}, "result": result}))


@dataclass
class Server:
    """An HTTP server that says what a test tells it to say."""

    url: str
    #: Says what there is to say about the parameters; a sound server by default.
    opening: Said = field(default_factory=lambda: sound({}))
    #: Answers to questions, by the posts that are asked about.
    answers: Callable[[list[dict[str, Any]]], Said] = lambda _posts: sound([])
    #: Method, path and authorization of each request, in order.
    requests: list[tuple[str, str, str | None]] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    def asked(self) -> int:
        """Number of questions so far."""
        return sum(method == "POST" for method, *_ in self.requests)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Listener

    def do_GET(self) -> None:
        """Say what the test says about the parameters."""
        self._say(lambda: self.server.told.opening)

    def do_POST(self) -> None:
        """Say what the test answers to the posts."""
        body = orjson.loads(self.rfile.read(int(self.headers["Content-Length"])))
        posts = [document["post"] for document in body["input"]["documents"]]
        self._say(lambda: self.server.told.answers(posts))

    def _say(self, choose: Callable[[], Said]) -> None:
        told = self.server.told
        told.requests.append((self.command, self.path, self.headers["Authorization"]))
        said = choose()
        if said.length != -1:
            self.send_response(said.status)
            length = len(said.body) if said.length is None else said.length
            for name, value in {"Content-Length": str(length), **said.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(said.body)
        if said.stalls:
            told.ended.wait()
        self.close_connection = said.length is not None

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the name it overrides)
        """Keep quiet."""


class _Listener(ThreadingHTTPServer):
    told: Server
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are what the tests are about."""


@contextmanager
def _serving() -> Iterator[Server]:
    with _Listener(("127.0.0.1", 0), _Handler) as listener:
        listener.told = Server(f"http://127.0.0.1:{listener.server_port}")
        thread = threading.Thread(target=listener.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield listener.told
        finally:
            listener.told.ended.set()
            listener.shutdown()
            thread.join()


@pytest.fixture
def server() -> Iterator[Server]:
    """A server on this machine that says what the test tells it to say."""
    with _serving() as told:
        yield told


@pytest.fixture
def say() -> Any:
    """What a server may say: ``Said``, ``sound``, ``SILENT``, ``DROPPED``."""
    return _Say


class _Say:
    """Names for tests, which cannot import from here."""

    said = Said
    sound = staticmethod(sound)
    silent = SILENT
    dropped = DROPPED
