"""The default judge: the controls compiled by OPA to WebAssembly, run in this process."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self

import orjson
from opapywasm import (
    UNDEFINED,
    OpaPolicyClosedError,
    OpaPoolTimeoutError,
    OpaWasmError,
    OpaWasmPolicy,
    PolicyConfig,
)

from evaluator.bundle import entrypoint
from evaluator.errors import BundleError, JudgeError
from evaluator.judge.base import Context, DocumentError, read_answers
from evaluator.model import Answer

__all__ = ["WasmJudge"]

_PAGE = 64 * 1024
_MIB = 1024 * 1024


class WasmJudge:
    """Runs the bundle's module: no server, no network, bounded memory and time.

    Args:
        wasm: the module.
        data: the bundle's data.json (parameters are replaced by each question's own).
        threads: how many questions may run at once.
        timeout: seconds that one question may take.
        memory: MiB that one instance may use.

    Raises:
        BundleError: if the module cannot be run here.
    """

    name = "wasm"

    def __init__(  # noqa: PLR0913 (module and data, and their limits)
        self, wasm: bytes, data: Mapping[str, Any], *, threads: int, timeout: float, memory: int
    ) -> None:
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
            self._policy = OpaWasmPolicy.from_wasm_bytes(wasm, config)
            self._policy.set_data(orjson.dumps(data))
        except OpaWasmError as error:
            raise BundleError(
                "policy.wasm", f"cannot be run ({error})", "Build the bundle again."
            ) from error
        if self._policy.builtins:
            names = ", ".join(sorted(self._policy.builtins))
            raise BundleError(
                "policy.wasm", f"needs functions of its host: {names}", "Use native ones only."
            )

    def ask(
        self, subject: str, documents: Sequence[bytes], context: Context
    ) -> list[Mapping[str, Answer]]:
        """See :meth:`evaluator.judge.base.Judge.ask`."""
        rule = entrypoint(subject)
        if rule not in self._policy.entrypoints:
            raise JudgeError("policy.wasm", f"has no rule {rule}", "Build the bundle again.")
        try:
            result = self._policy.evaluate(context.question(documents), rule)
        except (OpaPolicyClosedError, OpaPoolTimeoutError) as error:
            raise JudgeError("wasm judge", str(error)) from error
        except OpaWasmError as error:
            raise DocumentError("wasm judge", _reason(error)) from error
        if result is UNDEFINED:
            raise JudgeError("wasm judge", f"the rule {rule} has no value")
        return read_answers(result, len(documents), context)

    def close(self) -> None:
        """Stop the module's clock and drop its instances."""
        self._policy.close()

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


def _reason(error: OpaWasmError) -> str:
    """One line on what went wrong, without the backtrace that Wasmtime adds."""
    text = str(error).partition("\n")[0]
    if "time limit" in text:
        return "took longer than the time limit of the judge"
    if re.search("memory|out of bounds|unreachable", str(error)):
        return f"trapped, or needed more than the memory limit of the judge ({text})"
    return text
