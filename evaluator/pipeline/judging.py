"""What evaluation and explanation share: the judge that the settings ask for, and its question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from evaluator.bundle import Bundle
from evaluator.judge import Context, Judge, ServerJudge, WasmJudge
from evaluator.model import Control, Prepared
from evaluator.settings import Settings
from evaluator.subjects import lacking

__all__ = ["open_judge", "question_context", "reasons_not_evaluated"]


def open_judge(bundle: Bundle, settings: Settings) -> Judge:
    """The judge of the settings, to be closed by the caller.

    Raises:
        BundleError: if the bundle's module cannot be run.
        JudgeError: if the server is absent, or holds another bundle.
    """
    if settings.engine == "opa":
        token = settings.opa_token
        return ServerJudge(
            settings.opa_url,
            revision=bundle.revision,
            timeout=settings.opa_timeout,
            threads=settings.thread_count,
            token=None if token is None else token.get_secret_value(),
        )
    return WasmJudge(
        bundle.wasm,
        bundle.data,
        threads=settings.thread_count,
        timeout=settings.judge_timeout,
        memory=settings.judge_memory,
    )


def question_context(
    controls: Sequence[Control], parameters: Mapping[str, Any], prepared: Prepared
) -> Context:
    """What is the same in all questions about one subject kind."""
    codes = tuple(control.code for control in controls)
    return Context(codes, parameters, prepared.manifest.document())


def reasons_not_evaluated(
    control: Control, bundle: Bundle, prepared: Prepared, settings: Settings
) -> tuple[str, ...]:
    """What the snapshot lacks for a control, sorted; empty where the control can be evaluated."""
    return lacking(
        control, bundle.contract, prepared.tables.keys(), prepared.tables, settings.max_unplaced
    )
