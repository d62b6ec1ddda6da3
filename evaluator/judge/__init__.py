"""Judges documents by the controls: in process through Wasm, or on an OPA server."""

from evaluator.judge.base import Context, DocumentError, Judge
from evaluator.judge.batches import decide
from evaluator.judge.fallback import FallbackJudge
from evaluator.judge.server import ServerJudge
from evaluator.judge.wasm import WasmJudge

__all__ = [
    "Context",
    "DocumentError",
    "FallbackJudge",
    "Judge",
    "ServerJudge",
    "WasmJudge",
    "decide",
]
