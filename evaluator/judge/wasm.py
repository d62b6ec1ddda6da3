"""The default judge: the controls compiled by OPA to WebAssembly, run in this process.

Each question runs in an instance of the module that nobody else uses. An instance in which a
question failed is in an unknown state; the pool throws it away and makes another one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import orjson
from opapywasm import (
    UNDEFINED,
    OpaAbortError,
    OpaEntrypointError,
    OpaEvaluationError,
    OpaMemoryError,
    OpaWasmError,
    PolicyConfig,
)

from evaluator.bundle import entrypoint
from evaluator.errors import BundleError, JudgeError
from evaluator.judge.answers import read_answers
from evaluator.judge.base import Context, DocumentError, Judge
from evaluator.judge.module import open_module
from evaluator.model import Answer

__all__ = ["WasmJudge"]

_MIB: Final = 1024 * 1024
_PAGE: Final = 64 * 1024
_MODULE: Final = "policy.wasm"
_NEWLINE: Final = "\n"


class WasmJudge(Judge):
    """Runs the bundle's module: no server, no network, bounded memory and time.

    Args:
        wasm: the module.
        data: the bundle's data.json (parameters are replaced by each question's own).
        threads: how many questions may run at once; others wait.
        timeout: seconds that one question may take (the setting judge_timeout).
        memory: MiB that one instance may use (the setting judge_memory).

    Raises:
        BundleError: if the module cannot be run here, within these limits.
    """

    name = "wasm"

    def __init__(
        self, wasm: bytes, data: Mapping[str, Any], *, threads: int, timeout: float, memory: int
    ) -> None:
        self._timeout = timeout
        self._memory = memory
        limit = memory * _MIB
        config = PolicyConfig(
            pool_size=threads,
            borrow_timeout_seconds=None,
            max_input_bytes=limit,
            max_data_bytes=limit,
            max_result_bytes=limit,
            max_cstring_scan_bytes=limit,
            parse_raw_json_input=False,
            max_memory_pages=limit // _PAGE,
            eval_timeout_seconds=timeout,
        )
        try:
            self._policy = open_module(wasm, config)
        except OpaWasmError as error:
            raise self._cannot_run(error) from error
        try:
            self._try(orjson.dumps(dict(data)))
        except BaseException:
            self._policy.close()
            raise

    def ask(
        self, subject: str, documents: Sequence[bytes], context: Context
    ) -> list[Mapping[str, Answer]]:
        """See :meth:`evaluator.judge.base.Judge.ask`."""
        rule = entrypoint(subject)
        try:
            result = self._policy.evaluate(context.question(documents), rule)
        except OpaEntrypointError as error:
            raise JudgeError(_MODULE, f"has no rule {rule}", "Build the bundle again.") from error
        except (OpaAbortError, OpaEvaluationError, OpaMemoryError) as error:
            raise DocumentError("wasm judge", self._reason(error)) from error
        except OpaWasmError as error:
            raise JudgeError("wasm judge", str(error)) from error
        if result is UNDEFINED:
            raise JudgeError(_MODULE, f"the rule {rule} has no value", "Build the bundle again.")
        return read_answers(rule, result, context.controls, len(documents))

    def close(self) -> None:
        """Drop the instances, and stop the clock once no question is left."""
        self._policy.close()

    def _try(self, data: bytes) -> None:
        """Load the data and ask about nothing, so that no document is blamed for what is wrong."""
        if self._policy.builtins:
            names = ", ".join(sorted(self._policy.builtins))
            raise BundleError(
                _MODULE,
                f"needs functions of its host: {names}",
                "Use only functions that WebAssembly has itself.",
            )
        try:
            self._policy.set_data(data)
            self._policy.evaluate(b'{"documents":[]}', min(self._policy.entrypoints.values()))
        except OpaWasmError as error:
            raise self._cannot_run(error) from error

    def _cannot_run(self, error: OpaWasmError) -> BundleError:
        return BundleError(
            _MODULE,
            f"cannot be run in {self._memory} MiB ({str(error).partition(_NEWLINE)[0]})",
            "Build the bundle again, or raise judge_memory.",
        )

    def _reason(self, error: OpaWasmError) -> str:
        """One line on what happened, without the backtrace that Wasmtime adds.

        Wasmtime keeps the text of an abort in one place for the whole process. Where two questions
        fail at the same moment, one may be told the other's reason; that it failed is never wrong.
        """
        text = str(error)
        if isinstance(error, OpaMemoryError) or text.startswith("opa_malloc"):
            return f"needed more than {self._memory} MiB of memory (judge_memory)"
        if "time limit" in text:
            return f"took longer than {self._timeout:g} seconds (judge_timeout)"
        trap = re.search("wasm trap: (.+)", text)
        return f"trapped: {trap[1] if trap else text.partition(_NEWLINE)[0]}"
